import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRedisBus } from '#server/realtime/bus-redis.ts';
import { createTestEndpoint, startTestServer } from '#server/realtime/test-server.ts';
import { startRedis, type TestRedis } from '../setup/redis.ts';

const SOON = { timeout: 15_000 };

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

/** A node whose clients are on the channel `room`. */
async function startNode() {
  const bus = createRedisBus({ url: redis.url, logger: pino({ level: 'silent' }) });
  onTestFinished(() => bus.close());
  await vi.waitFor(() => expect(bus.isReachable()).toBe(true), SOON);
  const server = await startTestServer({ bus });
  server.transport.endpoint(
    createTestEndpoint({
      async open(connection) {
        await server.hub.subscribe('room', connection);
        connection.send({ type: 'subscribed' });
      },
    }),
  );
  return {
    ...server,
    bus,
    async join() {
      const client = await server.connect();
      await vi.waitFor(() => expect(client.received).toEqual([{ type: 'subscribed' }]), SOON);
      client.received.length = 0;
      return client;
    },
  };
}

describe('two nodes on one Redis', () => {
  it('deliver to the clients of both, in order and once', async () => {
    const [one, two] = await Promise.all([startNode(), startNode()]);
    const clients = await Promise.all([one.join(), one.join(), two.join(), two.join()]);
    const heard = vi.fn();
    await two.hub.listen('room', heard);
    const messages = Array.from({ length: 200 }, (_, n) => ({ type: 'event', n, text: 'ÄÖÜ 🎲' }));
    for (const message of messages) one.hub.publish('room', message);
    // Comes after all of them, from the other side.
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(200), SOON);
    two.hub.publish('room', { type: 'last' });
    for (const { received } of clients) {
      await vi.waitFor(() => expect(received.at(-1)).toEqual({ type: 'last' }), SOON);
      expect(received).toEqual([...messages, { type: 'last' }]);
    }
  });

  it('tell the clients of both to load anew when Redis was killed, and deliver again', async () => {
    const [one, two] = await Promise.all([startNode(), startNode()]);
    for (const { hub } of [one, two]) hub.onGap('room', (channel) => ({ type: 'gap', channel }));
    const [near, far] = await Promise.all([one.join(), two.join()]);
    await redis.kill();
    await vi.waitFor(() => expect(one.bus.isReachable() || two.bus.isReachable()).toBe(false), SOON);
    one.hub.publish('room', { type: 'event', n: 1 });
    // The node's own clients need no bus.
    await vi.waitFor(() => expect(near.received).toEqual([{ type: 'event', n: 1 }]));

    await redis.restart();
    for (const { received } of [near, far])
      await vi.waitFor(() => expect(received.at(-1)).toEqual({ type: 'gap', channel: 'room' }), SOON);
    await vi.waitFor(() => expect(one.bus.isReachable() && two.bus.isReachable()).toBe(true), SOON);
    two.hub.publish('room', { type: 'event', n: 2 });
    for (const { received } of [near, far])
      await vi.waitFor(() => expect(received).toContainEqual({ type: 'event', n: 2 }), SOON);
    expect(far.received).not.toContainEqual({ type: 'event', n: 1 });
  });
});
