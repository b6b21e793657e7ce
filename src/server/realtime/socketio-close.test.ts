import { describe, expect, it, vi } from 'vitest';
import { type CloseCode, closeCodes } from '#protocol/close-codes.ts';
import { runScript } from './test-script.ts';
import { createEventEndpoint, startSocketIoServer } from './test-socketio.ts';

describe('closing a connection', () => {
  it.each([
    ['signedOut', 'io server disconnect'],
    ['replaced', 'io server disconnect'],
    ['policyViolation', 'io server disconnect'],
    ['slowReader', 'transport close'],
    ['internalError', 'transport close'],
  ] as const)('for %s is to the client: %s', async (name, reason) => {
    const code: CloseCode = closeCodes[name];
    const close = vi.fn();
    const endpoint = createEventEndpoint({
      close,
      async event(connection) {
        connection.send({ type: 'first' });
        connection.send({ type: 'second' });
        connection.close(code, 'Because');
        connection.send({ type: 'third' });
        return { payload: {}, event: 'fourth' };
      },
    });
    const { connect, count } = await startSocketIoServer({ endpoint });
    for (const transport of ['websocket', 'polling']) {
      const { socket, received, disconnected } = await connect({ transports: [transport] });
      // By then a client that polls waits for an answer.
      socket.emit('close');
      const left = await disconnected;
      if (transport === 'websocket') {
        expect(left.reason).toBe(reason);
        if (name !== 'slowReader') expect(received.map((event) => event.name)).toEqual(['first', 'second']);
      }
    }
    await vi.waitFor(() => expect(close).toHaveBeenCalledTimes(2));
    expect(await count('socketio_connections')).toBe(0);
  });

  it('tells its code to a client that is connected by WebSocket', async () => {
    const endpoint = createEventEndpoint({
      open: (connection) => connection.close(closeCodes.internalError, 'Because'),
    });
    const { createClient } = await startSocketIoServer({ endpoint });
    const { disconnected } = createClient({ transports: ['websocket'] });
    expect(await disconnected).toEqual({ reason: 'transport close', code: closeCodes.internalError });
  });
});

describe('draining', () => {
  it.each(['websocket', 'polling'])(
    'sends clients elsewhere, who come again by themselves: by %s',
    async (name) => {
      const endpoint = createEventEndpoint({
        open: (connection) => connection.send({ type: 'server:hello' }),
      });
      const first = await startSocketIoServer({ endpoint });
      const clients = await Promise.all(
        Array.from({ length: 5 }, () =>
          first.connect({
            transports: [name],
            reconnection: true,
            reconnectionDelay: 50,
            reconnectionDelayMax: 100,
          }),
        ),
      );
      await vi.waitFor(() => expect(clients.every(({ received }) => received.length === 1)).toBe(true));
      await first.transport.drain();
      // An error is what a client finds that was between two polls.
      for (const { disconnected } of clients)
        expect((await disconnected).reason).toMatch(/^transport (close|error)$/);
      expect(await first.count('socketio_connections')).toBe(0);
      await first.close();
      await startSocketIoServer({ endpoint, port: first.port });
      await vi.waitFor(
        () => expect(clients.every(({ received }) => received.length === 2)).toBe(true),
        10_000,
      );
    },
  );

  it('waits for what is in hand, and lets nobody in meanwhile', async () => {
    const gate = Promise.withResolvers<void>();
    const events: string[] = [];
    const endpoint = createEventEndpoint({
      async event() {
        events.push('begins');
        await gate.promise;
        events.push('committed');
        return { payload: {} };
      },
      close: () => events.push('closed'),
    });
    const { connect, transport, url, createClient } = await startSocketIoServer({ endpoint });
    const { socket, disconnected } = await connect();
    socket.emit('x');
    await vi.waitFor(() => expect(events).toEqual(['begins']));
    const drained = transport.drain().then(() => events.push('drained'));
    await disconnected;
    const refusal = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    expect(refusal.status).toBe(503);
    expect(refusal.headers.get('retry-after')).toBe('1');
    expect(await refusal.json()).toMatchObject({ error: 'unavailable' });
    for (const name of ['websocket', 'polling']) await createClient({ transports: [name] }).refused();
    expect(events).toEqual(['begins']);
    gate.resolve();
    await drained;
    expect(events).toEqual(['begins', 'committed', 'closed', 'drained']);
  });

  it('sends away who was being let in', async () => {
    const decision = Promise.withResolvers<undefined>();
    const authorize = vi.fn(() => decision.promise);
    const open = vi.fn();
    const endpoint = createEventEndpoint({ authorize, open });
    const { createClient, transport } = await startSocketIoServer({ endpoint });
    const { disconnected, socket } = createClient({ transports: ['websocket'] });
    await vi.waitFor(() => expect(authorize).toHaveBeenCalled());
    await transport.drain();
    decision.resolve(undefined);
    expect((await disconnected).reason).toBe('transport close');
    expect(socket.connected).toBe(false);
    expect(open).not.toHaveBeenCalled();
  });

  it('cuts off a client that does not answer', async () => {
    const { connectByHand, transport, count } = await startSocketIoServer({
      endpoint: createEventEndpoint(),
    });
    const { socket } = await connectByHand();
    socket.pause();
    await transport.drain();
    expect(await count('socketio_connections')).toBe(0);
  });
});

