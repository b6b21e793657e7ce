import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres.ts';
import { migrate } from '#server/platform/migrate.ts';
import { ensureBrowser } from './browser.ts';
import { ensureInstalled } from './packages.ts';

export type TestConnection = { host: string; port: number; user: string; password: string; database: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** As the app connects. */
    postgres: TestConnection;
    /** Makes and drops databases. */
    superuser: TestConnection;
  }
}

/** One real PostgreSQL for the run, with a migrated template that each test file's database is copied from. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  ensureInstalled('redis-server', ['redis-server', 'valkey-server']);
  ensureInstalled('coturn', ['turnserver']);
  ensureBrowser();
  buildPages();
  const dataDir = await mkdtemp(join(tmpdir(), 'soiree-test-'));
  const logger = pino({ level: 'silent' });
  const postgres = await startEmbeddedPostgres({ dataDir, logger, settings: { max_connections: '300' } });
  const client = new pg.Client(postgres.superuserConnection);
  await client.connect();
  await client.query(`CREATE DATABASE soiree_template OWNER ${postgres.connection.user}`);
  await client.end();
  await migrate({ ...postgres.connection, database: 'soiree_template' }, logger);
  project.provide('postgres', postgres.connection);
  project.provide('superuser', postgres.superuserConnection);

  return async () => {
    await postgres.close();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** In a process of its own: a build is for production, and the tests are not. */
function buildPages(): void {
  const { status } = spawnSync(process.execPath, ['scripts/build-web.ts'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The tests need the pages, which could not be built.');
}
