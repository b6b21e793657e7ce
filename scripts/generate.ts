// Writes the files that are made from the code: the store's types from the migrations; the Postman collection and the
// types of the pages' client from the OpenAPI document. With `--check` it writes nothing and exits 1 where a file is out of date.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { createApp } from '#server/app.ts';
import { systemClock } from '#server/platform/clock.ts';
import { loadConfig } from '#server/platform/config.ts';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres.ts';
import { migrate } from '#server/platform/migrate.ts';
import { toApiTypes } from './api-types.ts';
import { toPostmanCollection } from './postman.ts';

const TYPES_FILE = 'src/server/platform/database-types.ts';
const COLLECTION_FILE = 'docs/postman_collection.json';
const API_TYPES_FILE = 'src/web/lib/api-types.ts';

const run = promisify(execFile);
const logger = pino({ level: 'silent' });

type Connection = Awaited<ReturnType<typeof startEmbeddedPostgres>>['connection'];

async function readTypes(connection: Connection, directory: string): Promise<string> {
  const { host, port, user, password, database } = connection;
  const url = new URL(`postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}`);
  url.searchParams.set('host', host);
  const file = join(directory, 'database-types.ts');
  await run('kysely-codegen', [
    '--dialect=postgres',
    `--url=${url}`,
    '--camel-case',
    `--type-mapping=${JSON.stringify({ int8: 'number', timestamptz: 'Date' })}`,
    '--exclude-pattern=schema_migrations',
    `--out-file=${file}`,
    '--log-level=error',
  ]);
  return readFile(file, 'utf8');
}

async function readOpenApi(connection: Connection): Promise<unknown> {
  const app = await createApp({
    config: loadConfig({ PUBLIC_URL: 'http://localhost:8080' }),
    secrets: { adminKey: 'unused', jwtSecret: 'unused' },
    connection,
    clock: systemClock,
    logger,
  });
  try {
    return (await app.server.inject('/openapi.json')).json();
  } finally {
    await app.close();
  }
}

async function generate(): Promise<Record<string, string>> {
  const directory = await mkdtemp(join(tmpdir(), 'soiree-generate-'));
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: directory, logger, settings: { fsync: 'off' } });
    try {
      await migrate(postgres.connection, logger);
      const openApi = await readOpenApi(postgres.connection);
      return {
        [TYPES_FILE]: await readTypes(postgres.connection, directory),
        [COLLECTION_FILE]: `${JSON.stringify(toPostmanCollection(openApi), null, 2)}\n`,
        [API_TYPES_FILE]: toApiTypes(openApi),
      };
    } finally {
      await postgres.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const isCheck = process.argv.includes('--check');
const stale: string[] = [];
for (const [file, text] of Object.entries(await generate())) {
  const present = await readFile(file, 'utf8').catch(() => '');
  if (present === text) continue;
  if (isCheck) stale.push(file);
  else await writeFile(file, text);
}
if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run: npm run generate`);
  process.exit(1);
}
