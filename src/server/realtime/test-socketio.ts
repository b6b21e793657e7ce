import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { expect, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '#server/platform/clock.ts';
import { createMemoryBus } from './bus-memory.ts';
import { createHub } from './hub.ts';
import { createSocketIoTransport, SOCKET_IO_PREFIX } from './socketio.ts';
import type { EventEndpoint } from './socketio-endpoint.ts';
import { createWebSocketTransport } from './websocket.ts';

type Options<State> = Partial<Parameters<typeof createSocketIoTransport>[0]> & {
  endpoint: EventEndpoint<State>;
  routes?: RequestListener;
  port?: number;
};

/** Both transports on an HTTP server of their own, for one test; all of it is closed after the test. */
export async function startSocketIoServer<State>({
  endpoint,
  routes = (_, response) => response.end('route'),
  port: wishedPort = 0,
  ...options
}: Options<State>) {
  const logLines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line) => void logLines.push(line) });
  const registry = new Registry();
  const hub = createHub({ bus: createMemoryBus(), registry, logger });
  const common = { hub, registry, logger, clock: systemClock, trustProxy: false, ...options };
  const websockets = createWebSocketTransport({ ...common, ignoredPrefixes: [SOCKET_IO_PREFIX] });
  const transport = createSocketIoTransport({
    publicUrl: 'http://localhost:8080',
    clientOrigins: [],
    ...common,
  });
  transport.endpoint(endpoint);
  const server = createServer(
    { shouldUpgradeCallback: (request) => websockets.shouldUpgrade(request) },
    routes,
  );
  websockets.attach(server);
  transport.attach(server);
  server.listen(wishedPort, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  const { port } = address;
  const url = `http://127.0.0.1:${port}`;

  async function close(): Promise<void> {
    await Promise.all([transport.close(), websockets.close()]);
    server.closeAllConnections();
    server.close();
  }
  onTestFinished(close);

  return {
    transport,
    websockets,
    hub,
    registry,
    server,
    port,
    url,
    logLines,
    close,
    /** A client that has yet to connect; polling first, as clients do, unless it is told otherwise. */
    createClient: (changes: Partial<ManagerOptions & SocketOptions> = {}) => watch(url, changes),
    /** A client that is connected. */
    async connect(changes: Partial<ManagerOptions & SocketOptions> = {}) {
      const client = watch(url, { transports: ['websocket'], ...changes });
      await client.connected();
      return client;
    },
    /** A WebSocket that speaks Engine.IO by hand, connected to the namespace unless it isn't to be. */
    async connectByHand({ isConnected = true } = {}) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
      const received: string[] = [];
      const closed = Promise.withResolvers<{ code: number; reason: string }>();
      socket.on('error', () => {});
      socket.on('message', (data) => received.push(data.toString()));
      socket.on('close', (code, reason) => closed.resolve({ code, reason: reason.toString() }));
      onTestFinished(() => socket.terminate());
      await once(socket, 'open');
      if (isConnected) {
        socket.send('40{}');
        await vi.waitFor(() => expect(received.some((text) => text.startsWith('40'))).toBe(true));
      }
      return { socket, received, closed: closed.promise };
    },
    /** The value of a metric of the endpoint. */
    async count(name: string): Promise<number> {
      const line = (await registry.metrics()).split('\n').find((text) => text.startsWith(`soiree_${name}{`));
      return Number(line?.split(' ').at(-1));
    },
  };
}

function watch(url: string, changes: Partial<ManagerOptions & SocketOptions>) {
  const socket: Socket = io(url, { forceNew: true, reconnection: false, ...changes });
  const received: { name: string; payload: unknown }[] = [];
  const disconnected = Promise.withResolvers<{ reason: string; code: unknown }>();
  socket.onAny((name, payload) => received.push({ name, payload }));
  socket.on('disconnect', (reason, details) => {
    const event: unknown = details && 'context' in details ? details.context : undefined;
    const code = typeof event === 'object' && event !== null ? Reflect.get(event, 'code') : undefined;
    disconnected.resolve({ reason, code });
  });
  onTestFinished(() => void socket.disconnect());
  return {
    socket,
    /** The events from the server so far, with the first argument. */
    received,
    /** Why, and the close code of its WebSocket. */
    disconnected: disconnected.promise,
    async connected(): Promise<void> {
      if (socket.connected) return;
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      });
    },
    /** Why it isn't let in. */
    refused: () =>
      new Promise<Error & { data?: unknown }>((resolve, reject) => {
        socket.once('connect_error', resolve);
        socket.once('connect', () => reject(new Error('Let in')));
      }),
  };
}

/** An endpoint that answers each event with its name and payload, for tests to change. */
export function createEventEndpoint(
  changes: Partial<EventEndpoint<undefined>> = {},
): EventEndpoint<undefined> {
  return {
    name: 'test',
    authorize: () => undefined,
    event: async (_, name, payload) => ({ payload: { name, payload }, event: 'echo' }),
    ...changes,
  };
}
