import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { createTestDatabase, queryStore, type TestDatabase } from '#test/setup/database.ts';
import { createDatabase, type Database } from './database.ts';
import { createNodes } from './nodes.ts';

const logger = pino({ level: 'silent' });
const SOON = { timeout: 10_000, interval: 10 };
/** Beats every moment, and none of them is missed. */
const QUICK = { leaseMs: 60_000, beatMs: 10, retryMs: 10 };

let store: TestDatabase;
let database: Database;
beforeAll(async () => {
  store = await createTestDatabase();
  database = createDatabase({ connection: store.connection, logger });
});
beforeEach(async () => {
  await queryStore(store.connection, 'TRUNCATE server_nodes');
});
afterAll(async () => {
  await database.close();
  await store.drop();
});

async function start(timing = QUICK, reached = database) {
  const nodes = createNodes({ database: reached, logger, timing });
  await nodes.start();
  onTestFinished(() => nodes.close());
  return nodes;
}

const endLease = (id: string, ago = '1 second') =>
  queryStore(store.connection, 'UPDATE server_nodes SET alive_until = now() - $2::interval WHERE id = $1', [
    id,
    ago,
  ]);

it('a node is alive from its start to its end', async () => {
  const one = await start();
  const other = await start();
  const ids = [one.id, other.id].toSorted();
  expect((await other.aliveIds()).toSorted()).toEqual(ids);
  expect((await one.aliveIds()).toSorted()).toEqual(ids);
  await other.close();
  expect(await (await start()).aliveIds()).not.toContain(other.id);
  // It was asked a moment ago.
  expect((await one.aliveIds()).toSorted()).toEqual(ids);
  await vi.waitFor(async () => expect(await one.aliveIds()).not.toContain(other.id), SOON);
});

it('many who ask at once ask the store once; a failure is not remembered', async () => {
  let asked = 0;
  let isAway = false;
  const reached: Database = {
    ...database,
    get db() {
      asked++;
      if (isAway) throw new Error('away');
      return database.db;
    },
  };
  const node = createNodes({ database: reached, logger, timing: QUICK });
  isAway = true;
  await expect(node.aliveIds()).rejects.toThrow('away');
  isAway = false;
  asked = 0;
  const answers = await Promise.all(Array.from({ length: 50 }, () => node.aliveIds()));
  expect(asked).toBe(1);
  // It is alive itself, be it known or not.
  for (const ids of answers) expect(ids).toEqual([node.id]);
});

it('what a node held that is gone is tidied up after, more than once, and it is forgotten after a day', async () => {
  const gone = await start({ ...QUICK, beatMs: 60_000 });
  const other = await start();
  const lost: string[] = [];
  other.onLost(async (_tx, nodes) => {
    lost.push(...nodes.map(({ id }) => id));
  });
  await endLease(gone.id);
  await vi.waitFor(() => expect(lost).toEqual(expect.arrayContaining([gone.id, gone.id])), SOON);
  expect(new Set(lost)).toEqual(new Set([gone.id]));
  await endLease(gone.id, '25 hours');
  await vi.waitFor(async () => {
    const rows = await queryStore(store.connection, 'SELECT id FROM server_nodes');
    expect(rows).toEqual([{ id: other.id }]);
  }, SOON);
});

it('a node that was taken for gone comes back after all has been tidied up, and hears of it', async () => {
  const events: string[] = [];
  let awake = Promise.resolve();
  const sleepy: Database = {
    ...database,
    transaction: async (work) => {
      await awake;
      return database.transaction(work);
    },
  };
  const suspended = await start(QUICK, sleepy);
  suspended.onRevived(() => events.push('revived'));
  const { promise: woken, resolve: wake } = Promise.withResolvers<void>();
  awake = woken;
  const other = await start();
  const { promise: enough, resolve: finish } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  other.onLost(async () => {
    begin();
    await enough;
    events.push('tidied up');
  });
  await endLease(suspended.id);
  await begun;
  wake();
  await vi.waitFor(async () => {
    const waiting = await queryStore(
      store.connection,
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    expect(waiting).toHaveLength(1);
  }, SOON);
  expect(events).toEqual([]);
  finish();
  await vi.waitFor(() => expect(events).toEqual(['tidied up', 'revived']), SOON);
});

it('after an outage the others get the time of a lease before they are taken for gone', async () => {
  let isAway = false;
  const failed = vi.fn();
  const failing: Database = {
    ...database,
    transaction: (work) => {
      if (!isAway) return database.transaction(work);
      failed();
      return Promise.reject(new Error('away'));
    },
  };
  const gone = await start({ ...QUICK, beatMs: 60_000 });
  const leaseMs = 500;
  const node = await start({ ...QUICK, leaseMs }, failing);
  const revived = vi.fn();
  node.onRevived(revived);
  let tidiedAt = 0;
  node.onLost(async () => {
    tidiedAt ||= performance.now();
  });
  isAway = true;
  await vi.waitFor(() => expect(failed).toHaveBeenCalled(), SOON);
  await endLease(gone.id);
  await endLease(node.id);
  const backAt = performance.now();
  isAway = false;
  await vi.waitFor(() => expect(tidiedAt).toBeGreaterThan(0), SOON);
  expect(tidiedAt - backAt).toBeGreaterThan(leaseMs * 0.8);
  expect(revived).toHaveBeenCalled();
});
