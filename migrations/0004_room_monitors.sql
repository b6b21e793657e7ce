-- The room monitors that run, one a game; a monitor that has ended has no row. Every node looks here for what is
-- due, so a monitor outlives the node that began it.
CREATE TABLE room_monitors (
  night_game_id integer PRIMARY KEY REFERENCES night_games (id) ON DELETE CASCADE,
  room_code text NOT NULL CHECK (room_code ~ '^[A-Z0-9]{4}$'),
  next_look_at timestamptz(3) NOT NULL,
  -- Of the look under way, or of the last one. What a look saw counts only while its claim stands here.
  claim uuid,
  -- What the next look is compared with: the room as last seen, and how many looks in a row failed.
  state jsonb NOT NULL
);

CREATE INDEX room_monitors_due_idx ON room_monitors (next_look_at);
