import { lookup as systemLookup } from 'node:dns/promises';
import { connect as connectTcp, type LookupFunction, type Socket } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
import { createDnsResolver, isPrivateHost, isPublicAddress, type Resolve } from './public-address.ts';

export type OutboundRequest = {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** For all of it: name, connection, answer and its body. */
  timeoutMs: number;
  /** Of the answer's body; what is beyond is never read. */
  maxBodyBytes: number;
  signal?: AbortSignal;
};

export type OutboundResponse = {
  status: number;
  body: Buffer;
  /** False where the body was cut off: too long, too slow or broken. */
  isComplete: boolean;
};

export type Outbound = ReturnType<typeof createOutbound>;

type Options = {
  /** True lets requests reach loopback, private and link-local addresses too. */
  allowPrivateAddresses: boolean;
  resolve?: Resolve;
};

/** Why there was no answer. The message names neither the URL nor anything that was sent. */
export class OutboundError extends Error {
  /** `address_refused`, `timed_out`, `aborted`, `malformed_answer`, or the code of the system or the library. */
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'OutboundError';
    this.code = code;
  }
}

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_CONNECTION_MS = 4_000;

const refused = () => new OutboundError('address_refused', 'The address is not a public one');

/**
 * An HTTP client for URLs that strangers choose. Unless private addresses are allowed, it talks to public ones
 * alone: those of a name are filtered as they are looked up, and the address that the socket is really connected
 * to is checked before anything is written to it, a TLS handshake included. Redirects aren't followed.
 */
export function createOutbound({ allowPrivateAddresses, resolve }: Options) {
  const dns = createDnsResolver();
  // Names of one's own network may stand in the hosts file, which only the system's look-up reads.
  const lookUpAll: Resolve = (hostname) => systemLookup(hostname, { all: true });
  const resolveName = resolve ?? (allowPrivateAddresses ? lookUpAll : dns.resolve);
  const permits = (address: string | undefined) =>
    address !== undefined && (allowPrivateAddresses || isPublicAddress(address));

  const lookup: LookupFunction = (hostname, options, callback) => {
    resolveName(hostname).then(
      (addresses) => {
        const permitted = addresses.filter(({ address }) => permits(address));
        const [first] = permitted;
        if (!first) callback(refused(), '');
        else if (options.all) callback(null, permitted);
        else callback(null, first.address, first.family);
      },
      (error) => callback(error, ''),
    );
  };

  const secure = buildConnector({ timeout: CONNECT_TIMEOUT_MS });
  const connecting = new Set<Socket>();

  const connect: buildConnector.connector = (target, callback) => {
    const { hostname, protocol, port } = target;
    const isSecure = protocol === 'https:';
    // A host that is an address is never looked up.
    if (!allowPrivateAddresses && isPrivateHost(hostname)) {
      process.nextTick(callback, refused(), null);
      return;
    }
    const socket = connectTcp({
      host: hostname,
      port: Number(port) || (isSecure ? 443 : 80),
      lookup,
      noDelay: true,
    });
    connecting.add(socket);
    const settle: buildConnector.Callback = (...outcome) => {
      // An error on a socket that was handed over is its new owner's.
      if (connecting.delete(socket)) callback(...outcome);
    };
    const giveUp = () => socket.destroy(new OutboundError('timed_out', 'No connection in time'));
    socket.setTimeout(CONNECT_TIMEOUT_MS, giveUp);
    socket.on('error', (error) => settle(error, null));
    socket.once('connect', () => {
      socket.setTimeout(0, giveUp);
      if (!permits(socket.remoteAddress)) socket.destroy(refused());
      else if (isSecure) secure({ ...target, httpSocket: socket }, settle);
      else settle(null, socket);
    });
  };

  // One deadline over the whole request takes the place of the library's own.
  const agent = new Agent({
    connect,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    keepAliveMaxTimeout: IDLE_CONNECTION_MS,
  });

  return {
    /** @throws {OutboundError} where no answer came; an answer of any status is one */
    async request(options: OutboundRequest): Promise<OutboundResponse> {
      const { url, method = 'GET', headers = {}, body = null, signal, timeoutMs, maxBodyBytes } = options;
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await request(url, {
          dispatcher: agent,
          method,
          headers,
          body,
          signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        });
        return { status: answer.statusCode, ...(await readBody(answer.body, maxBodyBytes)) };
      } catch (error) {
        if (signal?.aborted) throw new OutboundError('aborted', 'The request was given up', error);
        if (deadline.aborted) throw new OutboundError('timed_out', 'No answer in time', error);
        throw explain(error);
      }
    },

    /** Ends every connection; what is under way fails. */
    async close(): Promise<void> {
      dns.cancel();
      const closed = new OutboundError('aborted', 'The request was given up');
      for (const socket of connecting) socket.destroy(closed);
      await agent.destroy(closed);
    },
  };
}

/** Reads to the end or the limit; leaving the loop early closes the connection. */
async function readBody(body: AsyncIterable<Uint8Array>, maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
    return { body: Buffer.concat(chunks), isComplete: size <= maxBytes };
  } catch {
    // The status is an answer even where the body broke off.
    return { body: Buffer.concat(chunks), isComplete: false };
  }
}

const MESSAGES: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused',
  ECONNRESET: 'The connection was closed without an answer',
  EPIPE: 'The connection was closed without an answer',
  UND_ERR_SOCKET: 'The connection was closed without an answer',
  UND_ERR_CONNECT_TIMEOUT: 'No connection in time',
  UND_ERR_HEADERS_OVERFLOW: 'The headers of the answer are too large',
  ENOTFOUND: 'The host name has no address',
  ENODATA: 'The host name has no address',
  EHOSTUNREACH: 'The host cannot be reached',
  ENETUNREACH: 'The host cannot be reached',
};

function explain(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  if (!(error instanceof Error)) return new OutboundError('', 'The request failed', error);
  if (error.name === 'HTTPParserError')
    return new OutboundError('malformed_answer', 'The answer is not valid HTTP', error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return new OutboundError(code, MESSAGES[code] ?? `The request failed${code && ` (${code})`}`, error);
}
