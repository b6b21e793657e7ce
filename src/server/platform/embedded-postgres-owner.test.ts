import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queryStore } from '#test/setup/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';

const HOST = '00000000-0000-4000-8000-000000000001';
const HANDED_OVER = 'given to its owner';

/** Of every kind that a schema can hold; those of an extension stay the superuser's. */
const ALL_KINDS = `
  CREATE EXTENSION citext;
  CREATE TABLE "Odd one" (serial serial, identity integer GENERATED ALWAYS AS IDENTITY, mail citext);
  CREATE TABLE parted (day date PRIMARY KEY) PARTITION BY RANGE (day);
  CREATE TABLE parted_rest PARTITION OF parted DEFAULT;
  CREATE SEQUENCE alone;
  CREATE VIEW seen AS SELECT * FROM "Odd one";
  CREATE MATERIALIZED VIEW kept_view AS SELECT * FROM "Odd one";
  CREATE TYPE mood AS ENUM ('happy');
  CREATE TYPE pair AS (a integer, b text);
  CREATE TYPE span AS RANGE (subtype = float8);
  CREATE DOMAIN "Short" AS text CHECK (length(VALUE) < 9);
  CREATE FUNCTION twice(n integer, word "Short") RETURNS integer LANGUAGE sql AS 'SELECT 2 * n';
  CREATE PROCEDURE nothing() LANGUAGE sql AS '';
  CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
`;

let dataDir: string;
let logged: string[];
let postgres: EmbeddedPostgres;

async function start(): Promise<void> {
  logged = [];
  const logger = pino({}, { write: (line: string) => logged.push(line) });
  postgres = await startEmbeddedPostgres({ dataDir, logger });
}

async function restart(): Promise<void> {
  await postgres.close();
  await start();
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-owner-'));
  await start();
});

afterAll(async () => {
  await postgres.close();
  await rm(dataDir, { recursive: true });
});

const asOwner = (text: string) => queryStore(postgres.connection, text);
const asSuperuser = (text: string) => queryStore(postgres.superuserConnection, text);
const aside = (text: string) => queryStore({ ...postgres.superuserConnection, database: 'postgres' }, text);

/** The first migrations, run as a Soiree did that knew no more of them. */
async function migrateEarlier(): Promise<void> {
  await asSuperuser('CREATE TABLE schema_migrations (name text PRIMARY KEY, checksum text NOT NULL)');
  await asSuperuser('ALTER TABLE schema_migrations ADD applied_at timestamptz NOT NULL DEFAULT now()');
  for (const name of [
    '0001_accounts.sql',
    '0002_nights.sql',
    '0003_webhooks.sql',
    '0004_room_monitors.sql',
  ]) {
    const text = await readFile(new URL(`../../../migrations/${name}`, import.meta.url), 'utf8');
    const checksum = createHash('sha256').update(text).digest('hex');
    await asSuperuser(`${text}; INSERT INTO schema_migrations VALUES ('${name}', '${checksum}')`);
  }
}

/** What is in the store and not the owner's. */
const findForeign = () =>
  asSuperuser(`
    SELECT pg_describe_object(classid, objid, 0) AS object
    FROM (
      SELECT 'pg_database'::regclass, oid, datdba FROM pg_database WHERE datname = current_database()
      UNION ALL SELECT 'pg_class'::regclass, oid, relowner FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
      UNION ALL SELECT 'pg_type'::regclass, oid, typowner FROM pg_type
        WHERE typnamespace = 'public'::regnamespace
      UNION ALL SELECT 'pg_proc'::regclass, oid, proowner FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
    ) AS object (classid, objid, owner)
    WHERE pg_get_userbyid(owner) <> 'soiree_app'
      -- What belongs to an extension is the superuser's, and so are the constructors of any range.
      AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.objid = object.objid AND (deptype = 'e' OR deptype = 'i' AND d.classid = 'pg_proc'::regclass)
      )
    ORDER BY 1`);

