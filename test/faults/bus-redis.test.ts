import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Bus } from '#server/realtime/bus.ts';
import { describeBusContract } from '#server/realtime/bus-contract.ts';
import { createRedisBus } from '#server/realtime/bus-redis.ts';
import { runScript } from '#server/realtime/test-script.ts';
import { startRedis, type TestRedis } from '../setup/redis.ts';

const silent = pino({ level: 'silent' });

/** Outages are noticed and ended within this, in the worst case. */
const SOON = { timeout: 15_000 };

/** A network path to a local port, which can be cut while what is at its end goes on. */
async function startPath(port: number) {
  const sockets = new Set<Socket>();
  let isCut = false;
  const path = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      // Either end may be gone when the path is cut, which is the point of it.
      from.on('error', () => {});
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
    return undefined;
  }).listen(0, '127.0.0.1');
  await once(path, 'listening');
  const address = path.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');

  function cut(): void {
    isCut = true;
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  }

  return {
    url: `redis://127.0.0.1:${address.port}`,
    cut,
    mend() {
      isCut = false;
    },
    async close() {
      cut();
      path.close();
      await once(path, 'close');
    },
  };
}

async function untilReachable(bus: Bus): Promise<Bus> {
  await vi.waitFor(() => expect(bus.isReachable()).toBe(true), SOON);
  return bus;
}

describe('contract', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  describeBusContract('redis', () => untilReachable(createRedisBus({ url: redis.url, logger: silent })));
});

