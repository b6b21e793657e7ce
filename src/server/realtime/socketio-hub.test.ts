import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { closeCodes } from '#protocol/close-codes.ts';
import type { Connection } from './connection.ts';
import type { OpenedConnection } from './observer.ts';
import { createTestEndpoint } from './test-server.ts';
import { createEventEndpoint, startSocketIoServer } from './test-socketio.ts';

describe('what is published', () => {
  it('reaches the sockets of both transports, encoded once for each', async () => {
    const opened: Connection[] = [];
    const open = (connection: Connection) => opened.push(connection);
    const { hub, websockets, connect, port, registry, count } = await startSocketIoServer({
      endpoint: createEventEndpoint({ open }),
    });
    websockets.endpoint(createTestEndpoint({ open }));
    const raw: unknown[] = [];
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live`);
    socket.on('message', (data) => raw.push(JSON.parse(data.toString())));
    const clients = await Promise.all(
      Array.from({ length: 10 }, (_, i) => connect({ transports: [i % 2 ? 'websocket' : 'polling'] })),
    );
    await vi.waitFor(() => expect(opened).toHaveLength(11));
    for (const connection of opened) await hub.subscribe('room', connection);
    let encodings = 0;
    const counted = {
      toJSON() {
        encodings++;
        return 'ü'.repeat(300);
      },
    };
    hub.publish('room', { type: 'game:question:ended', counted, big: 'x'.repeat(70_000) });
    hub.publish('room', { type: 'empty' });
    const payload = { counted: 'ü'.repeat(300), big: 'x'.repeat(70_000) };
    await vi.waitFor(() => expect(raw).toHaveLength(2));
    expect(raw).toEqual([{ type: 'game:question:ended', ...payload }, { type: 'empty' }]);
    for (const { received } of clients) {
      await vi.waitFor(() => expect(received).toHaveLength(2));
      expect(received).toEqual([
        { name: 'game:question:ended', payload },
        { name: 'empty', payload: {} },
      ]);
    }
    // One for the bus and the raw sockets, one for those of Socket.IO.
    expect(encodings).toBe(2);
    expect(await count('socketio_sent_total')).toBe(20);

    socket.close();
    for (const client of clients) client.socket.disconnect();
    await vi.waitFor(async () => expect(await registry.metrics()).toContain('soiree_hub_channels 0\n'));
    expect(await count('socketio_connections')).toBe(0);
  });

  it('no longer reaches a connection that is closing', async () => {
    const opened: Connection[] = [];
    const endpoint = createEventEndpoint({ open: (connection) => opened.push(connection) });
    const { connect, hub, registry } = await startSocketIoServer({ endpoint });
    const { disconnected, received } = await connect();
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    const [connection] = opened;
    if (connection) await hub.subscribe('room', connection);
    connection?.close(closeCodes.replaced, 'Elsewhere');
    expect(connection?.isOpen()).toBe(false);
    hub.publish('room', { type: 'late' });
    connection?.send({ type: 'late' });
    connection?.close(closeCodes.signedOut, 'Again');
    await disconnected;
    expect(received).toEqual([]);
    expect(await registry.metrics()).toContain('soiree_hub_channels 0\n');
  });
});

describe('the observer', () => {
  /** A server with an observer that keeps what it is told. */
  async function startObserved() {
    const log: [string, ...unknown[]][] = [];
    const observer = {
      opened: ({ id, ...rest }: OpenedConnection) => void log.push(['opened', rest]),
      identified: (_: string, accountId: string) => void log.push(['identified', accountId]),
      closed: () => void log.push(['closed']),
    };
    const endpoint = createEventEndpoint({
      authorize({ auth }) {
        if (auth.token === 'bad') throw new Error('refused');
      },
      async event(connection, name) {
        if (name === 'guest') connection.authenticated();
        else connection.authenticated(name);
        return { payload: {} };
      },
    });
    const server = await startSocketIoServer({ endpoint, observer });
    server.websockets.endpoint(
      createTestEndpoint({
        message(connection, message) {
          if (message === null) connection.authenticated();
          else connection.authenticated(String(message));
          connection.send({ type: 'done' });
        },
      }),
    );
    return { ...server, log };
  }

  it.each(['websocket', 'polling'])(
    '[Q15] is told of each Socket.IO connection once, by %s',
    async (name) => {
      const { connect, createClient, log } = await startObserved();
      const { socket } = await connect({
        transports: [name],
        auth: { deviceId: 'phone' },
        extraHeaders: { 'user-agent': 'agent' },
      });
      for (const event of ['guest', 'ann', 'ann', 'bob']) await socket.emitWithAck(event);
      socket.disconnect();
      const opened = { transport: 'socketio', address: '127.0.0.1', deviceId: 'phone', userAgent: 'agent' };
      await vi.waitFor(() => expect(log).toEqual([['opened', opened], ['identified', 'ann'], ['closed']]));
      await createClient({ transports: [name], auth: { token: 'bad' } }).refused();
      expect(log).toHaveLength(3);
    },
  );

  it('[Q15] is told of each raw WebSocket once', async () => {
    const { port, log } = await startObserved();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live?deviceId=bot`, {
      headers: { 'user-agent': 'a' },
    });
    let answers = 0;
    socket.on('message', () => answers++);
    await new Promise((resolve) => socket.once('open', resolve));
    for (const message of [null, 'ann', 'ann', 'bob']) socket.send(JSON.stringify(message));
    await vi.waitFor(() => expect(answers).toBe(4));
    socket.close();
    const opened = { transport: 'websocket', address: '127.0.0.1', deviceId: 'bot', userAgent: 'a' };
    await vi.waitFor(() => expect(log).toEqual([['opened', opened], ['identified', 'ann'], ['closed']]));
  });

  it.each([[''], ['x'.repeat(129)], [5], [{ a: 1 }], [null]])(
    '[Q15] is told of no device where none can be: %j',
    async (deviceId) => {
      const { connect, log } = await startObserved();
      await connect({ auth: { deviceId } });
      await vi.waitFor(() =>
        expect(log).toEqual([['opened', { transport: 'socketio', address: '127.0.0.1' }]]),
      );
    },
  );
});
