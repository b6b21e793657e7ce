import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { BaseLogger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import { closeCodes } from '#protocol/close-codes.ts';
import type { Clock } from '#server/platform/clock.ts';
import { type Connection, type EncodedMessage, encodeMessage } from './connection.ts';
import type { Endpoint, Heartbeat, Limits } from './endpoint.ts';
import { reportFailure } from './failure.ts';
import type { Hub } from './hub.ts';
import type { EndpointCounts } from './metrics.ts';
import { createMinuteCount, FLOOD_FACTOR } from './minute-count.ts';
import type { ConnectionObserver, describeClient } from './observer.ts';
import { createTaskQueue } from './task-queue.ts';

const AS_TEXT = { binary: false };

type OpenOptions<State> = {
  ws: WebSocket;
  /** The one below `ws`, which knows of bytes that aren't a whole frame yet. */
  socket: Socket;
  address: string;
  state: State;
  endpoint: Endpoint<State>;
  limits: Limits;
  heartbeat: Heartbeat;
  hub: Pick<Hub, 'detach'>;
  clock: Clock;
  logger: BaseLogger;
  counts: EndpointCounts;
  encode: (message: EncodedMessage) => Buffer;
  observer: ConnectionObserver | undefined;
  /** What the client says of itself. */
  client: ReturnType<typeof describeClient>;
  onAuthenticated(): void;
  /** Closed, and its last hook has run. */
  onFinished(): void;
};

export type WebSocketConnection = {
  close: Connection['close'];
  terminate(): void;
  /** To be called regularly: pings, and closes what is silent or takes too long to authenticate. */
  beat(): void;
};

/** Serves one WebSocket: its messages in order to the endpoint's hooks, within its limits. */
export function openWebSocketConnection<State>(options: OpenOptions<State>): WebSocketConnection {
  const { ws, socket, endpoint, limits, heartbeat, hub, clock, logger, counts, encode, observer } = options;
  const openedAt = clock.now();
  const countMessage = createMinuteCount(clock);
  let closing = false;
  let isAuthenticated = false;
  let isIdentified = false;
  let bytesHeard = socket.bytesRead;
  let heardAt = openedAt;
  let pingedAt = openedAt;

  const connection: Connection<State> = {
    id: randomUUID(),
    address: options.address,
    state: options.state,
    isOpen: () => !closing && ws.readyState === ws.OPEN,
    send: (message) => connection.sendEncoded(encodeMessage(message)),
    sendEncoded(message) {
      if (!connection.isOpen()) return;
      const payload = encode(message);
      if (ws.bufferedAmount + payload.length > limits.bufferedBytes) {
        counts.slowReaders++;
        close(closeCodes.slowReader, 'Messages are not read fast enough');
        return;
      }
      counts.sent++;
      gather();
      ws.send(payload, AS_TEXT);
    },
    authenticated(accountId) {
      if (!isAuthenticated) options.onAuthenticated();
      isAuthenticated = true;
      if (isIdentified || accountId === undefined) return;
      isIdentified = true;
      observer?.identified(connection.id, accountId);
    },
    close,
  };

  /** What is sent in one turn of the event loop leaves in one write: a batch of votes is many events at once. */
  function gather(): void {
    if (socket.writableCorked > 0) return;
    socket.cork();
    process.nextTick(uncork);
  }
  const uncork = () => socket.uncork();

  const tasks = createTaskQueue({
    limit: limits.queuedMessages,
    // The client is slowed down by TCP, instead of its messages filling memory here.
    onFull: () => ws.pause(),
    onSpace: () => ws.resume(),
    // Of `close` and `failed`, after which there is nobody to tell.
    onError: (error) => void reportFailure(error, endpoint.name, logger),
  });

  function run(hook: () => unknown): void {
    tasks.push(async () => {
      try {
        await hook();
      } catch (error) {
        await endpoint.failed(connection, reportFailure(error, endpoint.name, logger));
      }
    });
  }

  /** Starts the closing handshake; `ws` ends the socket itself if the client doesn't answer in time. */
  function close(code: number, reason: string): void {
    if (closing) return;
    closing = true;
    hub.detach(connection);
    tasks.clear();
    // Paused, it would never see the client's answer.
    ws.resume();
    ws.close(code, reason);
  }

  function receive(data: RawData, isBinary: boolean): void {
    // `ws` gives buffers unless asked for something else.
    if (closing || !Buffer.isBuffer(data)) return;
    counts.received++;
    const count = countMessage();
    const { frameBytes, messagesPerMinute } =
      (isAuthenticated && limits.authenticated) || limits.unauthenticated;
    if (data.length > frameBytes) close(closeCodes.messageTooBig, 'Frame too big');
    else if (count > FLOOD_FACTOR * messagesPerMinute) close(closeCodes.policyViolation, 'Too many messages');
    else if (count > messagesPerMinute) run(() => endpoint.rateLimited(connection));
    else run(() => handle(data, isBinary));
  }

  function handle(bytes: Buffer, isBinary: boolean): unknown {
    if (isBinary) return endpoint.malformed(connection, 'Binary frames are not supported');
    let message: unknown;
    try {
      message = JSON.parse(bytes.toString());
    } catch {
      return endpoint.malformed(connection, 'Not valid JSON');
    }
    return endpoint.message(connection, message);
  }

  ws.on('message', receive);
  ws.on('error', (error) => {
    // The client's doing: a frame over the limit or against the protocol, or a reset. 'close' follows.
    logger.debug({ err: error, endpoint: endpoint.name }, 'a socket failed');
  });
  ws.on('close', () => {
    closing = true;
    counts.connections--;
    hub.detach(connection);
    observer?.closed(connection.id);
    // What the client sent before it left is handled before this.
    tasks.push(async () => {
      try {
        await endpoint.close?.(connection);
      } finally {
        options.onFinished();
      }
    });
  });
  counts.connections++;
  const { id, address } = connection;
  observer?.opened({ id, transport: 'websocket', address, ...options.client });
  run(async () => {
    try {
      await endpoint.open?.(connection);
    } catch (error) {
      close(closeCodes.internalError, 'The connection could not be set up');
      throw error;
    }
  });

  return {
    close,
    terminate: () => ws.terminate(),
    beat() {
      if (!connection.isOpen()) return;
      const now = clock.now();
      const { milliseconds = Number.POSITIVE_INFINITY } = limits.unauthenticated;
      if (!isAuthenticated && now - openedAt >= milliseconds)
        return close(closeCodes.authenticationTimeout, 'Not authenticated in time');
      // Any byte is a sign of life. While nothing is read, silence is the server's own doing.
      if (socket.bytesRead !== bytesHeard || ws.isPaused) {
        bytesHeard = socket.bytesRead;
        heardAt = now;
      }
      // A ping that is due goes before the verdict: a server that was itself asleep must ask before it judges.
      if (now - pingedAt >= heartbeat.pingMs) {
        pingedAt = now;
        ws.ping();
      } else if (now - heardAt >= heartbeat.silenceMs) {
        close(closeCodes.silent, 'Nothing heard');
      }
    },
  };
}
