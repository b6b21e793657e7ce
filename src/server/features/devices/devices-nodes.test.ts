import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '#server/platform/clock.ts';
import { createDatabase, type Database } from '#server/platform/database.ts';
import { createNodes } from '#server/platform/nodes.ts';
import { createTestDatabase, queryStore, type TestDatabase } from '#test/setup/database.ts';
import { createDevices } from './index.ts';

const logger = pino({ level: 'silent' });
const SOON = { timeout: 10_000, interval: 20 };
const timing = { leaseMs: 60_000, beatMs: 20, retryMs: 20 };

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

async function startNode(reached = database) {
  const nodes = createNodes({ database: reached, logger, timing });
  const devices = createDevices({
    database: reached,
    nodes,
    clock: systemClock,
    logger,
    registry: new Registry(),
  });
  await nodes.start();
  onTestFinished(async () => {
    await devices.close();
    await nodes.close();
  });
  return { id: nodes.id, ...devices.observer };
}

const readStates = () =>
  queryStore(
    store.connection,
    `SELECT socket_id AS socket, CASE WHEN disconnected_at IS NULL THEN 'open' ELSE 'closed' END AS state
     FROM socket_connections ORDER BY socket_id`,
  );

it('[X99] a node that was taken for gone opens its connections again when it is back', async () => {
  let awake = Promise.resolve();
  const sleepy: Database = {
    ...database,
    transaction: async (work) => {
      await awake;
      return database.transaction(work);
    },
  };
  const suspended = await startNode(sleepy);
  const other = await startNode();
  for (const id of ['a', 'b', 'c']) suspended.opened({ id, transport: 'websocket', address: '127.0.0.1' });
  other.opened({ id: 'x', transport: 'websocket', address: '127.0.0.1' });
  await vi.waitFor(async () => expect(await readStates()).toHaveLength(4), SOON);

  const { promise: woken, resolve: wake } = Promise.withResolvers<void>();
  awake = woken;
  suspended.closed('b');
  await queryStore(
    store.connection,
    "UPDATE server_nodes SET alive_until = now() - interval '1 second' WHERE id = $1",
    [suspended.id],
  );
  const lost = ['a', 'b', 'c'].map((socket) => ({ socket, state: 'closed' }));
  await vi.waitFor(
    async () => expect(await readStates()).toEqual([...lost, { socket: 'x', state: 'open' }]),
    SOON,
  );
  wake();
  await vi.waitFor(
    async () =>
      expect((await readStates()).map(({ socket, state }) => `${socket} ${state}`)).toEqual([
        'a open',
        'b closed',
        'c open',
        'x open',
      ]),
    SOON,
  );
});