describe('the role that Soiree connects as', () => {
  it('is no superuser and can become none', async () => {
    expect(
      await asOwner(
        `SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls
         FROM pg_roles WHERE rolname = current_user`,
      ),
    ).toEqual([
      {
        rolname: 'soiree_app',
        rolsuper: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
        rolbypassrls: false,
      },
    ]);
    for (const statement of [
      'CREATE ROLE another',
      'CREATE DATABASE another',
      'ALTER ROLE soiree_app SUPERUSER',
      'ALTER ROLE soiree_app BYPASSRLS',
      "ALTER ROLE soiree PASSWORD 'known'",
      'SET ROLE soiree',
      'GRANT soiree TO soiree_app',
      'GRANT pg_read_server_files TO soiree_app',
      "SELECT pg_read_file('postgresql.conf')",
      'CREATE TEMP TABLE copied (line text); COPY copied FROM PROGRAM $$id$$',
      "CREATE TEMP TABLE copied (line text); COPY copied FROM '/etc/passwd'",
      "COPY (SELECT 1) TO '/tmp/written'",
      "SELECT lo_import('/etc/passwd')",
      'SELECT rolpassword FROM pg_authid',
      'CREATE EXTENSION file_fdw',
      "ALTER SYSTEM SET fsync = 'off'",
    ])
      await expect(asOwner(statement), statement).rejects.toThrow(/permission denied|Only roles with/);
  });

  it('is held back by row-level security, though the table is its own', async () => {
    await asOwner(`
      CREATE TABLE guarded (id integer);
      INSERT INTO guarded VALUES (1);
      ALTER TABLE guarded ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    expect(await asOwner('SELECT * FROM guarded')).toEqual([]);
    await expect(asOwner('INSERT INTO guarded VALUES (2)')).rejects.toThrow(/row-level security/);
    await expect(asOwner('SET row_security = off; SELECT * FROM guarded')).rejects.toThrow(
      /row-level security/,
    );
    expect(await asSuperuser('SELECT * FROM guarded')).toEqual([{ id: 1 }]);
  });

  it('has a password of its own, which follows the one of the superuser', async () => {
    const { connection, superuserConnection } = postgres;
    expect(connection.password).not.toBe(superuserConnection.password);
    expect(connection.password.length).toBeGreaterThanOrEqual(32);
    const wrong = { ...connection, password: superuserConnection.password };
    await expect(queryStore(wrong, 'SELECT 1')).rejects.toThrow(/password/);

    const changed = randomBytes(24).toString('base64url');
    await asSuperuser(`ALTER ROLE soiree PASSWORD '${changed}'`);
    await writeFile(join(dataDir, 'postgres', 'soiree.password'), `${changed}\n`);
    await restart();
    expect(postgres.connection.password).not.toBe(connection.password);
    expect(await asOwner('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await expect(queryStore(connection, 'SELECT 1')).rejects.toThrow(/password/);
  });

  it('gets nothing of its own run as the superuser at a start', async () => {
    await asOwner(`
      CREATE FUNCTION format(text, text, text) RETURNS text LANGUAGE sql
        AS $$SELECT 'ALTER ROLE soiree_app SUPERUSER'$$;
      CREATE FUNCTION differs(oid, regrole) RETURNS boolean LANGUAGE sql AS 'SELECT true';
      CREATE OPERATOR <> (FUNCTION = differs, LEFTARG = oid, RIGHTARG = regrole);
      ALTER DATABASE soiree SET search_path = public, pg_catalog`);
    await restart();
    expect(await asOwner('SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([
      { rolsuper: false },
    ]);
    expect(logged.join('')).not.toContain(HANDED_OVER);
  });
});

describe('a store that is not its own yet', () => {
  beforeEach(async () => {
    await aside('DROP DATABASE IF EXISTS soiree');
    await restart();
  });

  it('is taken over from an earlier version, rows and all, and then left alone', async () => {
    await aside('DROP DATABASE soiree');
    await aside('CREATE DATABASE soiree');
    await aside('DROP ROLE soiree_app');
    await migrateEarlier();
    await asSuperuser(ALL_KINDS);
    await asSuperuser(`INSERT INTO nights (host_id, notes, created_at) VALUES ('${HOST}', 'ours', now())`);
    expect(await findForeign()).toContainEqual({ object: 'table nights' });

    await restart();
    expect(logged.join('')).toContain(HANDED_OVER);
    await migrate(postgres.connection, pino({ level: 'silent' }));
    expect(await asOwner('SELECT host_id, notes FROM nights')).toEqual([{ host_id: HOST, notes: 'ours' }]);
    expect(await findForeign()).toEqual([]);

    await restart();
    expect(logged.join('')).not.toContain(HANDED_OVER);
    expect(await asOwner('SELECT notes FROM nights')).toEqual([{ notes: 'ours' }]);
  });

  it('is taken over where the superuser restored a dump into it', async () => {
    await aside('DROP DATABASE soiree');
    await aside('CREATE DATABASE soiree');
    await migrate(postgres.superuserConnection, pino({ level: 'silent' }));
    await expect(asOwner('SELECT FROM profiles')).rejects.toThrow(/permission denied/);

    await restart();
    await migrate(postgres.connection, pino({ level: 'silent' }));
    expect(await asOwner('SELECT username FROM profiles')).toEqual([{ username: 'soiree' }]);
    expect(await findForeign()).toEqual([]);
  });

  it('is made anew where it was dropped', async () => {
    await aside('DROP DATABASE soiree');
    await restart();
    await migrate(postgres.connection, pino({ level: 'silent' }));
    expect(await findForeign()).toEqual([]);
  });
});
