import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, register, UUID } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';

const OPEN_ROUTES = [
  ['POST', '/auth/register'],
  ['POST', '/auth/login'],
  ['POST', '/auth/refresh'],
] as const;
const OWN_ROUTES = [
  ['POST', '/auth/logout'],
  ['GET', '/auth/logins'],
  ['DELETE', '/auth/logins/6f1c2f0e-8d7a-4c3b-9b1a-2f3e4d5c6b7a'],
  ['PUT', '/auth/password'],
] as const;
const ROUTES_WITH_A_BODY = [...OPEN_ROUTES, ['PUT', '/auth/password']] as const;

let app: TestApp;
let person: Person;
beforeAll(async () => {
  app = await startTestApp();
  person = await register(app);
});
afterAll(() => app.close());

const as = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  app.call(method, path, body, { token: person.token, headers });

describe.each(ROUTES_WITH_A_BODY)('[C4] %s %s', (method, path) => {
  it.each(['{', 'nonsense', '{"email":}', "{'email':'a'}", '[1', '\u0000', '{"email":"\u0001"}'])(
    'is 400 with a body that isn’t JSON: %j',
    async (text) => {
      expect(await as(method, path, text)).toMatchObject(refusal(400, 'invalid_payload'));
    },
  );

  it.each(['null', '5', '"text"', '[]', '[{}]', 'true', '{}', ''])(
    '[X1] is 400 with a body that is no object, or an empty one: %j',
    async (text) => {
      expect(await as(method, path, text)).toMatchObject(refusal(400, 'invalid_payload'));
    },
  );

  it.each(['text/plain', 'application/xml', 'multipart/form-data', 'application/x-www-form-urlencoded', 'x'])(
    'is 415 with the content type %s',
    async (type) => {
      const answer = await as(method, path, '{"a":"b"}', { 'content-type': type });
      expect(answer).toMatchObject(refusal(415, 'unsupported_media_type'));
    },
  );

  it('is 413 with a body over the limit', async () => {
    const answer = await as(method, path, { password: 'x'.repeat(2_000_000) });
    expect(answer).toMatchObject(refusal(413, 'payload_too_large'));
  });

  it('takes a body of many fields and of deep ones without harm', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, index]));
    expect((await as(method, path, many)).status).toBe(400);
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    expect((await as(method, path, deep)).status).toBe(400);
    expect((await as(method, path, '{"__proto__":{"email":"a@example.org"}}')).status).toBe(400);
  });
});

describe.each(OWN_ROUTES)('[C4] [C8] [X60] %s %s', (method, path) => {
  const body = method === 'PUT' || method === 'POST' ? '{"malformed' : undefined;

  it('is 401 without a token, before anything else is looked at', async () => {
    const answer = await app.call(method, path, body);
    expect(answer).toMatchObject(refusal(401, 'unauthorized'));
    expect(answer.headers.get('content-type')).toMatch(/^application\/json(;|$)/);
  });

  it('is 401 with a bad one', async () => {
    for (const token of ['x', 'a.b.c', '..', 'x'.repeat(8_000), `${person.token}x`, person.refreshToken])
      expect(await app.call(method, path, body, { token })).toMatchObject(refusal(401, 'unauthorized'));
  });

  it('is 401 with another scheme', async () => {
    for (const authorization of ['', 'Bearer', 'Bearer ', person.token, `Basic ${person.token}`])
      expect(await app.call(method, path, body, { headers: { authorization } })).toMatchObject(
        refusal(401, 'unauthorized'),
      );
  });

  it('is 401 with the token anywhere but in the header', async () => {
    const answer = await app.call(method, `${path}?access_token=${person.token}&token=${person.token}`, body);
    expect(answer).toMatchObject(refusal(401, 'unauthorized'));
  });
});

it('[C4] every error has a request id of its own', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => app.get('/auth/logins')));
  const ids = answers.map(({ body }) => body.requestId);
  expect(new Set(ids).size).toBe(10);
});

it('[C4] no error tells of the store or the code', async () => {
  const answers = await Promise.all([
    as('DELETE', '/auth/logins/nonsense'),
    as('DELETE', "/auth/logins/'%20OR%201=1"),
    as('PUT', '/auth/password', { current_password: 5 }),
    app.call('POST', '/auth/login', { email: "'; DROP TABLE accounts; --", password: 'x' }),
    app.call('POST', '/auth/register', { email: 'x' }),
  ]);
  for (const { status, text } of answers) {
    expect(status).toBe(400);
    expect(text).not.toMatch(/stack|node_modules|\.ts|select |insert |postgres|pg_|FST_|ajv/i);
  }
});

describe('[C4] a path that is none', () => {
  it.each([
    ['GET', '/auth'],
    ['GET', '/auth/register'],
    ['GET', '/auth/login'],
    ['DELETE', '/auth/logins'],
    ['GET', '/auth/logout'],
    ['GET', '/auth/logins/6f1c2f0e-8d7a-4c3b-9b1a-2f3e4d5c6b7a'],
    ['POST', '/auth/password'],
  ])('%s %s is 404', async (method, path) => {
    expect(await as(method, path)).toMatchObject(refusal(404, 'not_found'));
  });
});

it('answers the same with a trailing slash [X4]', async () => {
  const { status, body } = await as('GET', '/auth/logins/');
  expect(status).toBe(200);
  expect(body).toEqual([expect.objectContaining({ id: expect.stringMatching(UUID), is_current: true })]);
});
