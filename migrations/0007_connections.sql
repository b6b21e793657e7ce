-- The processes that serve, each with a lease that it keeps up: what a node held that died is held by nobody.
CREATE TABLE server_nodes (
  id uuid PRIMARY KEY,
  started_at timestamptz(3) NOT NULL DEFAULT now(),
  alive_until timestamptz(3) NOT NULL
);

-- Every Socket.IO and WebSocket connection, for 90 days.
CREATE TABLE socket_connections (
  id uuid PRIMARY KEY,
  device_id text,
  user_id uuid REFERENCES accounts (id) ON DELETE SET NULL,
  socket_id text NOT NULL,
  node_id uuid NOT NULL,
  connected_at timestamptz(3) NOT NULL,
  disconnected_at timestamptz(3),
  ip_address text,
  user_agent text,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE INDEX socket_connections_user ON socket_connections (user_id, connected_at DESC, id DESC);
CREATE INDEX socket_connections_device ON socket_connections (device_id, connected_at DESC, id DESC);
CREATE INDEX socket_connections_age ON socket_connections (connected_at DESC, id DESC);
CREATE INDEX socket_connections_open ON socket_connections (node_id) WHERE disconnected_at IS NULL;

-- A device as one account uses it, or nobody in particular: what one says of it isn't another's to see.
CREATE TABLE device_sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  device_id text NOT NULL,
  user_id uuid REFERENCES accounts (id) ON DELETE CASCADE,
  device_type text,
  os text,
  browser text,
  first_seen timestamptz(3) NOT NULL,
  last_seen timestamptz(3) NOT NULL,
  session_count integer NOT NULL DEFAULT 1,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (device_id, user_id)
);

CREATE INDEX device_sessions_user ON device_sessions (user_id, last_seen DESC, id DESC);
CREATE INDEX device_sessions_age ON device_sessions (last_seen DESC, id DESC);
