-- The catalogue, the nights and their games, votes and chat. Instants are stored to the millisecond, as the
-- wire carries them, so that what a client reads back compares equal to what is stored.

CREATE TABLE games (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Listed in the same order whatever the locale of an outside store.
  pack_name text COLLATE "C" NOT NULL,
  title text COLLATE "C" NOT NULL,
  min_players integer NOT NULL CHECK (min_players >= 1),
  max_players integer NOT NULL CHECK (max_players >= min_players),
  length_minutes integer CHECK (length_minutes >= 1),
  has_audience boolean NOT NULL DEFAULT false,
  family_friendly boolean,
  game_type text,
  secondary_type text,
  play_count integer NOT NULL DEFAULT 0,
  upvotes integer NOT NULL DEFAULT 0,
  downvotes integer NOT NULL DEFAULT 0,
  popularity_score integer NOT NULL GENERATED ALWAYS AS (upvotes - downvotes) STORED,
  enabled boolean NOT NULL DEFAULT true,
  favor_bias smallint NOT NULL DEFAULT 0 CHECK (favor_bias BETWEEN -1 AND 1),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  -- A removed game leaves the catalogue, not the evenings it was played on.
  removed_at timestamptz(3)
);

CREATE UNIQUE INDEX games_pack_title_key ON games (pack_name, title) WHERE removed_at IS NULL;

-- Only packs that somebody favoured or disfavoured have a row; a pack exists by its games.
CREATE TABLE game_packs (
  name text COLLATE "C" PRIMARY KEY,
  favor_bias smallint NOT NULL DEFAULT 0 CHECK (favor_bias BETWEEN -1 AND 1)
);

CREATE TABLE nights (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  host_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  notes text,
  is_active boolean NOT NULL DEFAULT true,
  created_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3),
  CHECK (is_active = (closed_at IS NULL))
);

CREATE UNIQUE INDEX nights_one_active_per_host ON nights (host_id) WHERE is_active;
CREATE INDEX nights_created_at_idx ON nights (created_at, id);

CREATE TABLE night_games (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  night_id integer NOT NULL REFERENCES nights (id) ON DELETE CASCADE,
  game_id integer NOT NULL REFERENCES games (id),
  manually_added boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'playing' CHECK (status IN ('playing', 'played', 'skipped')),
  room_code text CHECK (room_code ~ '^[A-Z0-9]{4}$'),
  played_at timestamptz(3) NOT NULL,
  player_count integer CHECK (player_count >= 0),
  player_count_check_status text NOT NULL DEFAULT 'not_started'
);

CREATE UNIQUE INDEX night_games_one_playing_per_night ON night_games (night_id) WHERE status = 'playing';
CREATE INDEX night_games_timeline_idx ON night_games (night_id, played_at, id);

-- Votes name their game without a foreign key: games are never deleted, and the check would cost each vote.
CREATE TABLE live_votes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  night_id integer NOT NULL REFERENCES nights (id) ON DELETE CASCADE,
  game_id integer NOT NULL,
  username text NOT NULL,
  vote smallint NOT NULL CHECK (vote IN (-1, 1)),
  -- Epoch milliseconds: what the one-second window is computed on, exactly. In no index but the voter's, so that
  -- the planner has no other way to look for a voter's votes in a window, with statistics or without.
  voted_at_ms bigint NOT NULL,
  voted_at timestamptz(3) NOT NULL GENERATED ALWAYS AS (to_timestamp(voted_at_ms / 1000.0)) STORED,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Also answers "what did this viewer vote", within a night and over all of them.
CREATE UNIQUE INDEX live_votes_voter_key ON live_votes (username, night_id, voted_at_ms);
CREATE INDEX live_votes_newest_idx ON live_votes (voted_at, id);
CREATE INDEX live_votes_night_idx ON live_votes (night_id, voted_at, id);
CREATE INDEX live_votes_game_idx ON live_votes (game_id, voted_at, id);

-- Live votes counted as they are recorded, in the same transaction, so that neither a night's breakdown nor
-- the total of a page of history has to count rows.
CREATE TABLE live_vote_totals (
  night_id integer NOT NULL REFERENCES nights (id) ON DELETE CASCADE,
  game_id integer NOT NULL,
  upvotes integer NOT NULL,
  downvotes integer NOT NULL,
  PRIMARY KEY (night_id, game_id)
);

CREATE TABLE chat_logs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  night_id integer NOT NULL REFERENCES nights (id) ON DELETE CASCADE,
  username text NOT NULL,
  message text NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  vote smallint CHECK (vote IN (-1, 1)),
  -- SHA-256 of "username:message:timestamp", all as sent.
  message_hash bytea NOT NULL,
  -- The game that was played when it was sent; null for a message from before the first.
  game_id integer
);

CREATE UNIQUE INDEX chat_logs_message_key ON chat_logs (night_id, message_hash);
CREATE INDEX chat_logs_night_idx ON chat_logs (night_id, sent_at, id);
