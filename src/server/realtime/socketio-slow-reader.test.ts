import { connect as connectTcp } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { closeCodes } from '#protocol/close-codes.ts';
import { defaultEventHeartbeat, type EventEndpoint } from './socketio-endpoint.ts';
import { createEventEndpoint, startSocketIoServer } from './test-socketio.ts';

const POLL = '/socket.io/?EIO=4&transport=polling';

/** Everyone is in the room; whose connection ended is listed. */
async function startRoom(changes: Partial<EventEndpoint<undefined>> = {}) {
  const closed: string[] = [];
  const endpoint = createEventEndpoint({
    open: (connection) => server.hub.subscribe('room', connection),
    close: (connection) => closed.push(connection.id),
    ...changes,
  });
  const server = await startSocketIoServer({ endpoint });
  return { ...server, closed };
}

/** A session that polls by hand, connected to the namespace; the answer to that is never asked for. */
async function openSession(url: string): Promise<string> {
  const opening = await (await fetch(url + POLL)).text();
  const path = `${POLL}&sid=${JSON.parse(opening.slice(1)).sid}`;
  await fetch(url + path, { method: 'POST', body: '40{}' });
  return path;
}

describe('a slow reader', () => {
  it('is dropped when 1 MiB waits for it, while the others get every message', async () => {
    const { hub, connect, connectByHand, count, closed } = await startRoom();
    const others = await Promise.all(
      ['websocket', 'websocket', 'polling'].map((name) => connect({ transports: [name] })),
    );
    const slow = await connectByHand();
    await vi.waitFor(async () => expect(await count('socketio_connections')).toBe(4));
    slow.socket.pause();

    // Far more than the buffers of the system's sockets and the server's own take together.
    const rounds = 150;
    const padding = 'x'.repeat(120_000);
    let worst = 0;
    for (let round = 1; round <= rounds; round++) {
      const start = performance.now();
      hub.publish('room', { type: 'event', round, padding });
      await vi.waitFor(() => expect(others.every(({ received }) => received.length === round)).toBe(true), {
        interval: 1,
      });
      worst = Math.max(worst, performance.now() - start);
    }
    for (const { received } of others)
      expect(received.map(({ payload }) => Reflect.get(Object(payload), 'round'))).toEqual(
        Array.from({ length: rounds }, (_, i) => i + 1),
      );
    expect(worst).toBeLessThan(1_000);
    expect(await count('socketio_slow_readers_total')).toBe(1);
    // It never reads the close frame either, and is cut off.
    await vi.waitFor(() => expect(closed).toHaveLength(1), { timeout: 5_000 });
    expect(await count('socketio_connections')).toBe(3);
  });

  it('is told why, by its own close code, if it reads on in time', async () => {
    const { hub, connectByHand, count } = await startRoom();
    const { socket, closed } = await connectByHand();
    await vi.waitFor(async () => expect(await count('socketio_connections')).toBe(1));
    socket.pause();
    const padding = 'x'.repeat(60_000);
    await vi.waitFor(
      async () => {
        for (let i = 0; i < 20; i++) hub.publish('room', { type: 'event', padding });
        expect(await count('socketio_slow_readers_total')).toBe(1);
      },
      { interval: 1, timeout: 10_000 },
    );
    socket.resume();
    expect((await closed).code).toBe(closeCodes.slowReader);
  });

  it('of its own acknowledgements is dropped too', async () => {
    const padding = 'x'.repeat(300_000);
    const { connectByHand, count } = await startRoom({ event: async () => ({ payload: { padding } }) });
    const { socket } = await connectByHand();
    socket.pause();
    // Far more in all than the buffers of the system's sockets take.
    for (let i = 0; i < 100; i++) socket.send('420["x"]');
    await vi.waitFor(async () => expect(await count('socketio_slow_readers_total')).toBe(1), 10_000);
  });
});

describe('a client that polls', () => {
  it('but never does is dropped when 1 MiB waits for it', async () => {
    const { hub, url, count, closed } = await startRoom();
    const path = await openSession(url);
    await vi.waitFor(async () => expect(await count('socketio_connections')).toBe(1));
    const padding = 'x'.repeat(100_000);
    for (let i = 0; i < 10; i++) hub.publish('room', { type: 'event', padding });
    expect(await count('socketio_slow_readers_total')).toBe(0);
    hub.publish('room', { type: 'event', padding });
    expect(await count('socketio_slow_readers_total')).toBe(1);
    await vi.waitFor(() => expect(closed).toHaveLength(1));
    expect((await fetch(url + path)).status).toBe(400);
  });

  it('but never does is dropped when it answers no ping', async () => {
    const { url, count, closed } = await startRoom({ heartbeat: { pingMs: 50, pongMs: 50 } });
    await openSession(url);
    await vi.waitFor(() => expect(closed).toHaveLength(1));
    expect(await count('socketio_slow_readers_total')).toBe(0);
  });

  it('but reads no answer is dropped when the buffers of the system are full', async () => {
    const { hub, url, port, count, closed } = await startRoom();
    const path = await openSession(url);
    await vi.waitFor(async () => expect(await count('socketio_connections')).toBe(1));
    const socket = connectTcp(port, '127.0.0.1');
    socket.on('error', () => {});
    onTestFinished(() => void socket.destroy());
    const padding = 'x'.repeat(900_000);
    const rounds = 60;
    for (let i = 0; i < rounds && closed.length === 0; i++) {
      const sent = await count('socketio_sent_total');
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      hub.publish('room', { type: 'event', padding });
      await vi.waitFor(async () =>
        expect((await count('socketio_sent_total')) > sent || closed.length > 0).toBe(true),
      );
    }
    await vi.waitFor(() => expect(closed).toHaveLength(1));
  });

  it('asks once at a time', async () => {
    const { url, closed } = await startRoom();
    const path = await openSession(url);
    await fetch(url + path);
    const first = fetch(url + path).then((response) => response.text());
    const second = await fetch(url + path);
    expect(second.status).toBe(400);
    expect(await second.json()).toMatchObject({ error: 'invalid_payload' });
    // The close packet of Engine.IO.
    expect(await first).toBe('1');
    await vi.waitFor(() => expect(closed).toHaveLength(1));
  });
});

describe('a client that answers no ping', () => {
  it('is dropped after 45 s', () => {
    expect(defaultEventHeartbeat).toEqual({ pingMs: 25_000, pongMs: 20_000 });
  });

  it('is dropped', async () => {
    const { connectByHand, closed, count } = await startRoom({ heartbeat: { pingMs: 50, pongMs: 50 } });
    const { received } = await connectByHand();
    await vi.waitFor(() => expect(closed).toHaveLength(1));
    expect(received).toContain('2');
    expect(await count('socketio_connections')).toBe(0);
  });
});
