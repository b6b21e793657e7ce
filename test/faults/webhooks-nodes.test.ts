import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { systemClock } from '#server/platform/clock.ts';
import { createTestDatabase, queryStore, type TestDatabase } from '../setup/database.ts';
import { answerStatus, startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver.ts';
import {
  addWebhook,
  clearWebhooks,
  createLogKeeper,
  createWebhookNode,
  readDeliveries,
  sessionEnded,
  voteReceived,
  type WebhookNode,
} from '../setup/webhooks.ts';

const LEASE_MS = 15_000;

/** A node in a process of its own, which can be killed. It puts an event into the outbox, and delivers it. */
const NODE_PROCESS = `
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createWebhooks } from '#server/features/nights/webhooks.ts';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { systemClock } from '#server/platform/clock.ts';
import { createDatabase } from '#server/platform/database.ts';

const logger = pino({ level: 'silent' });
const database = createDatabase({ connection: JSON.parse(process.env.CONNECTION), logger });
const deps = { database, clock: systemClock, logger, registry: new Registry(), allowPrivateAddresses: true };
const webhooks = createWebhooks(deps);
const event = JSON.parse(process.env.EVENT);
await database.transaction((tx) => webhooks.enqueueDeliveries(tx, INSTANCE_ACCOUNT_ID, [event]));
webhooks.start();
`;

let store: TestDatabase;
let receiver: WebhookReceiver;
let nodes: WebhookNode[] = [];

beforeAll(async () => {
  store = await createTestDatabase();
});

beforeEach(async () => {
  receiver = await startWebhookReceiver();
});

afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
  await Promise.all([clearWebhooks(store.connection), receiver.close()]);
});

afterAll(() => store.drop());

function createNode(options?: Parameters<typeof createWebhookNode>[1]): WebhookNode {
  const node = createWebhookNode(store.connection, options);
  nodes.push(node);
  return node;
}

function startNode(options?: Parameters<typeof createWebhookNode>[1]): WebhookNode {
  const node = createNode(options);
  node.start();
  return node;
}

const statesOf = async (webhookId: number) =>
  (await readDeliveries(store.connection, webhookId)).map(({ state }) => state);

const expectStates = (webhookId: number, states: string[]) =>
  vi.waitFor(async () => expect(await statesOf(webhookId)).toEqual(states), { timeout: 10_000 });