describe('redis bus', () => {
  let redis: TestRedis;
  const buses: Bus[] = [];

  function createBus(options: Partial<Parameters<typeof createRedisBus>[0]> = {}): Bus {
    const bus = createRedisBus({ url: redis.url, logger: silent, ...options });
    buses.push(bus);
    return bus;
  }

  async function subscribed(bus: Bus, channel: string) {
    const heard: string[] = [];
    const gaps: string[] = [];
    bus.onGap((name) => gaps.push(name));
    await bus.subscribe(channel, (text) => heard.push(text));
    return { heard, gaps };
  }

  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((bus) => bus.close()));
    await redis.stop();
  });

  it('carries texts to the other nodes', async () => {
    const [here, there] = await Promise.all([untilReachable(createBus()), untilReachable(createBus())]);
    const { heard } = await subscribed(there, 'a');
    here.publish('a', 'text');
    await vi.waitFor(() => expect(heard).toEqual(['text']));
  });

  it('announces a gap when Redis is back after kill -9, and delivers again', async () => {
    const [here, there] = await Promise.all([untilReachable(createBus()), untilReachable(createBus())]);
    const { heard, gaps } = await subscribed(there, 'a');
    await redis.kill();
    await vi.waitFor(() => expect(there.isReachable()).toBe(false), SOON);
    here.publish('a', 'lost');
    expect(gaps).toEqual([]);

    await redis.restart();
    await vi.waitFor(() => expect(gaps).toContain('a'), SOON);
    await untilReachable(here);
    here.publish('a', 'delivered');
    await vi.waitFor(() => expect(heard).toEqual(['delivered']), SOON);
  });

  it('lets subscribe and unsubscribe while Redis is away, and catches up', async () => {
    const bus = await untilReachable(createBus());
    const left = await subscribed(bus, 'left');
    await redis.kill();
    await vi.waitFor(() => expect(bus.isReachable()).toBe(false), SOON);
    const { heard, gaps } = await subscribed(bus, 'joined');
    bus.unsubscribe('left');

    await redis.restart();
    await vi.waitFor(() => expect(gaps).toEqual(['joined']), SOON);
    bus.publish('left', 'text');
    bus.publish('joined', 'text');
    await vi.waitFor(() => expect(heard).toEqual(['text']));
    expect(left.heard).toEqual([]);
  });

  it('starts without Redis, and is there when Redis is', async () => {
    await redis.kill();
    const bus = createBus();
    const { heard, gaps } = await subscribed(bus, 'a');
    expect(bus.isReachable()).toBe(false);
    await redis.restart();
    await vi.waitFor(() => expect(gaps).toEqual(['a']), SOON);
    bus.publish('a', 'text');
    await vi.waitFor(() => expect(heard).toEqual(['text']));
  });

  it('tells the others of a gap when only its own connection was broken', async () => {
    const path = await startPath(redis.port);
    onTestFinished(path.close);
    const [here, there] = await Promise.all([
      untilReachable(createBus({ url: path.url })),
      untilReachable(createBus()),
    ]);
    const { heard, gaps } = await subscribed(there, 'a');
    const own = await subscribed(here, 'b');
    path.cut();
    await vi.waitFor(() => expect(here.isReachable()).toBe(false), SOON);
    here.publish('a', 'lost');
    path.mend();
    await vi.waitFor(() => expect(gaps).toEqual(['a']), SOON);
    await vi.waitFor(() => expect(own.gaps).toEqual(['b']), SOON);
    here.publish('a', 'delivered');
    await vi.waitFor(() => expect(heard).toEqual(['delivered']), SOON);
  });

  it('tells the others of a gap when a message was on its way as the connection broke', async () => {
    const path = await startPath(redis.port);
    onTestFinished(path.close);
    const [here, there] = await Promise.all([
      untilReachable(createBus({ url: path.url })),
      untilReachable(createBus()),
    ]);
    const { heard, gaps } = await subscribed(there, 'a');
    here.publish('a', 'lost');
    path.cut();
    path.mend();
    await vi.waitFor(() => expect(gaps).toEqual(['a']), SOON);
    expect(heard).toEqual([]);
  });

  it('notices a connection that has gone silent', async () => {
    const bus = await untilReachable(createBus({ pingEveryMs: 100, answerWithinMs: 300 }));
    const { heard, gaps } = await subscribed(bus, 'a');
    redis.freeze();
    await vi.waitFor(() => expect(bus.isReachable()).toBe(false), SOON);
    redis.thaw();
    await vi.waitFor(() => expect(gaps).toContain('a'), SOON);
    bus.publish('a', 'text');
    await vi.waitFor(() => expect(heard).toEqual(['text']), SOON);
  });

  it(`drops what a slow Redis can't take, within bounds, and owns up to it`, async () => {
    const [here, there] = await Promise.all([
      untilReachable(createBus({ answerWithinMs: 60_000 })),
      untilReachable(createBus({ answerWithinMs: 60_000 })),
    ]);
    const { heard, gaps } = await subscribed(there, 'a');
    redis.freeze();
    const text = 'x'.repeat(1024 * 1024);
    for (let i = 0; i < 100; i++) here.publish('a', text);
    redis.thaw();
    await vi.waitFor(() => expect(gaps).toContain('a'), SOON);
    expect(heard.length).toBeLessThan(100);
    here.publish('a', 'after');
    await vi.waitFor(() => expect(heard.at(-1)).toBe('after'), SOON);
  });

  it('delivers each text once through an outage', async () => {
    const [here, there] = await Promise.all([untilReachable(createBus()), untilReachable(createBus())]);
    const { heard, gaps } = await subscribed(there, 'a');
    let sent = 0;
    const sending = setInterval(() => here.publish('a', String(sent++)), 1);
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(20), SOON);
    await redis.restart();
    await vi.waitFor(() => expect(gaps).toContain('a'), SOON);
    const before = heard.length;
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(before + 20), SOON);
    clearInterval(sending);
    expect(new Set(heard).size).toBe(heard.length);
    expect(heard.map(Number)).toEqual(heard.map(Number).toSorted((a, b) => a - b));
  });

  it('says when Redis refuses sharded subscriptions, and is not reachable then', async () => {
    const password = `no-shards-${randomUUID()}`;
    const admin = new Redis(redis.url);
    await admin.acl('SETUSER', 'limited', 'on', `>${password}`, 'allchannels', '+@all', '-ssubscribe');
    admin.disconnect();
    const bus = createBus({ url: redis.url.replace('//', `//limited:${password}@`) });
    await untilReachable(bus);
    await bus.subscribe('a', () => {});
    expect(bus.isReachable()).toBe(false);
    bus.unsubscribe('a');
    expect(bus.isReachable()).toBe(true);
  });

  it('logs failures once an outage, and never the password', async () => {
    const password = `secret/${randomUUID()}`;
    const lines: string[] = [];
    const logger = pino({ level: 'trace' }, { write: (line) => void lines.push(line) });
    const url = redis.url.replace('//', `//someone:${encodeURIComponent(password)}@`);
    const bus = createBus({ url, logger });
    await vi.waitFor(() => expect(lines.join()).toContain('WRONGPASS'), SOON);
    await redis.kill();
    await vi.waitFor(() => expect(lines.join()).toContain('ECONNREFUSED'), SOON);
    await bus.close();
    expect(lines.filter((line) => line.includes('ECONNREFUSED'))).toHaveLength(1);
    expect(lines.join()).not.toContain(password);
    expect(lines.join()).not.toContain(encodeURIComponent(password));
  });

  it.each(['connected', 'connecting', 'waiting to connect again'])(
    'leaves no timer and no socket when closed while %s: the process ends by itself',
    async (state) => {
      if (state === 'waiting to connect again') await redis.kill();
      const { code, output, lingeredMs } = await runScript(`
        import { createRedisBus } from ${JSON.stringify(import.meta.resolve('#server/realtime/bus-redis.ts'))};
        let failures = 0;
        const logger = { info() {}, error: () => failures++ };
        const bus = createRedisBus({ url: ${JSON.stringify(redis.url)}, logger });
        const until = async (condition) => {
          while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
        };
        if (${JSON.stringify(state)} === 'connected') {
          await until(() => bus.isReachable());
          await bus.subscribe('a', () => {});
        }
        if (${JSON.stringify(state)} === 'waiting to connect again') await until(() => failures > 0);
        await bus.close();
        bus.publish('a', 'text');
        console.log('closed');
      `);
      expect({ code, output }).toEqual({ code: 0, output: 'closed\n' });
      expect(lingeredMs).toBeLessThan(1_500);
    },
  );
});
