import { randomUUID } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Ajv, type Options as AjvOptions } from 'ajv';
import addFormats from 'ajv-formats';
import Fastify, {
  type ConnectionError,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { storeError } from './database.ts';
import { renderError } from './error-forms.ts';
import { AppError, invalid, notFound } from './errors.ts';
import { createSecondsHistogram } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { createSecurityHeaders } from './security-headers.ts';

/** The HTTP server that features put their routes on; schemas give the handlers their types. */
export type HttpServer = ReturnType<typeof createServer>;

type Options = {
  logger: Logger;
  registry: Registry;
  /** Base of share links; https turns HSTS on. Its origin is allowed by CORS, as are `clientOrigins`. */
  publicUrl: string;
  clientOrigins: readonly string[];
  /** The client's address is then the last hop of X-Forwarded-For. */
  trustProxy: boolean;
  /** Which requests to upgrade the sockets take; all others are answered by a route. */
  shouldUpgrade: (request: IncomingMessage) => boolean;
};

const BODY_LIMIT_BYTES = 1024 * 1024;

function createServer(options: Pick<Options, 'logger' | 'trustProxy' | 'shouldUpgrade'>) {
  const loggerInstance: FastifyBaseLogger = options.logger;
  return Fastify({
    loggerInstance,
    // A child logger per request costs more than a vote's own work; errors carry the request id themselves.
    childLoggerFactory: (parent) => parent,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // One hop: the address that the proxy in front saw.
    trustProxy: (_address, hop) => options.trustProxy && hop < 1,
    bodyLimit: BODY_LIMIT_BYTES,
    // A chat log may come over a slow line; a byte at a time, for ever, it may not.
    requestTimeout: 300_000,
    forceCloseConnections: 'idle',
    http: { shouldUpgradeCallback: options.shouldUpgrade },
    // As long as a URL can be: what a path's text may be is for its route to say.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16_384 },
    clientErrorHandler: (error, socket) => {
      refuseUnreadable(error, socket);
    },
    frameworkErrors: (_error, request, reply) => {
      sendError(reply, request, notFound('Not found'));
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
}

/** A server with the security headers, CORS, body parsing, validation, errors and metrics of all features. */
export async function createHttpServer(options: Options): Promise<HttpServer> {
  const server = createServer(options);
  validateStrictly(server);
  parseJsonBodies(server);
  answerErrors(server, options.logger);
  measureRequests(server, options.registry);
  const securityHeaders = createSecurityHeaders({ isHttps: options.publicUrl.startsWith('https:') });
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders);
    done();
  });
  await describeApi(server, options.publicUrl);
  const origins = [new URL(options.publicUrl).origin, ...options.clientOrigins];
  await server.register(cors, {
    origin: origins,
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    allowedHeaders: ['Content-Type', 'Authorization'],
    exposedHeaders: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Retry-After'],
    // An OPTIONS that asks for nothing is answered as any other.
    strictPreflight: false,
    maxAge: 600,
  });
  return server;
}

/** Text of URLs is converted to the schema's types; JSON bodies say what they mean and are taken as they are. */
function validateStrictly(server: HttpServer): void {
  const common: AjvOptions = { strict: false, useDefaults: true, removeAdditional: false };
  // Every error of a body is reported, so that a client can show each beside its field.
  const bodies = new Ajv({ ...common, allErrors: true, verbose: true });
  const texts = new Ajv({ ...common, coerceTypes: 'array' });
  addFormats.default(bodies);
  addFormats.default(texts);
  server.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? bodies : texts).compile(schema),
  );
  server.setSchemaErrorFormatter((errors, part) => {
    const [first] = errors;
    const field = first?.instancePath.slice(1).replaceAll('/', '.') || part;
    return invalid(`${field} ${first?.message ?? 'is not valid'}`);
  });
}

function parseJsonBodies(server: HttpServer): void {
  server.removeAllContentTypeParsers();
  const parse = server.getDefaultJsonParser('error', 'ignore');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // Clients set the content type on requests without a body too; they mean an object without fields.
    if (body.length === 0) done(null, {});
    else parse(request, body.toString(), done);
  });
  server.addHook('preValidation', (request, _reply, done) => {
    // So does a request without a content type.
    if (request.body === undefined && request.routeOptions.schema?.body) request.body = {};
    done();
  });
}

/** What Fastify itself refuses, in our codes. */
function fromFastify(error: FastifyError): AppError | undefined {
  switch (error.statusCode) {
    case 400:
      return invalid(
        error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' ? 'The body is not valid JSON' : error.message,
      );
    // A path of static files that no file could have.
    case 403:
    case 404:
      return notFound('Not found');
    case 413:
      return new AppError('payload_too_large', 'The body is too large');
    case 415:
      return new AppError('unsupported_media_type', 'Unsupported content type');
    case 503:
      return new AppError('unavailable', 'The server is restarting', { headers: { 'retry-after': '1' } });
    default:
      return undefined;
  }
}

/** What isn't HTTP, or comes too slowly to be read, has no path yet, so its answer is in the form of no system. */
function refuseUnreadable(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const isSlow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const status = isSlow ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const refusal = invalid(isSlow ? 'The request took too long to arrive' : 'The request can not be read');
  const body = JSON.stringify(renderError('', refusal, randomUUID()));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const pathOf = (url: string) => url.split('?', 1)[0] ?? url;

/** In the form of the system that owns the path. */
function sendError(reply: FastifyReply, request: FastifyRequest, error: AppError): FastifyReply {
  return reply
    .code(error.status)
    .headers(error.status === 401 ? { ...error.headers, 'www-authenticate': 'Bearer' } : error.headers)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(renderError(pathOf(request.url), error, request.id)));
}

function answerErrors(server: HttpServer, logger: Logger): void {
  server.setErrorHandler<FastifyError>((thrown, request, reply) => {
    const error = storeError(thrown);
    const known = error instanceof AppError ? error : fromFastify(thrown);
    if (!known) {
      const about = { err: error, requestId: request.id, method: request.method, path: pathOf(request.url) };
      logger.error(about, 'a request failed');
      return sendError(reply, request, new AppError('server_error', 'Internal server error'));
    }
    if (known.code === 'unavailable') logger.warn({ err: known.cause, requestId: request.id }, known.message);
    return sendError(reply, request, known);
  });

  server.setNotFoundHandler((request, reply) => sendError(reply, request, notFound('Not found')));
}

function measureRequests(server: HttpServer, registry: Registry): void {
  const seconds = createSecondsHistogram(
    registry,
    'soiree_http_request_seconds',
    'Time from request to answer.',
    ['method', 'route', 'status'],
  );
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
}
