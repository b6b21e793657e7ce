import type { IncomingHttpHeaders } from 'node:http';
import type { AppError } from '#server/platform/errors.ts';
import type { Connection } from './connection.ts';

/** The HTTP request that asks for a socket, as far as a feature needs it to decide. */
export type UpgradeRequest = {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
};

/**
 * What a feature does with the sockets of one path. The hooks of a connection run one after another, a promise
 * settling before the next begins; `close` is the last.
 */
export type Endpoint<State> = {
  /** Short, for metrics and the log. */
  readonly name: string;
  readonly path: string | RegExp;
  readonly limits?: Limits;
  readonly heartbeat?: Heartbeat;
  /**
   * Whether to open a socket: what the feature keeps for the connection as its `state`.
   * @throws {AppError} to refuse; answered by HTTP as on any route of that path
   */
  authorize(request: UpgradeRequest): State | Promise<State>;
  open?(connection: Connection<State>): unknown;
  message(connection: Connection<State>, message: unknown): unknown;
  /** A frame that is no message: binary, or not JSON. */
  malformed(connection: Connection<State>, reason: string): unknown;
  /** A message was dropped, being more than the limit allows. */
  rateLimited(connection: Connection<State>): unknown;
  /** Another hook threw: the client may be told of the error, which has been logged where it is the server's. */
  failed(connection: Connection<State>, error: AppError): unknown;
  /** It is closed, and out of all its channels. */
  close?(connection: Connection<State>): unknown;
};

export type ClientLimits = {
  /** Bytes of one frame; a bigger one closes the connection. */
  readonly frameBytes: number;
  readonly messagesPerMinute: number;
};

export type Limits = {
  readonly unauthenticated: ClientLimits & {
    /** Until it must have authenticated; absent where nobody has to, who may then stay. */
    readonly milliseconds?: number;
    readonly connectionsPerAddress: number;
  };
  /** Absent where nobody authenticates. */
  readonly authenticated?: ClientLimits;
  /** Messages that may wait for the one in hand before nothing more is read from the socket. */
  readonly queuedMessages: number;
  /** Bytes that may wait to be sent; the message that would exceed them closes the connection. */
  readonly bufferedBytes: number;
};

export const defaultLimits = {
  unauthenticated: {
    // Anyone can open a socket. A token fits many times over; what doesn't fit has no business here yet, and is
    // memory that a stranger makes the server hold.
    frameBytes: 16 * 1024,
    // Room for every attempt at a token that a person makes, none for trying them out by the thousand.
    messagesPerMinute: 60,
    // Long enough for someone to fetch a token by hand, while sockets that are opened and forgotten go.
    milliseconds: 10 * 60_000,
    // A whole school behind one address gets in at once; one machine can't use up the server's sockets.
    connectionsPerAddress: 2_000,
  },
  authenticated: {
    // The documented bound for a message: the largest WebRTC descriptions fit.
    frameBytes: 64 * 1024,
    // A bot that relays the votes of a lively chat; more than that goes by HTTP.
    messagesPerMinute: 1_200,
  },
  // Enough that a burst isn't slowed down, too few to be worth an attack: some 2 MiB at the largest frames.
  queuedMessages: 32,
  // Thousands of events: who is that far behind is better served by loading the present state.
  bufferedBytes: 1024 * 1024,
} satisfies Limits;

/** Of an endpoint that is open to all: nobody says who they are, and nobody has much to say. */
export const publicLimits: Limits = {
  queuedMessages: defaultLimits.queuedMessages,
  bufferedBytes: defaultLimits.bufferedBytes,
  unauthenticated: {
    // A ping is all that a listener sends.
    frameBytes: 1024,
    messagesPerMinute: 60,
    connectionsPerAddress: defaultLimits.unauthenticated.connectionsPerAddress,
  },
};

export type Heartbeat = {
  /** Between two pings of the server. */
  readonly pingMs: number;
  /** Without anything from the client, no frame and no pong, for this long, the connection is closed. */
  readonly silenceMs: number;
};

/** Proxies close connections that are idle for 60 s, often sooner; a ping and its pong keep them open. */
export const defaultHeartbeat: Heartbeat = { pingMs: 25_000, silenceMs: 60_000 };