describe('closing', () => {
  it('leaves no timer and no socket: the process ends by itself', async () => {
    const module = (name: string) => JSON.stringify(import.meta.resolve(name));
    const script = `
      import { createServer } from 'node:http';
      import { once } from 'node:events';
      import { pino } from ${module('pino')};
      import { Registry } from ${module('prom-client')};
      import { WebSocket } from ${module('ws')};
      import { createMemoryBus } from ${module('./bus-memory.ts')};
      import { createHub } from ${module('./hub.ts')};
      import { createSocketIoTransport } from ${module('./socketio.ts')};

      const logger = pino({ level: 'silent' });
      const registry = new Registry();
      const bus = createMemoryBus();
      const hub = createHub({ bus, registry, logger });
      const clock = { now: () => Date.now() };
      const publicUrl = 'http://localhost';
      const transport = createSocketIoTransport({
        hub, registry, logger, clock, trustProxy: false, publicUrl, clientOrigins: [],
      });
      const ignore = () => {};
      transport.endpoint({
        name: 'test',
        authorize: ({ auth }) => auth.wait && new Promise(ignore),
        open: (connection) => hub.subscribe('room', connection),
        event: () => new Promise(ignore),
      });
      const server = createServer();
      transport.attach(server);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const path = '127.0.0.1:' + server.address().port + '/socket.io/?EIO=4&transport=';
      const connect = async (packets, query = '') => {
        const socket = new WebSocket('ws://' + path + 'websocket' + query);
        await once(socket, 'open');
        for (const packet of packets) socket.send(packet);
        return socket;
      };
      const poll = async (packet) => {
        const text = await (await fetch('http://' + path + 'polling')).text();
        const query = '&sid=' + JSON.parse(text.slice(1)).sid;
        if (packet) await fetch('http://' + path + 'polling' + query, { method: 'POST', body: packet });
        return query;
      };
      // Not asked for the namespace, being let in, with an event in hand, with more waiting than is read.
      await connect([]);
      await connect(['40{"wait":true}']);
      await connect(['40{}', '42["x"]']);
      const paused = await connect(['40{}', ...Array(100).fill('42["x"]')]);
      // The same by polling, waiting for an answer, and half way to a WebSocket.
      await poll();
      await poll('40{"wait":true}');
      await poll('40{}');
      const waiting = 'http://' + path + 'polling' + await poll('40{}');
      await fetch(waiting);
      const answer = fetch(waiting).then((response) => response.text());
      const upgrading = await connect(['2probe'], await poll('40{}'));
      await once(upgrading, 'message');
      paused.pause();
      await transport.close();
      console.log('closed', await answer);
      server.closeAllConnections();
      server.close();
      await bus.close();
      paused.terminate();
    `;
    const { code, output, lingeredMs } = await runScript(script);
    expect({ code, output }).toEqual({ code: 0, output: 'closed 1\n' });
    expect(lingeredMs).toBeLessThan(1_500);
  });
});
