import type { Server as HttpServer } from 'node:http';
import type { BaseLogger } from 'pino';
import { type ExtendedError, Server, type Socket } from 'socket.io';
import { type ServerOptions, WebSocketServer } from 'ws';
import { closeCodes } from '#protocol/close-codes.ts';
import type { Clock } from '#server/platform/clock.ts';
import { AppError, invalid, unavailable } from '#server/platform/errors.ts';
import type { EncodedMessage } from './connection.ts';
import { reportFailure } from './failure.ts';
import type { Hub } from './hub.ts';
import type { TransportMetrics } from './metrics.ts';
import type { ConnectionObserver } from './observer.ts';
import { openEventConnection } from './socketio-connection.ts';
import type { EncodedEvent } from './socketio-encoding.ts';
import { defaultEventHeartbeat, defaultEventLimits, type EventEndpoint } from './socketio-endpoint.ts';
import { createIntake } from './socketio-intake.ts';
import type { Session } from './socketio-session.ts';
import { refuseUpgrade } from './upgrade.ts';

/** For the closing handshake; a client that doesn't answer, a slow reader say, is cut off after it. */
const CLOSE_TIMEOUT_MS = 2_000;

/** For a session's client to ask for the namespace, and to be let in. */
const CONNECT_TIMEOUT_MS = 15_000;

/** To connect in one session: with another token, say. */
const MAX_ATTEMPTS = 10;

type ServeOptions = {
  server: HttpServer;
  hub: Pick<Hub, 'detach'>;
  metrics: TransportMetrics;
  logger: BaseLogger;
  clock: Clock;
  trustProxy: boolean;
  securityHeaders: Readonly<Record<string, string>>;
  allowedOrigins: readonly string[];
  observer: ConnectionObserver | undefined;
  encode: (message: EncodedMessage) => EncodedEvent;
  isDraining(): boolean;
  /** A session or a connection is gone. */
  onLeft(): void;
};

export type SocketIoServer = ReturnType<typeof startSocketIoServer>;

/** Puts Socket.IO, for one endpoint, on an HTTP server. */
export function startSocketIoServer<State>(endpoint: EventEndpoint<State>, options: ServeOptions) {
  const { server, hub, metrics, logger, clock, observer, encode, isDraining, onLeft } = options;
  const limits = endpoint.limits ?? defaultEventLimits;
  const heartbeat = endpoint.heartbeat ?? defaultEventHeartbeat;
  const counts = metrics.endpoint(endpoint.name);
  const maxBytes = Math.max(limits.unauthenticated.frameBytes, limits.authenticated?.frameBytes ?? 0);
  const admitted = new WeakMap<Socket, { session: Session; state: State }>();
  const connections = new Set<Socket>();
  const webSocketServers: WebSocketServer[] = [];

  /** Engine.IO calls it by `new`. */
  function createServer(engineOptions: ServerOptions): WebSocketServer {
    const wsOptions = { ...engineOptions, clientTracking: true, closeTimeout: CLOSE_TIMEOUT_MS };
    const webSocketServer = new WebSocketServer(wsOptions);
    webSocketServer.on('wsClientError', ({ message }, socket, request) => {
      const headers = { 'sec-websocket-version': '13' };
      refuseUpgrade(request, socket, new AppError('invalid_payload', message, { headers }));
    });
    webSocketServers.push(webSocketServer);
    return webSocketServer;
  }

  const io = new Server(server, {
    path: '/socket.io/',
    serveClient: false,
    // Those that aren't for it are others'.
    destroyUpgrade: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    pingInterval: heartbeat.pingMs,
    pingTimeout: heartbeat.pongMs,
    maxHttpBufferSize: maxBytes,
    // Once for each recipient, of messages that are small.
    httpCompression: false,
    wsEngine: createServer,
    cors: {
      origin: [...options.allowedOrigins],
      credentials: true,
      methods: ['GET', 'POST'],
      allowedHeaders: ['Content-Type', 'Authorization'],
      maxAge: 600,
    },
  });
  const intake = createIntake({
    engine: io.engine,
    limits,
    maxBytes,
    securityHeaders: options.securityHeaders,
    trustProxy: options.trustProxy,
    clock,
    isDraining,
    onClosed: onLeft,
  });

  async function authorize(socket: Socket, session: Session): Promise<State> {
    if (session.isConnecting) throw invalid('Already connecting');
    if (++session.attempts > MAX_ATTEMPTS) throw new AppError('rate_limited', 'Too many attempts to connect');
    session.isConnecting = true;
    try {
      const { auth, headers } = socket.handshake;
      const state = await endpoint.authorize({ auth, headers, address: session.address });
      if (isDraining()) throw unavailable('The server is restarting');
      return state;
    } finally {
      session.isConnecting = false;
    }
  }

  /** Why the socket isn't let in, as its client gets it with `connect_error`; nothing if it is. */
  async function refusalOf(socket: Socket): Promise<ExtendedError | undefined> {
    const session = intake.sessionOf(socket.conn);
    if (!session) return new Error('server_error');
    try {
      admitted.set(socket, { session, state: await authorize(socket, session) });
      return undefined;
    } catch (thrown) {
      const { code, message, details } = reportFailure(thrown, endpoint.name, logger);
      // A client that is refused doesn't try again by itself, one that loses its connection does.
      if (code === 'unavailable') session.close(closeCodes.serviceRestart, message);
      return Object.assign(new Error(code), { data: { error: code, message, ...details } });
    }
  }

  io.use(async (socket, next) => next(await refusalOf(socket)));
  io.on('connection', (socket) => {
    const admission = admitted.get(socket);
    if (!admission || admission.session.isClosing()) return;
    connections.add(socket);
    openEventConnection({
      ...admission,
      socket,
      endpoint,
      limits,
      hub,
      clock,
      logger,
      counts,
      encode,
      observer,
      onFinished() {
        connections.delete(socket);
        onLeft();
      },
    });
  });

  return {
    isEmpty: () => intake.sessions.size === 0 && connections.size === 0,

    /** All clients connect again by themselves, elsewhere. */
    sendAway(reason: string): void {
      for (const session of intake.sessions.values()) session.close(closeCodes.serviceRestart, reason);
    },

    terminate(): void {
      for (const session of intake.sessions.values()) session.terminate();
    },

    /** Leaves no timer and no socket. */
    stop(): void {
      io.engine.close();
      for (const { clients } of webSocketServers) for (const client of clients) client.terminate();
    },
  };
}
