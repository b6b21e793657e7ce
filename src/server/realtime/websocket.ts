import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { BaseLogger } from 'pino';
import type { Registry } from 'prom-client';
import { closeCodes } from '#protocol/close-codes.ts';
import type { Clock } from '#server/platform/clock.ts';
import { notFound, unavailable } from '#server/platform/errors.ts';
import { encodeOnce } from './connection.ts';
import type { Endpoint } from './endpoint.ts';
import type { Hub } from './hub.ts';
import { createLastToLeave } from './last-to-leave.ts';
import { createTransportMetrics } from './metrics.ts';
import type { ConnectionObserver } from './observer.ts';
import { refuseUpgrade, targetOf } from './upgrade.ts';
import { serveWebSocketEndpoint, type WebSocketEndpoint } from './websocket-endpoint.ts';

/** For clients to close after they were told, and for the hooks in hand to end. */
const DRAIN_MS = 3_000;

/** For the hooks in hand to end when the sockets have been cut off. */
const CLOSE_MS = 1_000;

type WebSocketOptions = {
  hub: Pick<Hub, 'detach'>;
  registry: Registry;
  logger: BaseLogger;
  clock: Clock;
  trustProxy: boolean;
  /** Paths whose upgrades another transport of the same server answers. */
  ignoredPrefixes?: readonly string[];
  observer?: ConnectionObserver;
};

export type WebSocketTransport = ReturnType<typeof createWebSocketTransport>;

/** Raw WebSockets that carry JSON in text frames: the `Connection` port over `ws`. */
export function createWebSocketTransport(options: WebSocketOptions) {
  const { hub, registry, logger, clock, trustProxy, ignoredPrefixes = [], observer } = options;
  const metrics = createTransportMetrics(registry, 'websocket');
  const endpoints: WebSocketEndpoint[] = [];
  const detachers = new Set<() => void>();
  const encode = encodeOnce((message) => Buffer.from(message.text));
  let isDraining = false;

  const isIgnored = (path: string) => ignoredPrefixes.some((prefix) => path.startsWith(prefix));
  const endpointAt = (path: string) => endpoints.find((endpoint) => endpoint.matches(path));
  const allConnections = () => endpoints.flatMap((endpoint) => [...endpoint.connections]);
  const { left, untilEmpty } = createLastToLeave(() =>
    endpoints.every((endpoint) => endpoint.connections.size === 0),
  );

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { path } = targetOf(request);
    if (isIgnored(path)) return;
    // Node has let go of it: without a listener, a reset on the way would end the process.
    socket.on('error', () => socket.destroy());
    const endpoint = endpointAt(path);
    if (!endpoint || !(socket instanceof Socket)) refuseUpgrade(request, socket, notFound('Not found'));
    else if (isDraining) refuseUpgrade(request, socket, unavailable('The server is restarting'));
    else void endpoint.upgrade(request, socket, head);
  }

  return {
    endpoint<State>(definition: Endpoint<State>): void {
      endpoints.push(
        serveWebSocketEndpoint(definition, {
          hub,
          metrics,
          logger,
          clock,
          trustProxy,
          observer,
          encode,
          isDraining: () => isDraining,
          onFinished: left,
        }),
      );
    },

    attach(server: Server): void {
      server.on('upgrade', onUpgrade);
      detachers.add(() => server.off('upgrade', onUpgrade));
    },

    /**
     * For the `shouldUpgradeCallback` of the HTTP server: whether a request to upgrade is for a socket here. All
     * others are ordinary requests to a route: those to a path that isn't known, and those of HTTP clients that
     * offer h2c with every request.
     */
    shouldUpgrade(request: IncomingMessage): boolean {
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') return false;
      const { path } = targetOf(request);
      return isIgnored(path) || endpointAt(path) !== undefined;
    },

    /** Lets nobody in any more, tells every client to go elsewhere, and resolves when they have, or were cut off. */
    async drain(): Promise<void> {
      isDraining = true;
      for (const connection of allConnections())
        connection.close(closeCodes.serviceRestart, 'The server is restarting');
      await untilEmpty(DRAIN_MS);
      for (const connection of allConnections()) connection.terminate();
    },

    /** Cuts off whoever is still there; leaves no timer and no socket. */
    async close(): Promise<void> {
      isDraining = true;
      for (const detach of detachers) detach();
      for (const endpoint of endpoints) endpoint.stop();
      for (const connection of allConnections()) connection.terminate();
      await untilEmpty(CLOSE_MS);
    },
  };
}
