-- Live games. A room is played with the quiz as it was when the room was made, so its content is a copy.
CREATE TABLE quiz_rooms (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  host_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  quiz_id uuid NOT NULL REFERENCES quizzes (id) ON DELETE CASCADE,
  title text NOT NULL,
  code integer NOT NULL CHECK (code BETWEEN 100000 AND 999999),
  settings jsonb NOT NULL,
  questions jsonb NOT NULL,
  is_locked boolean NOT NULL DEFAULT false,
  -- Goes up each time that the same people play again.
  game_number integer NOT NULL DEFAULT 1,
  phase text NOT NULL DEFAULT 'lobby'
    CHECK (phase IN ('lobby', 'shown', 'open', 'paused', 'ended', 'finished')),
  -- From 0; -1 before the first question.
  question_index integer NOT NULL DEFAULT -1,
  -- Those that were ended in this game; none is played twice.
  ended_question_ids uuid[] NOT NULL DEFAULT '{}',
  question_shown_at timestamptz(3),
  starts_at timestamptz(3),
  ends_at timestamptz(3),
  paused_at timestamptz(3),
  -- When the server has something to do by itself, such as to end the question.
  due_at timestamptz(3),
  -- Goes up when the leaderboard may change: at each question's end, when a game begins anew, as players come and go.
  standings_version integer NOT NULL DEFAULT 0,
  -- Who has joined and neither left nor was kicked.
  player_count integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  closed_at timestamptz(3),
  deleted_at timestamptz(3)
);

CREATE UNIQUE INDEX quiz_rooms_live_code_key ON quiz_rooms (code) WHERE closed_at IS NULL;
CREATE INDEX quiz_rooms_due ON quiz_rooms (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX quiz_rooms_host ON quiz_rooms (host_id, created_at DESC, id DESC);
CREATE INDEX quiz_rooms_open ON quiz_rooms (host_id) WHERE closed_at IS NULL;
CREATE INDEX quiz_rooms_quiz ON quiz_rooms (quiz_id);

CREATE TABLE quiz_players (
  room_id uuid NOT NULL REFERENCES quiz_rooms (id) ON DELETE CASCADE,
  -- Chosen by the client.
  player_id text NOT NULL,
  joined_order bigint GENERATED ALWAYS AS IDENTITY,
  display_name text NOT NULL,
  -- What names are compared by: the same in every case and spelling that looks alike, whatever the store's locale.
  name_key text NOT NULL,
  token_hash bytea NOT NULL,
  account_id uuid REFERENCES accounts (id) ON DELETE SET NULL,
  device_id text,
  -- The node that holds the player's newest socket; null while there is none.
  node_id uuid,
  socket_id text,
  joined_at timestamptz(3) NOT NULL DEFAULT now(),
  left_at timestamptz(3),
  kicked_at timestamptz(3),
  PRIMARY KEY (room_id, player_id)
);

-- Who left gives their name back, and finds it taken where somebody was quicker.
CREATE UNIQUE INDEX quiz_players_name_key ON quiz_players (room_id, name_key) WHERE left_at IS NULL;
CREATE INDEX quiz_players_order ON quiz_players (room_id, joined_order);
CREATE INDEX quiz_players_kicked ON quiz_players (room_id, device_id) WHERE kicked_at IS NOT NULL;

CREATE TABLE quiz_responses (
  room_id uuid NOT NULL,
  game_number integer NOT NULL,
  question_id uuid NOT NULL,
  player_id text NOT NULL,
  answer_ids uuid[] NOT NULL,
  submitted_at timestamptz(3) NOT NULL,
  -- The server's time from the start of the question, less pauses, in milliseconds.
  elapsed_ms integer NOT NULL,
  -- What it was worth; known once the question has ended.
  is_correct boolean,
  points integer,
  -- One answer per player and question.
  PRIMARY KEY (room_id, game_number, question_id, player_id),
  FOREIGN KEY (room_id, player_id) REFERENCES quiz_players (room_id, player_id) ON DELETE CASCADE
);

CREATE TABLE quiz_scores (
  room_id uuid NOT NULL,
  game_number integer NOT NULL,
  player_id text NOT NULL,
  score integer NOT NULL DEFAULT 0,
  correct integer NOT NULL DEFAULT 0,
  -- Of the correct answers.
  elapsed_ms bigint NOT NULL DEFAULT 0,
  streak integer NOT NULL DEFAULT 0,
  -- What the last question gave.
  delta integer NOT NULL DEFAULT 0,
  PRIMARY KEY (room_id, game_number, player_id),
  FOREIGN KEY (room_id, player_id) REFERENCES quiz_players (room_id, player_id) ON DELETE CASCADE
);
