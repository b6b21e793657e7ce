-- The calendar: timelines, whom they are shared with, the sessions on them, and what keeps two from taking place at
-- once. What was deleted stays, marked as such.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE timelines (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  description text,
  allow_overlap boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  removed_at timestamptz(3)
);

CREATE TABLE timeline_members (
  timeline_id uuid NOT NULL REFERENCES timelines (id) ON DELETE CASCADE,
  account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (timeline_id, account_id)
);

CREATE UNIQUE INDEX timeline_members_owner ON timeline_members (timeline_id) WHERE role = 'owner';
CREATE INDEX timeline_members_account ON timeline_members (account_id, timeline_id);

-- A member's way into a feed; of the token but a hash.
CREATE TABLE calendar_tokens (
  timeline_id uuid NOT NULL,
  account_id uuid NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (timeline_id, account_id),
  FOREIGN KEY (timeline_id, account_id) REFERENCES timeline_members (timeline_id, account_id) ON DELETE CASCADE
);

-- An account's way into the feed of all of its timelines.
CREATE TABLE account_calendar_tokens (
  account_id uuid PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL
);

CREATE TABLE schedule_sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  timeline_id uuid NOT NULL REFERENCES timelines (id) ON DELETE CASCADE,
  -- Who created it, and whose time it takes.
  host_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  type text NOT NULL CHECK (type IN ('ONE_TIME', 'RECURRING')),
  name text NOT NULL,
  description text,
  -- Of the first occurrence, which fits the rule.
  start_at timestamptz(3),
  end_at timestamptz(3),
  -- The reading of a clock at the start, as if in UTC; another one than that of start_at where the zone skips it.
  start_wall_ms bigint,
  time_zone text NOT NULL,
  repeat_cycle_type text,
  recurring_day_of_week text,
  rrule text,
  session_end_type text,
  recurrence_end_at timestamptz(3),
  occurrence_count integer,
  ex_dates timestamptz(3)[] NOT NULL DEFAULT '{}',
  -- What opening it starts.
  activity jsonb,
  -- Between which all of its occurrences are, moved ones too; no end where the rule has none.
  first_start_at timestamptz(3),
  last_end_at timestamptz(3),
  -- Until when its occurrences are claimed; null where it claims nothing.
  claimed_until timestamptz(3),
  -- The first occurrence that could not be claimed as time went on, as another was there first.
  clash_start_at timestamptz(3),
  clash_end_at timestamptz(3),
  -- Grows with each change, for calendar programs.
  sequence integer NOT NULL DEFAULT 0,
  ical_uid text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  removed_at timestamptz(3),
  CHECK ((start_at IS NULL) = (end_at IS NULL) AND (start_at IS NULL) = (start_wall_ms IS NULL)),
  CHECK (end_at > start_at),
  CHECK (type = 'ONE_TIME' OR start_at IS NOT NULL)
);

CREATE UNIQUE INDEX schedule_sessions_uid ON schedule_sessions (timeline_id, ical_uid) WHERE removed_at IS NULL;
CREATE INDEX schedule_sessions_start ON schedule_sessions (timeline_id, start_at DESC NULLS LAST, id)
  WHERE removed_at IS NULL;
CREATE INDEX schedule_sessions_due ON schedule_sessions (claimed_until)
  WHERE removed_at IS NULL AND type = 'RECURRING';

-- Occurrences that were called off, moved or told otherwise.
CREATE TABLE session_changes (
  session_id uuid NOT NULL REFERENCES schedule_sessions (id) ON DELETE CASCADE,
  original_start_at timestamptz(3) NOT NULL,
  is_cancelled boolean NOT NULL,
  start_at timestamptz(3),
  end_at timestamptz(3),
  name text,
  description text,
  PRIMARY KEY (session_id, original_start_at),
  CHECK (is_cancelled = (start_at IS NULL) AND is_cancelled = (end_at IS NULL)),
  CHECK (end_at > start_at)
);

-- The time that one occurrence keeps others away from: those of its timeline, and those of its host.
CREATE TABLE session_claims (
  session_id uuid NOT NULL REFERENCES schedule_sessions (id) ON DELETE CASCADE,
  original_start_at timestamptz(3) NOT NULL,
  timeline_id uuid NOT NULL,
  host_id uuid NOT NULL,
  during tstzrange NOT NULL CHECK (NOT isempty(during)),
  PRIMARY KEY (session_id, original_start_at),
  CONSTRAINT session_claims_timeline EXCLUDE USING gist (timeline_id WITH =, during WITH &&),
  CONSTRAINT session_claims_host EXCLUDE USING gist (host_id WITH =, during WITH &&)
);

-- What the opening of a session, or of one of its occurrences, has started last.
CREATE TABLE session_openings (
  session_id uuid NOT NULL REFERENCES schedule_sessions (id) ON DELETE CASCADE,
  -- Null of a session without a date.
  original_start_at timestamptz(3),
  -- Known before anything is started, so that whoever comes to it starts the same one.
  id uuid NOT NULL,
  activity jsonb NOT NULL,
  -- Who leads it.
  host_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- What the activity is called among its kind; null until it is there.
  started_id text,
  UNIQUE NULLS NOT DISTINCT (session_id, original_start_at)
);
