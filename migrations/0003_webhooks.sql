CREATE TABLE webhooks (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  host_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name text NOT NULL,
  url text NOT NULL,
  -- Kept as it is, for every delivery is signed with it.
  secret text NOT NULL,
  events text[] NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz(3) NOT NULL
);

CREATE INDEX webhooks_host_idx ON webhooks (host_id, id);

-- The outbox and the log in one: a delivery is written in the transaction of what it tells, waits, and stays
-- as the record of what became of it.
CREATE TABLE webhook_deliveries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- What the receiver knows the delivery by, the same over all tries.
  delivery_id uuid NOT NULL DEFAULT gen_random_uuid(),
  webhook_id integer NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  event text NOT NULL,
  -- The bytes that are signed and sent, the same at each try.
  body text NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
  attempts smallint NOT NULL DEFAULT 0,
  -- When the next try may start. A node that takes a delivery moves it to the end of its lease: if the node
  -- dies, the delivery is due again by itself.
  due_at timestamptz(3) NOT NULL,
  response_status smallint,
  error text,
  created_at timestamptz(3) NOT NULL,
  attempted_at timestamptz(3)
);

CREATE INDEX webhook_deliveries_due_idx ON webhook_deliveries (webhook_id, due_at, id) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_log_idx ON webhook_deliveries (webhook_id, id);
