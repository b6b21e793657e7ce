import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '#server/platform/clock.ts';
import type { Bus } from './bus.ts';
import { createMemoryBus } from './bus-memory.ts';
import type { Endpoint } from './endpoint.ts';
import { createHub } from './hub.ts';
import { createWebSocketTransport } from './websocket.ts';

type Options = Partial<Parameters<typeof createWebSocketTransport>[0]> & {
  bus?: Bus;
  routes?: RequestListener;
};

/** A WebSocket transport on an HTTP server of its own, for one test; all of it is closed after the test. */
export async function startTestServer({
  bus = createMemoryBus(),
  routes = (_, response) => response.end('route'),
  ...options
}: Options = {}) {
  const logLines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line) => void logLines.push(line) });
  const registry = new Registry();
  const hub = createHub({ bus, registry, logger });
  const transport = createWebSocketTransport({
    hub,
    registry,
    logger,
    clock: systemClock,
    trustProxy: false,
    ...options,
  });
  const server = createServer(
    { shouldUpgradeCallback: (request) => transport.shouldUpgrade(request) },
    routes,
  );
  transport.attach(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port');
  const { port } = address;

  onTestFinished(async () => {
    await transport.close();
    server.closeAllConnections();
    server.close();
  });

  return {
    transport,
    hub,
    registry,
    port,
    logLines,
    url: `http://127.0.0.1:${port}`,
    /** A client whose socket is open. */
    async connect(path = '/live', headers: Record<string, string> = {}) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
      const client = watch(socket);
      await once(socket, 'open');
      return client;
    },
  };
}

export type TestClient = ReturnType<typeof watch>;

function watch(socket: WebSocket) {
  const received: unknown[] = [];
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  // By then `ws` has said so by its close code, which the tests look at.
  socket.on('error', () => {});
  socket.on('message', (data) => received.push(JSON.parse(data.toString())));
  socket.on('close', (code, reason) => closed.resolve({ code, reason: reason.toString() }));
  onTestFinished(() => socket.terminate());
  return {
    socket,
    /** The messages from the server so far, parsed. */
    received,
    closed: closed.promise,
    send: (message: unknown) => socket.send(JSON.stringify(message)),
  };
}

/** An endpoint at `/live` that answers in a form of its own, for tests to change. */
export function createTestEndpoint(changes: Partial<Endpoint<undefined>> = {}): Endpoint<undefined> {
  return {
    name: 'test',
    path: '/live',
    authorize: () => undefined,
    message: (connection, message) => connection.send({ type: 'echo', message }),
    malformed: (connection, reason) => connection.send({ type: 'malformed', reason }),
    rateLimited: (connection) => connection.send({ type: 'rate_limited' }),
    failed: (connection, error) =>
      connection.send({ type: 'failed', code: error.code, message: error.message }),
    ...changes,
  };
}
