import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { closeCodes } from '#protocol/close-codes.ts';
import { createTestEndpoint, startTestServer } from './test-server.ts';

/** A client that opens a WebSocket, and then reads nothing until it is resumed. */
async function connectSlowReader(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  socket.write(
    'GET /live HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  await once(socket, 'readable');
  return socket;
}

describe('a slow reader', () => {
  it('is dropped when 1 MiB waits for it, while the others get every message', async () => {
    const { transport, hub, port, connect: connectTo, registry } = await startTestServer();
    const closed: string[] = [];
    transport.endpoint(
      createTestEndpoint({
        open: (connection) => hub.subscribe('room', connection),
        close: (connection) => closed.push(connection.id),
      }),
    );
    const others = await Promise.all(Array.from({ length: 5 }, () => connectTo()));
    await connectSlowReader(port);
    const countOf = async (name: string) => {
      const line = (await registry.metrics()).split('\n').find((text) => text.startsWith(name));
      return Number(line?.split(' ').at(-1));
    };
    await vi.waitFor(async () => expect(await countOf('soiree_websocket_connections')).toBe(6));

    // Far more than the buffers of the system's sockets and the server's own take together.
    const rounds = 300;
    const padding = 'x'.repeat(60_000);
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
      expect(received.map((message) => JSON.stringify(message).slice(0, 35))).toEqual(
        Array.from({ length: rounds }, (_, i) =>
          JSON.stringify({ type: 'event', round: i + 1, padding }).slice(0, 35),
        ),
      );
    expect(worst).toBeLessThan(1_000);
    expect(await countOf('soiree_websocket_slow_readers_total')).toBe(1);
    // It never reads the close frame either, and is cut off.
    await vi.waitFor(() => expect(closed).toHaveLength(1), { timeout: 5_000 });
    expect(await countOf('soiree_websocket_connections')).toBe(5);
  });

  it('is told why, by its own close code, if it reads on in time', async () => {
    const { transport, hub, connect: connectTo, registry } = await startTestServer();
    transport.endpoint(createTestEndpoint({ open: (connection) => hub.subscribe('room', connection) }));
    const { socket, closed } = await connectTo();
    await vi.waitFor(async () => expect(await registry.metrics()).toContain('soiree_hub_channels 1\n'));
    socket.pause();
    const padding = 'x'.repeat(60_000);
    await vi.waitFor(
      async () => {
        for (let i = 0; i < 20; i++) hub.publish('room', { type: 'event', padding });
        expect(await registry.metrics()).toContain('slow_readers_total{endpoint="test"} 1\n');
      },
      { interval: 1, timeout: 10_000 },
    );
    socket.resume();
    expect((await closed).code).toBe(closeCodes.slowReader);
  });
});
