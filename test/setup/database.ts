import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { TestConnection } from './global.ts';

export type TestDatabase = { connection: TestConnection; drop: () => Promise<void> };

type Row = Record<string, unknown>;

/** Runs one statement on a connection of its own: a look behind the server's back. */
export async function queryStore<R extends Row = ReturnType<typeof JSON.parse>>(
  connection: TestConnection,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** As the superuser, outside of the tests' databases: what the app's own role may not do. */
const administer = async (statement: string): Promise<void> => {
  await queryStore(inject('superuser'), statement);
};

async function createDatabase(template: string): Promise<TestDatabase> {
  const owner = inject('postgres');
  const database = `test_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${database} OWNER ${owner.user} TEMPLATE ${template} STRATEGY file_copy`);
  return {
    connection: { ...owner, database },
    drop: () => administer(`DROP DATABASE ${database} WITH (FORCE)`),
  };
}

/** A fresh migrated database of the test file's own. */
export const createTestDatabase = () => createDatabase('soiree_template');

/** One without any table. */
export const createEmptyDatabase = () => createDatabase('template0');
