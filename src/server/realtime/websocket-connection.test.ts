import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { closeCodes } from '#protocol/close-codes.ts';
import type { Connection } from './connection.ts';
import { createTestEndpoint, startTestServer } from './test-server.ts';

describe('connections', () => {
  it('that can’t be set up are closed', async () => {
    const { transport, connect: connectTo } = await startTestServer();
    const close = vi.fn();
    transport.endpoint(
      createTestEndpoint({
        async open() {
          throw new Error('broken');
        },
        close,
      }),
    );
    const { closed } = await connectTo();
    expect((await closed).code).toBe(closeCodes.internalError);
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
  });

  it('get what is published to their channels until they close', async () => {
    const { transport, hub, connect: connectTo, registry } = await startTestServer();
    transport.endpoint(createTestEndpoint({ open: (connection) => hub.subscribe('room', connection) }));
    const [a, b] = await Promise.all([connectTo(), connectTo()]);
    for (const { send, received } of [a, b]) {
      send('ready');
      await vi.waitFor(() => expect(received).toHaveLength(1));
    }
    hub.publish('room', { type: 'event', text: 'ÄÖÜ 🎲', big: 'x'.repeat(70_000) });
    for (const { received } of [a, b])
      await vi.waitFor(() =>
        expect(received[1]).toEqual({ type: 'event', text: 'ÄÖÜ 🎲', big: 'x'.repeat(70_000) }),
      );
    const metrics = await registry.metrics();
    expect(metrics).toContain('soiree_websocket_connections{endpoint="test"} 2\n');
    expect(metrics).toContain('soiree_websocket_received_total{endpoint="test"} 2\n');
    expect(metrics).toContain('soiree_websocket_sent_total{endpoint="test"} 4\n');
    a.socket.terminate();
    b.socket.close();
    await vi.waitFor(async () => expect(await registry.metrics()).toContain('soiree_hub_channels 0\n'));
    expect(await registry.metrics()).toContain('soiree_websocket_connections{endpoint="test"} 0\n');
  });

  it('[W5] are closed by the feature with its own code, at once for the server', async () => {
    const { transport, hub, connect: connectTo } = await startTestServer();
    const connections: Connection[] = [];
    const handled = vi.fn();
    transport.endpoint(
      createTestEndpoint({
        async open(connection) {
          await hub.subscribe('room', connection);
          connections.push(connection);
        },
        message: handled,
      }),
    );
    const client = await connectTo();
    await vi.waitFor(() => expect(connections).toHaveLength(1));
    client.send('before');
    await vi.waitFor(() => expect(handled).toHaveBeenCalledOnce());
    client.send('after');
    connections[0]?.close(closeCodes.replaced, 'Connected elsewhere');
    connections[0]?.close(closeCodes.silent, 'Too late');
    expect(connections[0]?.isOpen()).toBe(false);
    connections[0]?.send({ type: 'dropped' });
    hub.publish('room', { type: 'dropped' });
    expect(await client.closed).toEqual({ code: 4001, reason: 'Connected elsewhere' });
    expect(client.received).toEqual([]);
    expect(handled).toHaveBeenCalledOnce();
  });

  it('closed by the server handle none of the messages that wait, and close at once though not read', async () => {
    const { transport, connect: connectTo, registry } = await startTestServer();
    const gate = Promise.withResolvers<void>();
    const connections: Connection[] = [];
    const events: unknown[] = [];
    transport.endpoint(
      createTestEndpoint({
        open: (connection) => connections.push(connection),
        async message(_, message) {
          events.push(message);
          await gate.promise;
        },
        close: () => events.push('close'),
      }),
    );
    const { send, closed } = await connectTo();
    for (let i = 0; i < 50; i++) send(i);
    await vi.waitFor(() => expect(events).toEqual([0]));
    connections[0]?.close(closeCodes.replaced, 'Connected elsewhere');
    // Sooner than the handshake is given up.
    await vi.waitFor(async () =>
      expect(await registry.metrics()).toContain('connections{endpoint="test"} 0\n'),
    );
    expect((await closed).code).toBe(closeCodes.replaced);
    gate.resolve();
    await vi.waitFor(() => expect(events).toEqual([0, 'close']));
  });

  it('are not left in a channel that they subscribe to while they close', async () => {
    const { transport, hub, connect: connectTo, registry } = await startTestServer();
    const gate = Promise.withResolvers<void>();
    const close = vi.fn();
    transport.endpoint(
      createTestEndpoint({
        async message(connection) {
          await gate.promise;
          await hub.subscribe('room', connection);
        },
        close,
      }),
    );
    const { socket, send } = await connectTo();
    send('subscribe');
    socket.close();
    await once(socket, 'close');
    expect(close).not.toHaveBeenCalled();
    gate.resolve();
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(await registry.metrics()).toContain('soiree_hub_channels 0\n');
  });
});
