import { randomUUID } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '#server/platform/clock.ts';
import { renderError } from '#server/platform/error-forms.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Limits } from './endpoint.ts';

/** A suggestion only: a place is free as soon as one of the address's connections ends, or authenticates. */
const RETRY_AFTER_S = 60;

export function tooManyConnections({ unauthenticated, authenticated }: Limits, clock: Clock): AppError {
  const limit = unauthenticated.connectionsPerAddress;
  const which = authenticated ? 'that have not authenticated' : 'from one address';
  return new AppError('rate_limited', `At most ${limit} connections ${which}`, {
    headers: {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(clock.now() / 1000) + RETRY_AFTER_S),
      'retry-after': String(RETRY_AFTER_S),
    },
  });
}

/** Answers a request to upgrade with an error, by hand: with the upgrade, Node has let go of the socket. */
export function refuseUpgrade(request: IncomingMessage, socket: Duplex, error: AppError): void {
  const body = JSON.stringify(renderError(targetOf(request).path, error, randomUUID()));
  const headers = {
    ...error.headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
}

export function targetOf(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: new URLSearchParams() };
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

/** The socket's peer or, behind a trusted proxy, whom the proxy names: the last hop, which it added itself. */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const hops = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const lastHop = hops.at(-1)?.trim();
  return (trustProxy && lastHop) || request.socket.remoteAddress || 'unknown';
}
