-- Accounts become people's: an email and a password to sign in with, and a profile that others see. The instance's
-- own host account has neither email nor password.
ALTER TABLE accounts
  ADD COLUMN email text,
  ADD COLUMN password_hash text,
  ADD COLUMN is_admin boolean NOT NULL DEFAULT false,
  ADD COLUMN disabled_at timestamptz(3),
  ADD CONSTRAINT accounts_sign_in_check CHECK ((email IS NULL) = (password_hash IS NULL));

CREATE UNIQUE INDEX accounts_email_key ON accounts (lower(email));

CREATE TABLE profiles (
  id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  username text NOT NULL,
  display_name text NOT NULL,
  avatar_path text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  last_active timestamptz(3)
);

CREATE UNIQUE INDEX profiles_username_key ON profiles (lower(username));

INSERT INTO profiles (id, username, display_name, created_at)
SELECT id, username, username, created_at FROM accounts;

ALTER TABLE accounts DROP COLUMN username;

-- A connection that acts for an account, by the setting soiree.account_id, writes that account's profile and no
-- other; one that acts for nobody writes none. What a profile says is public. FORCE, since Soiree owns the table.
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE profiles FORCE ROW LEVEL SECURITY;

CREATE POLICY profiles_read ON profiles FOR SELECT USING (true);
CREATE POLICY profiles_insert ON profiles FOR INSERT
  WITH CHECK (id::text = current_setting('soiree.account_id', true));
CREATE POLICY profiles_update ON profiles FOR UPDATE
  USING (id::text = current_setting('soiree.account_id', true));
CREATE POLICY profiles_delete ON profiles FOR DELETE
  USING (id::text = current_setting('soiree.account_id', true));

-- No account without a profile. The transaction that makes an account acts for it from then on, so that it can give
-- the profile the name that was asked for.
CREATE FUNCTION create_profile() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  generated_name text := 'user_' || substr(replace(NEW.id::text, '-', ''), 1, 15);
BEGIN
  PERFORM set_config('soiree.account_id', NEW.id::text, true);
  INSERT INTO profiles (id, username, display_name, created_at, updated_at)
  VALUES (NEW.id, generated_name, generated_name, NEW.created_at, NEW.created_at);
  RETURN NULL;
END
$$;

CREATE TRIGGER accounts_create_profile AFTER INSERT ON accounts
  FOR EACH ROW EXECUTE FUNCTION create_profile();

-- Notes that an account is there. Called on a connection that acts for nobody, or for that account.
CREATE FUNCTION update_last_active(user_id uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  acting_for text := coalesce(current_setting('soiree.account_id', true), '');
BEGIN
  IF acting_for NOT IN ('', user_id::text) THEN
    RAISE EXCEPTION 'this connection acts for another account' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_config('soiree.account_id', user_id::text, true);
  UPDATE profiles SET last_active = now()
  WHERE id = user_id AND (last_active IS NULL OR last_active <= now() - interval '1 minute');
  PERFORM set_config('soiree.account_id', acting_for, true);
END
$$;

-- Where somebody is signed in. Its refresh tokens follow one another; of each only the hash is kept, the used ones
-- too, to recognise one that comes back.
CREATE TABLE logins (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  user_agent text,
  address text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3)
);

CREATE INDEX logins_account_id_idx ON logins (account_id);
CREATE INDEX logins_expires_at_idx ON logins (expires_at);

CREATE TABLE refresh_tokens (
  hash bytea PRIMARY KEY,
  login_id uuid NOT NULL REFERENCES logins ON DELETE CASCADE,
  -- By the store's clock, which all nodes share.
  used_at timestamptz(3)
);

CREATE INDEX refresh_tokens_login_id_idx ON refresh_tokens (login_id);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name text NOT NULL,
  scopes text[] NOT NULL,
  hash bytea NOT NULL,
  -- Its first characters, by which its owner recognises it.
  prefix text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3),
  expires_at timestamptz(3)
);

CREATE UNIQUE INDEX api_keys_hash_key ON api_keys (hash);
CREATE INDEX api_keys_account_id_idx ON api_keys (account_id);

CREATE TABLE password_resets (
  account_id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  hash bytea NOT NULL,
  expires_at timestamptz(3) NOT NULL
);

CREATE UNIQUE INDEX password_resets_hash_key ON password_resets (hash);

-- Whose rights changed (an account, a login or a key): nodes read it to forget what they remember of them.
CREATE TABLE access_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_id uuid NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX access_changes_changed_at_idx ON access_changes (changed_at);

-- Security events. Rows are added and nothing else, not even by Soiree; no foreign keys, as they outlive what they
-- tell of.
CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz(3) NOT NULL,
  event text NOT NULL,
  -- Who did it; null: nobody who was known.
  actor_id uuid,
  -- Whom it concerns.
  account_id uuid,
  address text,
  details jsonb NOT NULL DEFAULT '{}'
);

CREATE INDEX audit_log_account_id_idx ON audit_log (account_id, id);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only added to' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
