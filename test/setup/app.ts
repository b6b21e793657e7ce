import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApp } from '#server/app.ts';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import { loadConfig } from '#server/platform/config.ts';
import { createTestDatabase } from './database.ts';
import { recordRoutes } from './routes.ts';

export const ADMIN_KEY = 'test-admin-key-of-at-least-32-characters';
export const JWT_SECRET = 'test-jwt-secret-of-at-least-32-characters';

/** Where no room service answers: a test that wants rooms passes the address of a fake one. */
const NO_ROOM_SERVICE = 'http://127.0.0.1:1';

/** What a test reads of a body it asserts itself, so it is left as loose as JSON.parse gives it. */
type Parsed = ReturnType<typeof JSON.parse>;
export type Answer = { status: number; headers: Headers; body: Parsed; text: string };

export type TestApp = Awaited<ReturnType<typeof startTestApp>>;

type Options = { env?: Record<string, string>; clock?: Clock };
type Call = { token?: string | undefined; headers?: Record<string, string> };

/** The real app on port 0 of the loopback interface, with a database of its own. */
export async function startTestApp({ env = {}, clock = systemClock }: Options = {}) {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'soiree-app-'));
  const routes = recordRoutes();
  const app = await createApp({
    config: loadConfig({
      LOG_LEVEL: 'silent',
      PORT: '0',
      DATA_DIR: dataDir,
      JACKBOX_API: NO_ROOM_SERVICE,
      ...env,
    }),
    secrets: { adminKey: ADMIN_KEY, jwtSecret: JWT_SECRET },
    connection: database.connection,
    clock,
    logger: pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
  });
  routes.stop();
  const url = await app.server.listen({ port: 0, host: '127.0.0.1' });

  /** Sends JSON, unless the body is text or a form, which go as they are. */
  async function call(method: string, path: string, body?: unknown, options: Call = {}): Promise<Answer> {
    const headers: Record<string, string> = { ...options.headers };
    if (options.token) headers.authorization = `Bearer ${options.token}`;
    const isAsItGoes = typeof body === 'string' || body instanceof FormData;
    if (body !== undefined && !(body instanceof FormData)) headers['content-type'] ??= 'application/json';
    const response = await fetch(url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: isAsItGoes ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = text !== '' && response.headers.get('content-type')?.includes('application/json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
  }

  const login = await call('POST', '/api/auth/login', { key: ADMIN_KEY });
  const token: string = login.body.token;

  return {
    url,
    connection: database.connection,
    /** Every route, as `GET /health`. */
    routes: routes.of(app.server),
    call,
    /** The instance's own host, signed in by the admin key. */
    token,
    get: (path: string, options?: Call) => call('GET', path, undefined, options),
    /** As the host. */
    send: (method: string, path: string, body?: unknown) => call(method, path, body, { token }),
    async close() {
      await app.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
