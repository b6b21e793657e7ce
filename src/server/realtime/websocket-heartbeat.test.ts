import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { closeCodes } from '#protocol/close-codes.ts';
import type { Heartbeat } from './endpoint.ts';
import { createTestEndpoint, startTestServer, type TestClient } from './test-server.ts';

async function startBeating(heartbeat: Heartbeat, changes: Parameters<typeof createTestEndpoint>[0] = {}) {
  let now = Date.UTC(2026, 2, 15, 19);
  const server = await startTestServer({ clock: { now: () => now } });
  server.transport.endpoint(
    createTestEndpoint({ heartbeat, open: (connection) => connection.authenticated(), ...changes }),
  );
  return {
    ...server,
    moveClock(ms: number) {
      now += ms;
    },
  };
}

/** Resolves when the server's next ping has come. */
function nextPing({ socket }: TestClient): Promise<void> {
  return new Promise((resolve) => socket.once('ping', () => resolve()));
}

/** The client goes on reading, but answers nothing. */
function fallSilent({ socket }: TestClient): void {
  vi.spyOn(socket, 'pong').mockReturnValue(undefined);
}

// The server looks at its connections four times a ping; the clock is moved by hand.
const heartbeat = { pingMs: 40, silenceMs: 60_000 };

describe('heartbeat', () => {
  it('[N18] closes what is silent for 60 s, and nothing that answers pings', async () => {
    const { connect, moveClock } = await startBeating(heartbeat);
    const [silent, alive] = await Promise.all([connect(), connect()]);
    fallSilent(silent);
    for (let second = 0; second < 59; second++) moveClock(1_000);
    await Promise.all([nextPing(silent), nextPing(alive)]);
    expect(silent.socket.readyState).toBe(WebSocket.OPEN);
    moveClock(1_000);
    expect((await silent.closed).code).toBe(closeCodes.silent);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('takes any frame for a sign of life', async () => {
    const { connect, moveClock } = await startBeating(heartbeat);
    const client = await connect();
    fallSilent(client);
    for (let i = 1; i <= 4; i++) {
      moveClock(30_000);
      const ping = nextPing(client);
      client.send('x');
      await vi.waitFor(() => expect(client.received).toHaveLength(i));
      await ping;
    }
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('does not blame a client for the silence while the server reads nothing of it', async () => {
    const gate = Promise.withResolvers<void>();
    const { connect, moveClock, registry } = await startBeating(heartbeat, { message: () => gate.promise });
    const unread = await connect();
    // It is looked at in the same round, after the other.
    const silent = await connect();
    for (const client of [unread, silent]) fallSilent(client);
    for (let i = 0; i < 40; i++) unread.send('x');
    await vi.waitFor(async () =>
      expect(await registry.metrics()).toContain('received_total{endpoint="test"} 40\n'),
    );
    const pings = Promise.all([nextPing(unread), nextPing(silent)]);
    moveClock(40);
    await pings;
    moveClock(60_000);
    expect((await silent.closed).code).toBe(closeCodes.silent);
    expect(unread.socket.readyState).toBe(WebSocket.OPEN);
    gate.resolve();
    moveClock(60_000);
    expect((await unread.closed).code).toBe(closeCodes.silent);
  });

  it('pings at its interval', async () => {
    const { connect, moveClock } = await startBeating({ pingMs: 40, silenceMs: 10_000 });
    const client = await connect();
    let pings = 0;
    client.socket.on('ping', () => pings++);
    for (let i = 1; i <= 3; i++) {
      moveClock(39);
      client.send('x');
      await vi.waitFor(() => expect(client.received).toHaveLength(i));
      expect(pings).toBe(i - 1);
      moveClock(1);
      await vi.waitFor(() => expect(pings).toBe(i));
    }
  });

  it('[W12] can be set to close after two unanswered pings', async () => {
    const { connect, moveClock } = await startBeating({ pingMs: 40, silenceMs: 110 });
    const client = await connect();
    fallSilent(client);
    for (let pings = 1; pings <= 2; pings++) {
      const ping = nextPing(client);
      moveClock(40);
      await ping;
    }
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
    moveClock(30);
    expect((await client.closed).code).toBe(closeCodes.silent);
  });

  it('asks before it judges when the server itself was asleep', async () => {
    const { connect, moveClock } = await startBeating(heartbeat);
    const client = await connect();
    moveClock(60 * 60_000);
    await nextPing(client);
    client.send('x');
    await vi.waitFor(() => expect(client.received).toHaveLength(1));
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
  });
});
