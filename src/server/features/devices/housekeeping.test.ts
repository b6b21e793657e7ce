import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type Database } from '#server/platform/database.ts';
import { createTestDatabase, queryStore, type TestDatabase } from '#test/setup/database.ts';
import { createTestClock, iso } from '#test/setup/nights.ts';
import { createHousekeeping } from './housekeeping.ts';

const DAY = 24 * 60 * 60 * 1000;
const logger = pino({ level: 'silent' });

let store: TestDatabase;
let database: Database;
beforeAll(async () => {
  store = await createTestDatabase();
  database = createDatabase({ connection: store.connection, logger });
});
afterAll(async () => {
  await database.close();
  await store.drop();
});

it('[X100] connections and devices are kept for 90 days', async () => {
  const clock = createTestClock();
  const housekeeping = createHousekeeping({ database, clock, logger, chunk: 10 });
  const insert = async (name: string, daysAgo: number, { copies = 1, isOpen = false } = {}) => {
    const at = iso(clock.now() - daysAgo * DAY);
    for (let n = 0; n < copies; n++) {
      await queryStore(
        store.connection,
        `INSERT INTO socket_connections (id, socket_id, node_id, connected_at, disconnected_at)
         VALUES ($1, $2, $1, $3, $4)`,
        [randomUUID(), name, at, isOpen ? null : at],
      );
      await queryStore(
        store.connection,
        'INSERT INTO device_sessions (device_id, first_seen, last_seen) VALUES ($1, $2, $3)',
        [`${name} ${n}`, iso(clock.now() - 1_000 * DAY), at],
      );
    }
  };
  await insert('old', 90.01, { copies: 25 });
  await insert('old and open', 91, { isOpen: true });
  await insert('kept', 89.99, { copies: 3 });
  await insert('new', 0);
  await housekeeping.clean();

  const names = async (table: string, column: string) =>
    (await queryStore(store.connection, `SELECT ${column} AS name FROM ${table} ORDER BY 1`)).map(
      ({ name }) => name,
    );
  expect(await names('socket_connections', 'socket_id')).toEqual([
    'kept',
    'kept',
    'kept',
    'new',
    'old and open',
  ]);
  expect(await names('device_sessions', 'device_id')).toEqual(['kept 0', 'kept 1', 'kept 2', 'new 0']);

  clock.advance(90 * DAY);
  await Promise.all([housekeeping.clean(), createHousekeeping({ database, clock, logger }).clean()]);
  expect(await names('socket_connections', 'socket_id')).toEqual(['new', 'old and open']);
  expect(await names('device_sessions', 'device_id')).toEqual(['new 0']);
  await housekeeping.close();
});
