import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres.ts';
import { migrate } from '#server/platform/migrate.ts';
import { ensureInstalled } from './packages.ts';

export type TestConnection = { host: string; port: number; user: string; password: string; database: string };

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestConnection;
  }
}

/** One real PostgreSQL for the run, with a migrated template that each test file's database is copied from. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  ensureInstalled('redis-server', ['redis-server', 'valkey-server']);
  const dataDir = await mkdtemp(join(tmpdir(), 'soiree-test-'));
  const logger = pino({ level: 'silent' });
  const postgres = await startEmbeddedPostgres({ dataDir, logger, settings: { max_connections: '300' } });
  const client = new pg.Client(postgres.connection);
  await client.connect();
  await client.query('CREATE DATABASE soiree_template');
  await client.end();
  await migrate({ ...postgres.connection, database: 'soiree_template' }, logger);
  project.provide('postgres', postgres.connection);

  return async () => {
    await postgres.close();
    await rm(dataDir, { recursive: true, force: true });
  };
}
