import { describe, expect, it, vi } from 'vitest';
import { closeCodes } from '#protocol/close-codes.ts';
import { runScript } from './test-script.ts';
import { createTestEndpoint, startTestServer } from './test-server.ts';

describe('draining', () => {
  it('tells every client to go elsewhere, and resolves when they have gone', async () => {
    const { transport, connect, registry } = await startTestServer();
    transport.endpoint(createTestEndpoint());
    const clients = await Promise.all(Array.from({ length: 5 }, () => connect()));
    await transport.drain();
    for (const { closed } of clients) expect((await closed).code).toBe(closeCodes.serviceRestart);
    expect(await registry.metrics()).toContain('soiree_websocket_connections{endpoint="test"} 0\n');
  });

  it('waits for what is in hand, and lets nobody in meanwhile', async () => {
    const { transport, connect } = await startTestServer();
    const gate = Promise.withResolvers<void>();
    const events: string[] = [];
    transport.endpoint(
      createTestEndpoint({
        async message() {
          events.push('begins');
          await gate.promise;
          events.push('committed');
        },
        close: () => events.push('closed'),
      }),
    );
    const { send, closed } = await connect();
    send('x');
    await vi.waitFor(() => expect(events).toEqual(['begins']));
    const drained = transport.drain().then(() => events.push('drained'));
    await closed;
    await expect(connect()).rejects.toThrow('503');
    expect(events).toEqual(['begins']);
    gate.resolve();
    await drained;
    expect(events).toEqual(['begins', 'committed', 'closed', 'drained']);
  });

  it('refuses who was being let in', async () => {
    const { transport, connect } = await startTestServer();
    const decision = Promise.withResolvers<undefined>();
    const authorize = vi.fn(() => decision.promise);
    transport.endpoint(createTestEndpoint({ authorize }));
    const attempt = connect();
    await vi.waitFor(() => expect(authorize).toHaveBeenCalled());
    await transport.drain();
    decision.resolve(undefined);
    await expect(attempt).rejects.toThrow('503');
  });

  it('cuts off a client that does not answer', async () => {
    const { transport, connect, registry } = await startTestServer();
    transport.endpoint(createTestEndpoint());
    const { socket } = await connect();
    socket.pause();
    await transport.drain();
    expect(await registry.metrics()).toContain('soiree_websocket_connections{endpoint="test"} 0\n');
  });
});

describe('closing', () => {
  it('leaves no timer, no socket and no listener: the process ends by itself', async () => {
    const module = (name: string) => JSON.stringify(import.meta.resolve(name));
    const script = `
      import { createServer } from 'node:http';
      import { once } from 'node:events';
      import { pino } from ${module('pino')};
      import { Registry } from ${module('prom-client')};
      import { WebSocket } from ${module('ws')};
      import { createMemoryBus } from ${module('./bus-memory.ts')};
      import { createHub } from ${module('./hub.ts')};
      import { createWebSocketTransport } from ${module('./websocket.ts')};

      const logger = pino({ level: 'silent' });
      const registry = new Registry();
      const bus = createMemoryBus();
      const hub = createHub({ bus, registry, logger });
      const clock = { now: () => Date.now() };
      const transport = createWebSocketTransport({ hub, registry, logger, clock, trustProxy: false });
      const ignore = () => {};
      transport.endpoint({
        name: 'test',
        path: '/live',
        authorize: ignore,
        open: (connection) => hub.subscribe('room', connection),
        message: () => new Promise(ignore),
        malformed: ignore,
        rateLimited: ignore,
        failed: ignore,
      });
      const server = createServer();
      transport.attach(server);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = 'ws://127.0.0.1:' + server.address().port + '/live';
      const clients = await Promise.all([1, 2, 3].map(async () => {
        const socket = new WebSocket(url);
        await once(socket, 'open');
        return socket;
      }));
      // One goes by itself, one has a message in hand, one is paused and has more waiting than is read.
      clients[0].close();
      clients[1].send('{}');
      for (let i = 0; i < 100; i++) clients[2].send('{}');
      await once(clients[0], 'close');
      clients[2].pause();
      await transport.close();
      if (server.listenerCount('upgrade') > 0) throw new Error('Still listens');
      server.close();
      await bus.close();
      clients[2].terminate();
      console.log('closed');
    `;
    const { code, output, lingeredMs } = await runScript(script);
    expect({ code, output }).toEqual({ code: 0, output: 'closed\n' });
    expect(lingeredMs).toBeLessThan(1_500);
  });
});
