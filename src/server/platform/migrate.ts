import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import type { ConnectionSettings } from './database.ts';

const DIRECTORY = new URL('../../../migrations/', import.meta.url);
const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;
/** Any constant will do; it must only be the same on every node. */
const ADVISORY_LOCK = 7_305_181_991;
const MIN_SERVER_VERSION = 150_000;

type Migration = { name: string; text: string; checksum: string };

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(DIRECTORY)).filter((name) => FILE_NAME.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, DIRECTORY), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/**
 * Brings the store up to date: each file of `migrations/` once, in order, each in a transaction of its own.
 * Several nodes may call it at once; one works, the others wait.
 * @throws when an applied file was changed or is unknown to this version, or the server is older than 15
 */
export async function migrate(connection: ConnectionSettings, logger: Logger): Promise<void> {
  const migrations = await readMigrations();
  const client = new pg.Client({ application_name: 'soiree-migrate', ...connection });
  await client.connect();
  try {
    await requireServerVersion(client);
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(
      `CREATE TABLE IF NOT EXISTS schema_migrations (
         name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
       )`,
    );
    const applied = await readApplied(client);
    for (const name of applied.keys()) {
      if (!migrations.some((migration) => migration.name === name))
        throw new Error(
          `The store was migrated by a newer Soiree (${name} is unknown here). Upgrade this one.`,
        );
    }
    for (const { name, text, checksum } of migrations) {
      const known = applied.get(name);
      if (known === checksum) continue;
      if (known !== undefined)
        throw new Error(
          `migrations/${name} was changed after it was applied. Restore it, and add a new file instead.`,
        );
      await client.query('BEGIN');
      await client.query(text);
      await client.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [name, checksum]);
      await client.query('COMMIT');
      logger.info({ migration: name }, 'store migrated');
    }
  } finally {
    // Ending the session also rolls back what is open and releases the advisory lock.
    await client.end();
  }
}

async function requireServerVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT current_setting('server_version_num') AS version`,
  );
  const version = Number(rows[0]?.version);
  if (version < MIN_SERVER_VERSION)
    throw new Error(`DATABASE_URL is a PostgreSQL ${Math.floor(version / 10_000)}; Soiree needs 15 or newer`);
}

async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migrations',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}
