import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { createTestDatabase, queryStore, type TestDatabase } from '../setup/database.ts';
import { answerStatus, startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver.ts';
import {
  addWebhook,
  clearWebhooks,
  createLogKeeper,
  createWebhookNode,
  expectSigned,
  readDeliveries,
  SECRET,
  sessionEnded,
  voteReceived,
  type WebhookNode,
} from '../setup/webhooks.ts';

let store: TestDatabase;
let receiver: WebhookReceiver;
let node: WebhookNode | undefined;

beforeAll(async () => {
  store = await createTestDatabase();
});

beforeEach(async () => {
  receiver = await startWebhookReceiver();
});

afterEach(async () => {
  await node?.close();
  node = undefined;
  await Promise.all([clearWebhooks(store.connection), receiver.close()]);
});

afterAll(() => store.drop());

function startNode(options?: Parameters<typeof createWebhookNode>[1]): WebhookNode {
  node = createWebhookNode(store.connection, options);
  node.start();
  return node;
}

const statesOf = async (webhookId: number) =>
  (await readDeliveries(store.connection, webhookId)).map(({ state }) => state);

const expectState = (webhookId: number, state: string) =>
  vi.waitFor(async () => expect(await statesOf(webhookId)).toEqual([state]), { timeout: 10_000 });

describe('[N21] a delivery', () => {
  it('carries the event as it was, signed', async () => {
    const id = await addWebhook(store.connection, receiver.url('/ok'));
    await startNode().emit(voteReceived(1));
    await expectState(id, 'delivered');

    const [delivery] = await readDeliveries(store.connection, id);
    const [request, ...others] = receiver.requestsTo('/ok');
    if (!request) throw new Error('nothing arrived');
    expect(others).toEqual([]);
    expect(request.method).toBe('POST');
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'x-webhook-event': 'vote.received',
      'x-webhook-id': delivery.delivery_id,
      'x-webhook-timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(JSON.parse(request.body)).toEqual(voteReceived(1));
    expectSigned(request);
  });

  it('goes to the webhooks that want the event, are enabled and the host’s own', async () => {
    const wanting = await addWebhook(store.connection, receiver.url('/ok'), { events: ['session.ended'] });
    const other = await addWebhook(store.connection, receiver.url('/ok'), { events: ['game.added'] });
    const disabled = await addWebhook(store.connection, receiver.url('/ok'), {
      events: ['session.ended'],
      enabled: false,
    });
    const foreign = await addWebhook(store.connection, receiver.url('/ok'), { events: ['session.ended'] });
    await queryStore(
      store.connection,
      `WITH somebody AS (INSERT INTO accounts DEFAULT VALUES RETURNING id)
       UPDATE webhooks SET host_id = somebody.id FROM somebody WHERE webhooks.id = $1`,
      [foreign],
    );
    await startNode().emit(sessionEnded, voteReceived(1));
    await expectState(wanting, 'delivered');
    for (const id of [other, disabled, foreign]) expect(await statesOf(id)).toEqual([]);
    expect(receiver.requestsTo('/ok')).toHaveLength(1);
  });

  it('is tried five times under one id, then dead, and the log says why', async () => {
    const id = await addWebhook(store.connection, receiver.url('/error'));
    await startNode().emit(voteReceived(1));
    await expectState(id, 'dead');

    const requests = receiver.requestsTo('/error');
    expect(requests).toHaveLength(5);
    expect(new Set(requests.map(({ headers }) => headers['x-webhook-id'])).size).toBe(1);
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
    for (const request of requests) expectSigned(request);
    expect(await readDeliveries(store.connection, id)).toMatchObject([
      { attempts: 5, response_status: 500, error: 'Answered 500' },
    ]);
  });

  it('that fails at first arrives later', async () => {
    const id = await addWebhook(store.connection, receiver.url('/flaky'));
    receiver.answer('/flaky', (response, request) => {
      const isThird = receiver.requestsTo('/flaky').length === 3;
      answerStatus(isThird ? 202 : 503)(response, request);
    });
    await startNode().emit(voteReceived(1));
    await expectState(id, 'delivered');
    expect(await readDeliveries(store.connection, id)).toMatchObject([
      { attempts: 3, response_status: 202, error: null },
    ]);
  });

  it('is made of nothing that was rolled back', async () => {
    const id = await addWebhook(store.connection, receiver.url('/ok'));
    const { database, enqueueDeliveries, emit } = startNode();
    const failing = database.transaction(async (tx) => {
      await enqueueDeliveries(tx, INSTANCE_ACCOUNT_ID, [voteReceived(1)]);
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    await emit(voteReceived(2));
    await expectState(id, 'delivered');
    expect(receiver.requestsTo('/ok').map(({ body }) => JSON.parse(body))).toEqual([voteReceived(2)]);
  });

  it('does not follow a redirect', async () => {
    const id = await addWebhook(store.connection, receiver.url('/redirect'));
    await startNode().emit(voteReceived(1));
    await expectState(id, 'dead');
    expect(receiver.requestsTo('/redirected')).toHaveLength(0);
    expect(await readDeliveries(store.connection, id)).toMatchObject([
      { response_status: 302, error: 'Answered 302; redirects are not followed' },
    ]);
  });

  it('does not go to a private address, though it was registered', async () => {
    const ids = await Promise.all(
      [
        receiver.url('/ok'),
        `http://localhost:${receiver.port}/ok`,
        `http://2130706433:${receiver.port}/ok`,
      ].map((url) => addWebhook(store.connection, url)),
    );
    await startNode({ allowPrivateAddresses: false }).emit(voteReceived(1));
    for (const id of ids) {
      await expectState(id, 'dead');
      expect(await readDeliveries(store.connection, id)).toMatchObject([
        { attempts: 5, response_status: null, error: 'The address is not a public one' },
      ]);
    }
    expect(receiver.connections()).toBe(0);
  });

  it('waits while its webhook is disabled', async () => {
    const id = await addWebhook(store.connection, receiver.url('/ok'));
    const { emit, database } = startNode({ timing: { retryPausesMs: [200, 200, 200, 200] } });
    receiver.answer('/ok', answerStatus(500));
    await emit(voteReceived(1));
    await vi.waitFor(async () =>
      expect(await readDeliveries(store.connection, id)).toMatchObject([{ attempts: 1 }]),
    );
    await database.db.updateTable('webhooks').set({ enabled: false }).execute();
    // Another webhook's deliveries show that the worker looked while this one's was due.
    const other = await addWebhook(store.connection, receiver.url('/redirect'));
    await emit(voteReceived(2));
    await expectState(other, 'dead');
    expect(receiver.requestsTo('/ok')).toHaveLength(1);

    receiver.answer('/ok', answerStatus(200));
    await database.db.updateTable('webhooks').set({ enabled: true }).execute();
    await expectState(id, 'delivered');
  });

  it('shows its secret and its URL to nobody but the receiver', async () => {
    const log = createLogKeeper();
    receiver.answer('/hooks?token=tell-no-one', answerStatus(500));
    const id = await addWebhook(store.connection, receiver.url('/hooks?token=tell-no-one'));
    const unreachable = await addWebhook(store.connection, 'http://127.0.0.1:1/hooks?token=tell-no-one');
    await startNode({ logger: log.logger }).emit(voteReceived(1));
    await expectState(id, 'dead');
    await expectState(unreachable, 'dead');
    await vi.waitFor(() => expect(log.lines).toHaveLength(2));
    expect(log.lines.map((line) => JSON.parse(line).receiver).sort()).toEqual(
      ['http://127.0.0.1:1', new URL(receiver.url('/')).origin].sort(),
    );
    const shown = log.text() + JSON.stringify(await readDeliveries(store.connection, id));
    expect(shown).not.toContain(SECRET);
    expect(shown).not.toContain('tell-no-one');
  });
});

describe('[N21] receivers that misbehave', () => {
  it.each(['/hang', '/stall', '/huge', '/malformed', '/reset'])(
    '%s keeps nobody else waiting',
    async (path) => {
      const bad = await addWebhook(store.connection, receiver.url(path));
      const good = await addWebhook(store.connection, receiver.url('/ok'));
      const { emit } = startNode();
      await emit(...Array.from({ length: 50 }, (_, n) => voteReceived(n)));
      await vi.waitFor(async () => expect(new Set(await statesOf(good))).toEqual(new Set(['delivered'])), {
        timeout: 5_000,
      });
      expect(receiver.requestsTo('/ok')).toHaveLength(50);
      // The bad one has had its turn too, within its bounds.
      expect(receiver.requestsTo(path).length).toBeGreaterThan(0);
      if (path === '/hang') {
        expect(receiver.requestsTo(path)).toHaveLength(4);
        expect(new Set(await statesOf(bad))).toEqual(new Set(['pending']));
      }
    },
  );

  it('many that never answer, with long queues, keep nobody else waiting for more than a try', async () => {
    const votes = Array.from({ length: 20 }, (_, n) => voteReceived(n));
    for (let i = 0; i < 12; i++) await addWebhook(store.connection, receiver.url('/hang'));
    const { emit } = startNode({ timing: { tryLimitMs: 300 } });
    await emit(...votes);
    await vi.waitFor(() => expect(receiver.requestsTo('/hang').length).toBeGreaterThanOrEqual(32));

    const good = await addWebhook(store.connection, receiver.url('/ok'), { events: ['session.ended'] });
    await emit(...Array.from({ length: 20 }, () => sessionEnded));
    await vi.waitFor(async () => expect(new Set(await statesOf(good))).toEqual(new Set(['delivered'])), {
      timeout: 5_000,
    });
    // Some 240 first tries alone take the others 240 / 32 × 300 ms.
    expect(receiver.requestsTo('/hang').length).toBeLessThan(240);
  });

  it('one with a long queue lets others go first', async () => {
    const busy = await addWebhook(store.connection, receiver.url('/ok'));
    const { emit } = startNode();
    await emit(...Array.from({ length: 1_000 }, (_, n) => voteReceived(n)));
    const quick = await addWebhook(store.connection, receiver.url('/ok'), { events: ['session.ended'] });
    await emit(sessionEnded);
    await expectState(quick, 'delivered');
    expect(await statesOf(busy)).toContain('pending');
  });
});

describe('the figures of the outbox', () => {
  it('tell how many wait and what became of tries', async () => {
    const good = await addWebhook(store.connection, receiver.url('/ok'));
    const bad = await addWebhook(store.connection, receiver.url('/error'), { events: ['session.ended'] });
    const slow = await addWebhook(store.connection, receiver.url('/hang'));
    const { emit, registry } = startNode();
    await emit(voteReceived(1), voteReceived(2), sessionEnded);
    await vi.waitFor(async () => expect(await statesOf(good)).toEqual(['delivered', 'delivered']));
    await expectState(bad, 'dead');
    expect(await statesOf(slow)).toEqual(['pending', 'pending']);
    const figures = await registry.metrics();
    expect(figures).toContain('soiree_webhook_queue_length 2');
    expect(figures).toContain('soiree_webhook_tries_total{state="delivered"} 2');
    expect(figures).toContain('soiree_webhook_tries_total{state="pending"} 4');
    expect(figures).toContain('soiree_webhook_tries_total{state="dead"} 1');
  });
});
