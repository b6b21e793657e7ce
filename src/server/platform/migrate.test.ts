import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmptyDatabase, queryStore, type TestDatabase } from '#test/setup/database.ts';
import { migrate } from './migrate.ts';

const logger = pino({ level: 'silent' });

let database: TestDatabase;

beforeEach(async () => {
  database = await createEmptyDatabase();
});
afterEach(() => database.drop());

const query = (text: string) => queryStore(database.connection, text);

describe('migrations', () => {
  it('are each applied once, though several nodes start at once', async () => {
    await Promise.all(Array.from({ length: 4 }, () => migrate(database.connection, logger)));
    const rows = await query('SELECT name FROM schema_migrations ORDER BY name');
    expect(rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['0001_accounts.sql', '0002_nights.sql']),
    );
    expect(await query('SELECT username FROM profiles')).toEqual([{ username: 'soiree' }]);
    await migrate(database.connection, logger);
  });

  it('refuse a file that was changed after it was applied', async () => {
    await migrate(database.connection, logger);
    await query(`UPDATE schema_migrations SET checksum = 'other' WHERE name = '0001_accounts.sql'`);
    await expect(migrate(database.connection, logger)).rejects.toThrow(/0001_accounts\.sql was changed/);
  });

  it('refuse a store that a newer version migrated', async () => {
    await migrate(database.connection, logger);
    await query(`INSERT INTO schema_migrations (name, checksum) VALUES ('9999_future.sql', 'x')`);
    await expect(migrate(database.connection, logger)).rejects.toThrow(/newer Soiree \(9999_future\.sql/);
  });
});
