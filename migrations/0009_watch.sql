CREATE TABLE watch_parties (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  password_hash text NOT NULL,
  -- The member who leads.
  host_id uuid NOT NULL,
  -- Whose it is, if its maker was signed in.
  account_id uuid REFERENCES accounts (id) ON DELETE SET NULL,
  is_locked boolean NOT NULL DEFAULT false,
  is_chat_off boolean NOT NULL DEFAULT false,
  is_share_open boolean NOT NULL DEFAULT false,
  waits_for_all boolean NOT NULL DEFAULT false,
  -- Who holds the screen share; null: it is the host's.
  share_user_id uuid,
  media jsonb,
  is_playing boolean NOT NULL DEFAULT false,
  -- It would play, but waits for somebody who buffers.
  is_waiting boolean NOT NULL DEFAULT false,
  -- Seconds, at the moment position_at.
  position double precision NOT NULL DEFAULT 0,
  position_at timestamptz(3) NOT NULL,
  rate double precision NOT NULL DEFAULT 1,
  volume double precision NOT NULL DEFAULT 1,
  -- Goes up with each change of what plays.
  revision integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL
);

CREATE INDEX watch_parties_age ON watch_parties (expires_at);
CREATE INDEX watch_parties_account ON watch_parties (account_id);

CREATE TABLE watch_members (
  party_id uuid NOT NULL REFERENCES watch_parties (id) ON DELETE CASCADE,
  user_id uuid NOT NULL DEFAULT gen_random_uuid(),
  username text NOT NULL,
  joined_at timestamptz(3) NOT NULL,
  -- Null: not yet. A place is kept for two minutes for one who has joined and hasn't come.
  first_connected_at timestamptz(3),
  -- The node that holds the member's newest socket; null while there is none.
  node_id uuid,
  connection_id uuid,
  kicked_at timestamptz(3),
  is_ready boolean NOT NULL DEFAULT false,
  is_buffering boolean NOT NULL DEFAULT false,
  -- How far the member's player is ahead, milliseconds.
  drift_ms integer,
  PRIMARY KEY (party_id, user_id)
);

CREATE INDEX watch_members_node ON watch_members (node_id) WHERE node_id IS NOT NULL;

-- The last that were said in each party.
CREATE TABLE watch_chat (
  party_id uuid NOT NULL REFERENCES watch_parties (id) ON DELETE CASCADE,
  number bigint GENERATED ALWAYS AS IDENTITY,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  username text NOT NULL,
  message text NOT NULL,
  said_at timestamptz(3) NOT NULL,
  PRIMARY KEY (party_id, number)
);
