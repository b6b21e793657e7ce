import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock } from '../setup/nights.ts';
import { connectSocket } from '../setup/socket-client.ts';

const UUID = '6f1c2f0e-8d7a-4c3b-9b1a-2f3e4d5c6b7a';
const ORIGINS = ['https://one.example', 'https://two.example:8443'];
const OWN_ORIGIN = 'https://soiree.example';

/** What an error looks like in each system; further fields are allowed. */
const FORMS = {
  nights: { error: expect.any(String) },
  quiz: {
    error: expect.stringMatching(/^[a-z_]+$/),
    message: expect.any(String),
    requestId: expect.any(String),
  },
  watch: { error: expect.any(String), message: expect.any(String) },
  schedule: { statusCode: 404, error: expect.any(String), message: expect.any(String) },
};

const clock = createTestClock();
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    clock,
    env: { CLIENT_ORIGINS: ORIGINS.join(', '), PUBLIC_URL: `${OWN_ORIGIN}/` },
  });
});
afterAll(() => app.close());

const expectJson = (headers: Headers) =>
  expect(headers.get('content-type')).toMatch(/^application\/json(;|$)/);

describe('[C2] [C1] health and readiness', () => {
  it.each(['/health', '/api/health'])('%s tells that the process is alive', async (path) => {
    const { status, headers, body } = await app.get(path);
    expect(status).toBe(200);
    expectJson(headers);
    expect(body).toMatchObject({ status: 'ok', ok: true, ts: clock.now() });
  });

  it('/ready tells that requests can be served', async () => {
    expect((await app.get('/ready')).status).toBe(200);
  });

  it('sockets share the port', async () => {
    const client = await connectSocket(`${app.url}/api/sessions/live`);
    await client.catchUp();
    await client.close();
  });
});

describe('[C4] an unknown route answers in the form of', () => {
  it.each([
    ['nights', 'GET', '/api'],
    ['nights', 'GET', '/api/nope'],
    ['nights', 'GET', '/api/sessions/1/nope'],
    ['nights', 'PUT', '/api/sessions/1'],
    ['nights', 'DELETE', '/api/votes/live'],
    ['nights', 'GET', '/api/votes/nope?a=b'],
    ['nights', 'POST', '/api/webhooks/nope/nope/nope'],
    ['quiz', 'GET', '/auth/nope/nope'],
    ['quiz', 'PUT', '/profile/nope/nope'],
    ['quiz', 'GET', '/quiz/nope/nope/nope/nope'],
    ['quiz', 'GET', '/game-flows/nope/nope/nope'],
    ['quiz', 'GET', '/device-sessions/nope/nope/nope'],
    ['quiz', 'GET', '/websocket-connections/nope/nope/nope'],
    ['watch', 'GET', `/api/sessions/${UUID}/nope`],
    ['watch', 'PUT', '/api/sessions/create'],
    ['watch', 'PUT', '/api/sessions/join'],
    ['watch', 'GET', '/ws/nope/nope'],
    ['schedule', 'GET', '/sessions/nope/nope/nope'],
    ['schedule', 'PUT', '/timelines'],
    ['schedule', 'DELETE', '/occurrences'],
  ] as const)('%s: %s %s', async (system, method, path) => {
    const { status, headers, body } = await app.call(method, path);
    expect(status).toBe(404);
    expectJson(headers);
    expect(body).toMatchObject(FORMS[system]);
  });

  it.each([
    ['nights', '/api/sessions/%E0%A4%A'],
    ['nights', '/api/%zz'],
    ['quiz', '/quiz/%E0%A4%A'],
    ['quiz', '/%'],
    ['watch', '/ws/%E0%A4%A'],
    ['schedule', '/sessions/%E0%A4%A'],
  ] as const)('%s, where the path can’t be read: %s', async (system, path) => {
    const { status, headers, body } = await app.get(path);
    expect([400, 404]).toContain(status);
    expectJson(headers);
    const statusCode = system === 'schedule' ? { statusCode: status } : {};
    expect(body).toMatchObject({ ...FORMS[system], ...statusCode });
  });

  it('[C3] watch parties, for a session that is a UUID', async () => {
    const { status, body } = await app.get(`/api/sessions/${UUID}`);
    expect(status).toBeGreaterThanOrEqual(401);
    expect(status).toBeLessThanOrEqual(404);
    expect(body).toMatchObject(FORMS.watch);
  });
});

