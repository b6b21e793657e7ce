import type { Server } from 'node:http';
import type { BaseLogger } from 'pino';
import type { Registry } from 'prom-client';
import type { Clock } from '#server/platform/clock.ts';
import { createSecurityHeaders } from '#server/platform/security-headers.ts';
import { encodeOnce } from './connection.ts';
import type { Hub } from './hub.ts';
import { createLastToLeave } from './last-to-leave.ts';
import { createTransportMetrics } from './metrics.ts';
import type { ConnectionObserver } from './observer.ts';
import { encodeForAll } from './socketio-encoding.ts';
import type { EventEndpoint } from './socketio-endpoint.ts';
import { type SocketIoServer, startSocketIoServer } from './socketio-server.ts';

/** Below it, requests and upgrades are this transport's. */
export const SOCKET_IO_PREFIX = '/socket.io/';

/** For clients to close after they were told, and for the hooks in hand to end. */
const DRAIN_MS = 3_000;

/** For the hooks in hand to end when the sockets have been cut off. */
const CLOSE_MS = 1_000;

type SocketIoOptions = {
  hub: Pick<Hub, 'detach'>;
  registry: Registry;
  logger: BaseLogger;
  clock: Clock;
  trustProxy: boolean;
  /** Its origin is allowed by CORS, as are `clientOrigins`; https turns HSTS on. */
  publicUrl: string;
  clientOrigins: readonly string[];
  observer?: ConnectionObserver;
};

export type SocketIoTransport = ReturnType<typeof createSocketIoTransport>;

/**
 * Socket.IO 4 at `/socket.io/`, by WebSocket and by polling: the `Connection` port for events. A message is the event
 * that its `type` names, with everything else as the payload.
 */
export function createSocketIoTransport(options: SocketIoOptions) {
  const metrics = createTransportMetrics(options.registry, 'socketio');
  const encode = encodeOnce(encodeForAll);
  let start: ((server: Server) => SocketIoServer) | undefined;
  let running: SocketIoServer | undefined;
  let isDraining = false;
  const sessions = createLastToLeave(() => running?.isEmpty() ?? true);

  return {
    /** The one endpoint; it is there before the transport is attached. Without it, nothing is served. */
    endpoint<State>(definition: EventEndpoint<State>): void {
      const { publicUrl, clientOrigins, observer } = options;
      start = (server) =>
        startSocketIoServer(definition, {
          ...options,
          server,
          metrics,
          securityHeaders: createSecurityHeaders({ isHttps: publicUrl.startsWith('https:') }),
          allowedOrigins: [new URL(publicUrl).origin, ...clientOrigins],
          observer,
          encode,
          isDraining: () => isDraining,
          onLeft: sessions.left,
        });
    },

    /** Takes the requests below its path; all others go on to the routes that are there already. */
    attach(server: Server): void {
      running = start?.(server);
    },

    /** Lets nobody in any more, sends every client elsewhere, and resolves when they have gone, or were cut off. */
    async drain(): Promise<void> {
      isDraining = true;
      running?.sendAway('The server is restarting');
      await sessions.untilEmpty(DRAIN_MS);
      running?.terminate();
    },

    /** Cuts off whoever is still there; leaves no timer and no socket. */
    async close(): Promise<void> {
      isDraining = true;
      running?.terminate();
      running?.stop();
      await sessions.untilEmpty(CLOSE_MS);
    },
  };
}
