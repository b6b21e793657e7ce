import { randomUUID } from 'node:crypto';
import type { BaseLogger } from 'pino';
import type { Socket } from 'socket.io';
import { type CloseCode, closeCodes } from '#protocol/close-codes.ts';
import type { Clock } from '#server/platform/clock.ts';
import { renderError } from '#server/platform/error-forms.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import type { Connection, EncodedMessage } from './connection.ts';
import { reportFailure } from './failure.ts';
import type { Hub } from './hub.ts';
import type { EndpointCounts } from './metrics.ts';
import { createMinuteCount } from './minute-count.ts';
import { type ConnectionObserver, describeClient } from './observer.ts';
import { type EncodedEvent, encodeEvent, encodeHubMessage } from './socketio-encoding.ts';
import type { EventEndpoint, EventLimits } from './socketio-endpoint.ts';
import type { Session } from './socketio-session.ts';
import { createTaskQueue } from './task-queue.ts';

type OpenOptions<State> = {
  socket: Socket;
  session: Session;
  state: State;
  endpoint: EventEndpoint<State>;
  limits: EventLimits;
  hub: Pick<Hub, 'detach'>;
  clock: Clock;
  logger: BaseLogger;
  counts: EndpointCounts;
  encode: (message: EncodedMessage) => EncodedEvent;
  observer: ConnectionObserver | undefined;
  /** Closed, and its last hook has run. */
  onFinished(): void;
};

type Acknowledge = (payload: Readonly<Record<string, unknown>>) => unknown;

/** After these a client that connected again would only be sent away again, so it is told to stay away. */
const STAY_AWAY: readonly CloseCode[] = [
  closeCodes.policyViolation,
  closeCodes.replaced,
  closeCodes.signedOut,
];

const MAX_NAME_LENGTH = 100;

/** Socket.IO puts it in place of the last argument. Nothing in JSON is a function. */
const isAcknowledge = (value: unknown): value is Acknowledge => typeof value === 'function';

/** Without recursion, which a client could make as deep as its frame allows. */
function carriesBinary(payload: unknown): boolean {
  const rest = [payload];
  while (rest.length > 0) {
    const value = rest.pop();
    if (Buffer.isBuffer(value)) return true;
    if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) rest.push(part);
  }
  return false;
}

/** Serves one socket: its events in order to the endpoint's hooks, within its limits. */
export function openEventConnection<State>(options: OpenOptions<State>): void {
  const { socket, session, endpoint, limits, hub, logger, counts, encode, observer } = options;
  const countEvent = createMinuteCount(options.clock);
  let closing = false;
  let isAuthenticated = false;
  let isIdentified = false;
  let waiting = 0;

  const connection: Connection<State> = {
    id: socket.id,
    address: session.address,
    state: options.state,
    isOpen: () => !closing && socket.connected && !session.isClosing(),
    send: (message) => send(encodeHubMessage(message)),
    sendEncoded: (message) => send(encode(message)),
    authenticated(accountId) {
      if (!isAuthenticated) session.authenticated();
      isAuthenticated = true;
      if (isIdentified || accountId === undefined) return;
      isIdentified = true;
      observer?.identified(socket.id, accountId);
    },
    close,
  };

  /** Whether so many bytes more may be sent now; who reads too slowly for them is closed. */
  function maySend(bytes: number): boolean {
    if (!connection.isOpen()) return false;
    if (session.hasRoomFor(bytes)) return true;
    counts.slowReaders++;
    close(closeCodes.slowReader, 'Messages are not read fast enough');
    return false;
  }

  function send(event: EncodedEvent): void {
    if (!maySend(event.bytes)) return;
    counts.sent++;
    session.write(event);
  }

  /** To the callback, or without one under the name, if there is one. */
  function answer(
    acknowledge: Acknowledge | undefined,
    name: string | undefined,
    payload: Readonly<Record<string, unknown>>,
  ): void {
    if (!acknowledge) {
      if (name !== undefined) send(encodeEvent(name, payload));
    } else if (maySend(0)) {
      counts.sent++;
      acknowledge(payload);
    }
  }

  function refuse(thrown: unknown, event: string | undefined, acknowledge: Acknowledge | undefined): void {
    const requestId = randomUUID();
    const error = reportFailure(thrown, endpoint.name, logger, requestId);
    answer(acknowledge, 'error', { ...renderError('/socket.io/', error, requestId), event });
  }

  const tasks = createTaskQueue({
    limit: limits.queuedMessages,
    // The client is slowed down by TCP, instead of its events filling memory here.
    onFull: () => session.pause(),
    onSpace: () => session.resume(),
    // Of `close`, after which there is nobody to tell.
    onError: (error) => void reportFailure(error, endpoint.name, logger),
  });

  /** Clients connect again by themselves, unless they are told to stay away. */
  function close(code: CloseCode, reason: string): void {
    if (closing) return;
    closing = true;
    hub.detach(connection);
    tasks.clear();
    waiting = 0;
    if (STAY_AWAY.includes(code)) socket.disconnect();
    session.close(code, reason);
  }

  /** Why an event that just came isn't handled, if it isn't. */
  function refusalOf(name: unknown, payload: unknown): AppError | undefined {
    if (countEvent() > session.limit().messagesPerMinute)
      return new AppError('rate_limited', 'Too many events, wait a minute');
    // A poll brings many at once, and can't be paused.
    if (session.isPolling() && waiting >= limits.queuedMessages)
      return new AppError('rate_limited', 'Too many events at once');
    if (typeof name !== 'string' || name.length > MAX_NAME_LENGTH)
      return invalid('The name of the event is not valid');
    if (session.hasSentBinary() && carriesBinary(payload))
      return invalid('Binary payloads are not supported');
    return undefined;
  }

  function receive(name: unknown, args: unknown[]): void {
    if (!connection.isOpen()) return;
    counts.received++;
    const last = args.at(-1);
    const acknowledge = isAcknowledge(last) ? last : undefined;
    const [payload] = acknowledge ? args.slice(0, -1) : args;
    const event = String(name).slice(0, MAX_NAME_LENGTH);
    const refusal = refusalOf(name, payload);
    if (refusal) {
      refuse(refusal, event, acknowledge);
      return;
    }
    waiting++;
    tasks.push(async () => {
      waiting--;
      try {
        const reply = await endpoint.event(connection, event, payload);
        answer(acknowledge, reply.event, reply.payload);
      } catch (error) {
        refuse(error, event, acknowledge);
      }
    });
  }

  // Never passed on, so that no name of a client's is an event of this process.
  socket.use(([name, ...args]: unknown[]) => receive(name, args));
  socket.on('disconnect', () => {
    // A client may leave the namespace and keep the session, which carries nothing else.
    if (!closing) session.close();
    closing = true;
    counts.connections--;
    hub.detach(connection);
    observer?.closed(socket.id);
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
  observer?.opened({
    id: socket.id,
    transport: 'socketio',
    address: session.address,
    ...describeClient(socket.handshake.auth.deviceId, socket.handshake.headers),
  });
  tasks.push(async () => {
    try {
      await endpoint.open?.(connection);
    } catch (error) {
      refuse(error, undefined, undefined);
      close(closeCodes.internalError, 'The connection could not be set up');
    }
  });
}
