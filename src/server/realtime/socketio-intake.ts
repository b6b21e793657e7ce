import { randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'socket.io';
import { closeCodes } from '#protocol/close-codes.ts';
import type { Clock } from '#server/platform/clock.ts';
import { renderError } from '#server/platform/error-forms.ts';
import { AppError, invalid, unavailable } from '#server/platform/errors.ts';
import { createAddressQuota } from './address-quota.ts';
import type { EventLimits } from './socketio-endpoint.ts';
import { type EngineSocket, openSession, type Session } from './socketio-session.ts';
import { addressOf, refuseUpgrade, targetOf, tooManyConnections } from './upgrade.ts';

type IntakeOptions = {
  engine: Server['engine'];
  limits: EventLimits;
  /** Of a request's body. */
  maxBytes: number;
  securityHeaders: Readonly<Record<string, string>>;
  trustProxy: boolean;
  clock: Clock;
  isDraining(): boolean;
  /** A session has ended. */
  onClosed(): void;
};

/** A request for a session. */
type Handshake = { readonly id: string; readonly address: string; release(): void; isOpen: boolean };

type EngineError = { req: IncomingMessage; code: number; message: string };

/**
 * Stands before Engine.IO's requests: admits them or refuses them, in the form of all errors, and keeps the sessions
 * that come of them.
 */
export function createIntake(options: IntakeOptions) {
  const { engine, limits, maxBytes, securityHeaders, trustProxy, clock, isDraining } = options;
  const quota = createAddressQuota(limits.unauthenticated.connectionsPerAddress);
  const sessions = new Map<string, Session>();
  const sessionsByConn = new WeakMap<EngineSocket, Session>();
  const handshakes = new WeakMap<IncomingMessage, Handshake>();
  /** Of the requests that aren't upgrades. */
  const responses = new WeakMap<IncomingMessage, ServerResponse>();
  /** The last poll and the last delivery of each session that polls. */
  const lastAnswers = new WeakMap<Session, Map<string, ServerResponse>>();

  function refuse(request: IncomingMessage, error: AppError): void {
    const response = responses.get(request);
    if (!response) {
      refuseUpgrade(request, request.socket, error);
      return;
    }
    const body = JSON.stringify(renderError(targetOf(request).path, error, randomUUID()));
    const headers = { ...error.headers, 'content-type': 'application/json; charset=utf-8' };
    response.writeHead(error.status, headers).end(body);
  }

  /** Why there can be no session for the request, if there can't. `ending` closes with the request. */
  function refusalOfHandshake(request: IncomingMessage, ending: EventEmitter): AppError | undefined {
    if (isDraining()) return unavailable('The server is restarting');
    const address = addressOf(request, trustProxy);
    const release = quota.reserve(address);
    if (!release) return tooManyConnections(limits, clock);
    const handshake = { id: randomUUID(), address, release, isOpen: false };
    handshakes.set(request, handshake);
    ending.once('close', () => {
      if (!handshake.isOpen) release();
    });
    return undefined;
  }

  /** Why a client that polls may not ask this, if it may not. */
  function refusalOfPolling(
    request: IncomingMessage,
    response: ServerResponse,
    session: Session,
  ): AppError | undefined {
    const { method = '' } = request;
    if (method !== 'GET' && method !== 'POST') return invalid('Only GET and POST are supported');
    if (method === 'POST') {
      const bytes = request.headers['content-length'];
      if (bytes === undefined) return invalid('Content-Length is required');
      if (Number(bytes) > maxBytes) {
        session.close(closeCodes.messageTooBig, 'Frame too big');
        return new AppError('payload_too_large', 'The body is too large', {
          headers: { connection: 'close' },
        });
      }
      if (request.headers['content-type'] === 'application/octet-stream')
        return new AppError('unsupported_media_type', 'Unsupported content type');
    }
    const answers = lastAnswers.get(session) ?? new Map<string, ServerResponse>();
    lastAnswers.set(session, answers);
    // Also of a client that asks for more without reading what it was given.
    if (answers.get(method)?.writableFinished === false) {
      session.close();
      return invalid('One request of a kind at a time');
    }
    answers.set(method, response);
    return undefined;
  }

  function refusalOf(request: IncomingMessage, response: unknown): AppError | undefined {
    const { sid, EIO } = Object.fromEntries(targetOf(request).query);
    const isHttp = response instanceof ServerResponse;
    if (!sid) {
      if (EIO !== '4') return invalid('Only protocol version 4 of Engine.IO is supported');
      return refusalOfHandshake(request, isHttp ? response : request.socket);
    }
    const session = sessions.get(sid);
    return session && isHttp ? refusalOfPolling(request, response, session) : undefined;
  }

  engine.use((request: IncomingMessage, response: unknown, next: () => void) => {
    if (response instanceof ServerResponse) {
      responses.set(request, response);
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    } else {
      // Node has let go of it: without a listener, a reset on the way would end the process.
      request.socket.on('error', () => request.socket.destroy());
    }
    const refusal = refusalOf(request, response);
    if (refusal) refuse(request, refusal);
    else next();
  });

  // It would answer in a form of its own, but for a request that has been answered.
  engine.on('connection_error', ({ req, code, message }: EngineError) => {
    refuse(req, invalid(message, { code }));
  });

  engine.generateId = (request) => handshakes.get(request)?.id ?? randomUUID();

  engine.on('connection', (conn: EngineSocket) => {
    const handshake = handshakes.get(conn.request);
    if (!handshake) return conn.close(true);
    const { id, address, release } = handshake;
    handshake.isOpen = true;
    const session = openSession({ conn, address, limits, clock, release });
    sessions.set(id, session);
    sessionsByConn.set(conn, session);
    conn.once('close', () => {
      sessions.delete(id);
      release();
      options.onClosed();
    });
  });

  return {
    sessions,
    sessionOf: (conn: EngineSocket): Session | undefined => sessionsByConn.get(conn),
  };
}
