import type { IncomingHttpHeaders } from 'node:http';
import type { Connection } from './connection.ts';
import { defaultLimits, type Limits } from './endpoint.ts';

/** What a Socket.IO client says as it connects. */
export type SocketIoHandshake = {
  /** The client's `auth` object, as it came. */
  readonly auth: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
};

/** What an event is answered with. */
export type EventReply = {
  readonly payload: Readonly<Record<string, unknown>>;
  /** The event under which it goes to a client that gave no acknowledgement callback; absent: nothing goes. */
  readonly event?: string;
};

/**
 * What a feature does with the Socket.IO sockets, all of them in the main namespace. The hooks of a connection run
 * one after another, a promise settling before the next begins; `close` is the last.
 */
export type EventEndpoint<State> = {
  /** Short, for metrics and the log. */
  readonly name: string;
  readonly limits?: EventLimits;
  readonly heartbeat?: EventHeartbeat;
  /**
   * Whether to open a socket: what the feature keeps for the connection as its `state`.
   * @throws {AppError} to refuse: the client's `connect_error` has the code as its message, and the error as `data`.
   * What is `unavailable` closes the connection instead, on which clients try again by themselves.
   */
  authorize(handshake: SocketIoHandshake): State | Promise<State>;
  open?(connection: Connection<State>): unknown;
  /**
   * The payload is the event's first argument, not validated.
   * @throws {AppError} which the acknowledgement callback gets, or the client under the event `error`
   */
  event(connection: Connection<State>, name: string, payload: unknown): Promise<EventReply>;
  /** It is closed, and out of all its channels. */
  close?(connection: Connection<State>): unknown;
};

/** As of the other transport; there is no time limit, since guests may stay. A frame is a packet. */
export type EventLimits = Omit<Limits, 'unauthenticated'> & {
  readonly unauthenticated: Omit<Limits['unauthenticated'], 'milliseconds'>;
};

export const defaultEventLimits: EventLimits = {
  unauthenticated: {
    frameBytes: defaultLimits.unauthenticated.frameBytes,
    // A guest who tries codes and names; answering a question takes one.
    messagesPerMinute: 120,
    // The largest room, 5,000 players, behind the one address of its venue, and their pages opened twice.
    connectionsPerAddress: 10_000,
  },
  authenticated: defaultLimits.authenticated,
  // A client that was offline sends what it has kept at once.
  queuedMessages: 128,
  bufferedBytes: defaultLimits.bufferedBytes,
};

export type EventHeartbeat = {
  /** Between two pings of the server. */
  readonly pingMs: number;
  /** For the client's answer to a ping; without it, the connection is closed. */
  readonly pongMs: number;
};

/** Proxies close connections that are idle for 60 s, often sooner; a ping and its pong keep them open. */
export const defaultEventHeartbeat: EventHeartbeat = { pingMs: 25_000, pongMs: 20_000 };