describe('[N21] the outbox outlasts its nodes', () => {
  it('delivers what a node had begun when it was killed, under the same id', async () => {
    const id = await addWebhook(store.connection, receiver.url('/hang'), { events: ['session.ended'] });
    const lost = spawn(process.execPath, ['--input-type=module', '-e', NODE_PROCESS], {
      env: {
        PATH: process.env.PATH,
        CONNECTION: JSON.stringify(store.connection),
        EVENT: JSON.stringify(sessionEnded),
      },
      stdio: 'inherit',
    });
    const exited = once(lost, 'exit');
    try {
      await vi.waitFor(() => expect(receiver.requestsTo('/hang')).toHaveLength(1), { timeout: 15_000 });
    } finally {
      lost.kill('SIGKILL');
      await exited;
    }
    expect(await statesOf(id)).toEqual(['pending']);

    receiver.answer('/hang', answerStatus(200));
    const early = startNode();
    // While the lease lasts, it is the lost node's: another one leaves it alone.
    const other = await addWebhook(store.connection, receiver.url('/ok'));
    await early.emit(voteReceived(1));
    await expectStates(other, ['delivered']);
    expect(receiver.requestsTo('/hang')).toHaveLength(1);

    startNode({ clock: { now: () => systemClock.now() + LEASE_MS } });
    await expectStates(id, ['delivered']);
    const [first, second] = receiver.requestsTo('/hang');
    expect(second?.headers['x-webhook-id']).toBe(first?.headers['x-webhook-id']);
    expect(second?.body).toBe(first?.body);
  });

  it('leaves a delivery to the node that has it now', async () => {
    const id = await addWebhook(store.connection, receiver.url('/slow'));
    let answerFirst: (() => void) | undefined;
    receiver.answer('/slow', (response, request) => {
      const answer = () =>
        answerStatus(receiver.requestsTo('/slow')[0] === request ? 500 : 204)(response, request);
      if (answerFirst) answer();
      else answerFirst = answer;
    });
    const stalled = startNode({ timing: { leaseMs: 100 } });
    await stalled.emit(voteReceived(1));
    await vi.waitFor(() => expect(receiver.requestsTo('/slow')).toHaveLength(1));
    // Its lease is over before its receiver answers; it may well be the one that takes it again.
    startNode();
    await expectStates(id, ['delivered']);
    answerFirst?.();
    await stalled.close();
    nodes = nodes.filter((node) => node !== stalled);
    expect(await readDeliveries(store.connection, id)).toMatchObject([
      { state: 'delivered', attempts: 1, response_status: 204 },
    ]);
  });

  it('shares the work between nodes, each delivery by one of them', async () => {
    const id = await addWebhook(store.connection, receiver.url('/ok'));
    const [first, second] = [startNode(), startNode()];
    const votes = Array.from({ length: 200 }, (_, n) => voteReceived(n));
    await Promise.all([first.emit(...votes.slice(0, 100)), second.emit(...votes.slice(100))]);
    await vi.waitFor(async () => expect(new Set(await statesOf(id))).toEqual(new Set(['delivered'])), {
      timeout: 10_000,
    });
    const names = receiver.requestsTo('/ok').map(({ body }) => JSON.parse(body).data.vote.username);
    expect(names.toSorted()).toEqual(votes.map((_, n) => `viewer${n}`).toSorted());
  });

  it('delivers what another node put there, and what was there before the start', async () => {
    const id = await addWebhook(store.connection, receiver.url('/ok'));
    const silent = createNode();
    await silent.emit(voteReceived(1));
    startNode();
    await expectStates(id, ['delivered']);
    await silent.emit(voteReceived(2));
    await expectStates(id, ['delivered', 'delivered']);
  });

  it('gives back what is under way when a node closes', async () => {
    const id = await addWebhook(store.connection, receiver.url('/hang'));
    const closing = startNode();
    await closing.emit(voteReceived(1));
    await vi.waitFor(() => expect(receiver.requestsTo('/hang')).toHaveLength(1));
    nodes = [];
    await closing.close();
    expect(await readDeliveries(store.connection, id)).toMatchObject([{ state: 'pending', attempts: 0 }]);
    receiver.answer('/hang', answerStatus(200));
    startNode();
    await expectStates(id, ['delivered']);
  });

  it('waits for a store that went away, says so once, and goes on by itself', async () => {
    const log = createLogKeeper();
    const id = await addWebhook(store.connection, receiver.url('/ok'));
    // A look begins with the time.
    let looks = 0;
    const clock = {
      now: () => {
        looks++;
        return systemClock.now();
      },
    };
    const node = startNode({ logger: log.logger, clock });
    await node.emit(voteReceived(1));
    await expectStates(id, ['delivered']);
    const { database } = store.connection;
    const administer = (statement: string) =>
      queryStore({ ...store.connection, database: 'postgres' }, statement);
    const said = (words: string) => log.lines.filter((line) => line.includes(words)).length;

    await administer(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
    try {
      await administer(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}' AND backend_type = 'client backend'`,
      );
      await vi.waitFor(() => expect(said('wait for the store')).toBe(1), { timeout: 5_000 });
      // Two more looks have nothing new to say.
      const before = looks;
      await vi.waitFor(() => expect(looks).toBeGreaterThan(before + 1), { timeout: 10_000 });
      expect(said('wait for the store')).toBe(1);
      expect(await node.registry.metrics()).not.toMatch(/^soiree_webhook_queue_length /m);
    } finally {
      await administer(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    }
    await vi.waitFor(() => expect(said('go on')).toBe(1), { timeout: 5_000 });
    await node.emit(voteReceived(2));
    await expectStates(id, ['delivered', 'delivered']);
  });
});

describe('the outbox', () => {
  it('refuses no change because a webhook is being deleted', async () => {
    const id = await addWebhook(store.connection, receiver.url('/ok'));
    const { database, enqueueDeliveries } = createNode();
    const deleted = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const deleting = database.transaction(async (tx) => {
      await tx.deleteFrom('webhooks').where('id', '=', id).execute();
      deleted.resolve();
      await commit.promise;
    });
    await deleted.promise;
    const changing = database.transaction((tx) =>
      enqueueDeliveries(tx, INSTANCE_ACCOUNT_ID, [sessionEnded, voteReceived(1)]),
    );
    await vi.waitFor(async () => {
      const rows = await queryStore(
        store.connection,
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      expect(rows).toHaveLength(1);
    });
    commit.resolve();
    await Promise.all([deleting, changing]);
    expect(await statesOf(id)).toEqual([]);
  });

  it('keeps its log for 30 days', async () => {
    const id = await addWebhook(store.connection, receiver.url('/ok'));
    const node = createNode();
    await node.emit(voteReceived(1), voteReceived(2), voteReceived(3));
    await queryStore(
      store.connection,
      `UPDATE webhook_deliveries SET created_at = now() - interval '30 days 1 minute', state = 'dead'
       WHERE id = (SELECT min(id) FROM webhook_deliveries)`,
    );
    node.start();
    await expectStates(id, ['delivered', 'delivered']);
  });
});
