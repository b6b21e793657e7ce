import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { BaseLogger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '#server/platform/clock.ts';
import { AppError, unavailable } from '#server/platform/errors.ts';
import { createAddressQuota } from './address-quota.ts';
import type { EncodedMessage } from './connection.ts';
import {
  defaultHeartbeat,
  defaultLimits,
  type Endpoint,
  type Limits,
  type UpgradeRequest,
} from './endpoint.ts';
import { reportFailure } from './failure.ts';
import type { Hub } from './hub.ts';
import type { TransportMetrics } from './metrics.ts';
import { type ConnectionObserver, describeClient } from './observer.ts';
import { addressOf, refuseUpgrade, targetOf, tooManyConnections } from './upgrade.ts';
import { openWebSocketConnection, type WebSocketConnection } from './websocket-connection.ts';

/** For the closing handshake; a client that doesn't answer, a slow reader say, is cut off after it. */
const CLOSE_TIMEOUT_MS = 2_000;

type ServeOptions = {
  hub: Pick<Hub, 'detach'>;
  metrics: TransportMetrics;
  logger: BaseLogger;
  clock: Clock;
  trustProxy: boolean;
  observer: ConnectionObserver | undefined;
  encode: (message: EncodedMessage) => Buffer;
  isDraining(): boolean;
  onFinished(): void;
};

export type WebSocketEndpoint = ReturnType<typeof serveWebSocketEndpoint>;

/** Turns the upgrade requests of one endpoint into its connections, and keeps their heartbeat. */
export function serveWebSocketEndpoint<State>(endpoint: Endpoint<State>, options: ServeOptions) {
  const { hub, metrics, logger, clock, trustProxy, observer, encode, isDraining } = options;
  const limits: Limits = endpoint.limits ?? defaultLimits;
  const heartbeat = endpoint.heartbeat ?? defaultHeartbeat;
  const counts = metrics.endpoint(endpoint.name);
  const connections = new Set<WebSocketConnection>();
  const unauthenticated = createAddressQuota(limits.unauthenticated.connectionsPerAddress);
  const serverOptions = {
    noServer: true,
    clientTracking: false,
    // Messages are small, and a compressor costs each connection far more memory than all the rest of it.
    perMessageDeflate: false,
    // One bound for both states, as `ws` can't change it; the narrower one is looked at frame by frame.
    maxPayload: Math.max(limits.unauthenticated.frameBytes, limits.authenticated?.frameBytes ?? 0),
    closeTimeout: CLOSE_TIMEOUT_MS,
  };
  const server = new WebSocketServer(serverOptions);
  server.on('wsClientError', ({ message }, socket, request) => {
    const headers = { 'sec-websocket-version': '13' };
    refuseUpgrade(request, socket, new AppError('invalid_payload', message, { headers }));
  });

  const beatMs = Math.min(1_000, heartbeat.pingMs / 4);
  const beatTimer = setInterval(() => {
    for (const connection of connections) connection.beat();
  }, beatMs);

  function open(
    ws: WebSocket,
    socket: Socket,
    { query, headers, address }: UpgradeRequest,
    state: State,
    onAuthenticated: () => void,
  ): void {
    const connection = openWebSocketConnection({
      ws,
      socket,
      address,
      state,
      endpoint,
      limits,
      heartbeat,
      hub,
      clock,
      logger,
      counts,
      encode,
      observer,
      client: describeClient(query.get('deviceId'), headers),
      onAuthenticated,
      onFinished() {
        connections.delete(connection);
        options.onFinished();
      },
    });
    connections.add(connection);
  }

  return {
    connections,

    matches: (path: string): boolean =>
      typeof endpoint.path === 'string' ? path === endpoint.path : endpoint.path.test(path),

    /**
     * There is no check of Origin: it protects those who are recognised by a cookie from pages that act in their
     * name. Here the token comes in the address or in a message, which no other page knows; and bots send no Origin.
     */
    async upgrade(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
      try {
        const address = addressOf(request, trustProxy);
        const release = unauthenticated.reserve(address);
        if (!release) throw tooManyConnections(limits, clock);
        socket.once('close', release);
        const asked = { ...targetOf(request), headers: request.headers, address };
        const state = await endpoint.authorize(asked);
        if (isDraining()) throw unavailable('The server is restarting');
        server.handleUpgrade(request, socket, head, (ws) => open(ws, socket, asked, state, release));
      } catch (error) {
        refuseUpgrade(request, socket, reportFailure(error, endpoint.name, logger));
      }
    },

    stop(): void {
      clearInterval(beatTimer);
      server.close();
    },
  };
}