describe('[C4] a body that can’t be taken', () => {
  it.each([
    '{',
    '{"notes":}',
    '{"notes":"a",}',
    'nonsense',
    "{'notes':'a'}",
    '[1',
    '\u0000',
    '{"notes":"\u0001"}',
  ])('is 400 where it isn’t JSON: %j', async (text) => {
    for (const path of [
      '/api/sessions',
      '/api/votes/live',
      '/api/sessions/1/chat-import',
      '/api/auth/login',
    ]) {
      const { status, headers, body } = await app.send('POST', path, text);
      expect({ status, body }).toEqual({ status: 400, body: { error: expect.any(String) } });
      expectJson(headers);
    }
  });

  it.each([
    'text/plain',
    'application/xml',
    'multipart/form-data',
    'application/x-www-form-urlencoded',
    'x',
    'a/b/c',
  ])('is 415 with the content type %s', async (type) => {
    for (const path of [
      '/api/sessions',
      '/api/votes/live',
      '/api/sessions/1/chat-import',
      '/api/auth/login',
    ]) {
      const headers = { 'content-type': type };
      const answer = await app.call('POST', path, '{"notes":"a"}', { token: app.token, headers });
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 415,
        body: { error: expect.any(String) },
      });
      expectJson(answer.headers);
    }
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON'])(
    'is taken with the content type %s',
    async (type) => {
      const headers = { 'content-type': type };
      const { status } = await app.call('POST', '/api/auth/login', '{"key":"x"}', { headers });
      expect(status).toBe(401);
    },
  );

  it('is 413 over the limit, with or without its length told', async () => {
    const large = JSON.stringify({ username: 'x'.repeat(2_000_000) });
    const { status, headers, body } = await app.send('POST', '/api/votes/live', large);
    expect({ status, body }).toEqual({ status: 413, body: { error: expect.any(String) } });
    expectJson(headers);
    expect(await postChunks('/api/votes/live', large)).toEqual({
      status: 413,
      body: { error: expect.any(String) },
    });
    expect(await announce('/api/sessions/1/chat-import', 10_000_000_000)).toBe(413);
    expect((await app.get('/health')).status).toBe(200);
  });

  it('never fails on bytes that aren’t UTF-8', async () => {
    const response = await fetch(`${app.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from([...Buffer.from('{"key":"'), 0xff, 0xfe, 0xc3, ...Buffer.from('"}')]),
    });
    expect([400, 401]).toContain(response.status);
  });

  const optionsFor = (path: string, more: Record<string, string>) => ({
    method: 'POST',
    headers: { authorization: `Bearer ${app.token}`, 'content-type': 'application/json', ...more },
    path,
  });

  /** Sends the body without telling its length beforehand. */
  async function postChunks(path: string, text: string) {
    const sending = request(app.url, optionsFor(path, { 'transfer-encoding': 'chunked' }));
    // The server may close before it has read all of it.
    sending.on('error', () => {});
    sending.end(text);
    const [response] = await once(sending, 'response');
    const parsed: ReturnType<typeof JSON.parse> = JSON.parse((await response.toArray()).join(''));
    return { status: response.statusCode, body: parsed };
  }

  /** Says how long the body will be, and sends nothing of it. */
  async function announce(path: string, bytes: number): Promise<number> {
    const sending = request(app.url, optionsFor(path, { 'content-length': String(bytes) }));
    sending.on('error', () => {});
    sending.flushHeaders();
    const [response] = await once(sending, 'response');
    sending.destroy();
    return response.statusCode;
  }
});

describe('[C6] CORS', () => {
  const preflight = (origin: string, method: string) =>
    app.call('OPTIONS', '/api/sessions', undefined, {
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'content-type,authorization',
      },
    });
  const listed = (headers: Headers, name: string) =>
    (headers.get(name) ?? '').split(',').map((item) => item.trim().toLowerCase());

  it.each([...ORIGINS, OWN_ORIGIN])('lets %s in', async (origin) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers } = await preflight(origin, method);
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('access-control-allow-credentials')).toBe('true');
      expect(listed(headers, 'access-control-allow-methods').toSorted()).toEqual([
        'delete',
        'get',
        'options',
        'patch',
        'post',
        'put',
      ]);
      expect(listed(headers, 'access-control-allow-headers')).toEqual(
        expect.arrayContaining(['content-type', 'authorization']),
      );
    }
    for (const path of ['/api/sessions', '/api/nope', '/health']) {
      const { headers } = await app.get(path, { headers: { origin } });
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('access-control-allow-credentials')).toBe('true');
    }
  });

  it.each([
    'https://evil.example',
    'http://one.example',
    'https://one.example.evil.example',
    'https://two.example',
    'null',
  ])('keeps %s out', async (origin) => {
    const { headers } = await preflight(origin, 'POST');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const answer = await app.get('/api/sessions', { headers: { origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
