-- Accounts own everything else. The first row is the instance's own host account, on whose night an
-- admin-key token acts; nobody can sign in as it.
CREATE TABLE accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  username text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX accounts_username_key ON accounts (lower(username));

INSERT INTO accounts (id, username) VALUES ('00000000-0000-4000-8000-000000000001', 'soiree');
