import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, refusal, register } from '../setup/accounts.ts';
import { ALL_SCOPES, makeKey } from '../setup/api-keys.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';

let app: TestApp;
let admin: Person;
let person: Person;

beforeAll(async () => {
  app = await startTestApp();
  admin = await register(app);
  person = await register(app);
});
afterAll(() => app.close());

const keyOf = async ({ token }: Person, scopes: readonly string[] = ALL_SCOPES) =>
  (await makeKey(app, token, { scopes })).key;

type Route = { method: string; path: string; scope: string };

/** Without a token, or where another system that has the same address asks for one. */
const mayBeOpen = (security: object[] | undefined) =>
  security?.length === 0 || security?.some((scheme) => Object.keys(scheme).length === 0);

/** Every route of the nights that asks for a token, by the document that lists them all. */
async function listNightRoutes(): Promise<Route[]> {
  const { body } = await app.get('/openapi.json');
  return Object.entries<Record<string, { security?: object[]; tags?: string[] }>>(body.paths)
    .filter(([path]) => path.startsWith('/api/') && !path.startsWith('/api/auth/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { security, tags }]) => !mayBeOpen(security) && !tags?.includes('watch'))
        .map(([method]) => ({
          method: method.toUpperCase(),
          path: path.replaceAll(/\{[^}]*\}/g, '1'),
          scope: method === 'get' ? 'read' : path.startsWith('/api/votes') ? 'votes:write' : 'nights:write',
        })),
    );
}

describe('[A7] [X71] the scopes of a key', () => {
  it('say which routes of the nights it may call', async () => {
    const routes = await listNightRoutes();
    expect(routes.length).toBeGreaterThan(25);
    for (const scope of ['nights:write', 'votes:write', 'read'])
      expect(routes.map((route) => route.scope)).toContain(scope);
    const keys = await Promise.all(
      ALL_SCOPES.map(async (scope) => ({ scope, key: await keyOf(person, [scope]) })),
    );
    for (const { method, path, scope: needed } of routes) {
      const sent = method === 'GET' || method === 'DELETE' ? undefined : {};
      for (const { scope, key } of keys) {
        const { status, body } = await app.call(method, path, sent, { token: key });
        const what = `${method} ${path} with ${scope}`;
        const lacking = { error: `This API key lacks the scope ${needed}` };
        if (scope === needed) {
          expect(body, what).not.toEqual(lacking);
          expect(status, what).not.toBe(401);
        } else expect({ status, body }, what).toEqual({ status: 403, body: lacking });
      }
    }
  });

  it('add up', async () => {
    const key = await keyOf(person, ['read', 'votes:write']);
    expect((await app.get('/profile', { token: key })).status).toBe(200);
    expect((await app.call('POST', '/api/votes/live', {}, { token: key })).status).toBe(400);
  });

  it('say whether it reads the profile', async () => {
    for (const scope of ALL_SCOPES) {
      const answer = await app.get('/profile', { token: await keyOf(person, [scope]) });
      if (scope === 'read') expect(answer).toMatchObject({ status: 200, body: { id: person.id } });
      else expect(answer).toMatchObject(refusal(403, 'forbidden'));
    }
  });

  it('give no more rights than the account has', async () => {
    const favor = (token: string) => app.call('PATCH', '/api/games/1/favor', { favor_bias: 1 }, { token });
    expect((await favor(await keyOf(admin))).status).toBe(200);
    const refused = await favor(await keyOf(person));
    expect({ status: refused.status, body: refused.body }).toEqual({
      status: 403,
      body: { error: 'Administrator access required' },
    });
  });
});

describe('[A7] [X71] [N2] a key with nights:write', () => {
  it('opens the night of its account', async () => {
    const key = await keyOf(person, ['nights:write']);
    const { status, body } = await app.call('POST', '/api/sessions', {}, { token: key });
    expect(status).toBe(201);
    const active = await app.get(`/api/sessions/active?host=${person.username}`);
    expect(active.body.id).toBe(body.id);
    const other = await keyOf(await register(app));
    const close = (token: string) => app.call('POST', `/api/sessions/${body.id}/close`, {}, { token });
    expect((await close(other)).status).toBe(403);
    expect((await close(key)).status).toBe(200);
  });
});

const OWN_ROUTES = [
  ['POST', '/auth/api-keys'],
  ['GET', '/auth/api-keys'],
  ['DELETE', '/auth/api-keys/4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11'],
  ['POST', '/auth/logout'],
  ['GET', '/auth/logins'],
  ['DELETE', '/auth/logins/4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11'],
  ['PUT', '/auth/password'],
  ['PUT', '/profile/username'],
  ['PUT', '/profile/display-name'],
] as const;

const ADMINISTRATORS_ROUTES = [
  ['GET', '/auth/accounts'],
  ['PATCH', '/auth/accounts/4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11'],
  ['POST', '/auth/accounts/4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11/password-reset'],
  ['GET', '/auth/audit'],
] as const;

/** Malformed, to show that nothing is looked at before the token. */
const bodyOf = (method: string) => (method === 'GET' || method === 'DELETE' ? undefined : '{"malformed');

describe.each(OWN_ROUTES)('[C8] %s %s', (method, path) => {
  const answerTo = (token?: string) => app.call(method, path, bodyOf(method), { token });

  it('takes an access token, no API key, not the admin key’s token', async () => {
    expect(await answerTo()).toMatchObject(refusal(401, 'unauthorized'));
    expect(await answerTo('soi_nonsense')).toMatchObject(refusal(401, 'unauthorized'));
    expect(await answerTo(await keyOf(person))).toMatchObject(refusal(403, 'forbidden'));
    expect(await answerTo(await keyOf(admin))).toMatchObject(refusal(403, 'forbidden'));
    expect(await answerTo(app.token)).toMatchObject(refusal(403, 'forbidden'));
    expect(await answerTo(person.refreshToken)).toMatchObject(refusal(401, 'unauthorized'));
  });
});

describe.each(ADMINISTRATORS_ROUTES)('[A4] [C8] %s %s', (method, path) => {
  const answerTo = (token?: string) => app.call(method, path, bodyOf(method), { token });

  it('is for administrators, and not by API key', async () => {
    expect(await answerTo()).toMatchObject(refusal(401, 'unauthorized'));
    expect(await answerTo('soi_nonsense')).toMatchObject(refusal(401, 'unauthorized'));
    expect(await answerTo(person.token)).toMatchObject(refusal(403, 'forbidden'));
    expect(await answerTo(await keyOf(admin))).toMatchObject(refusal(403, 'forbidden'));
    for (const token of [admin.token, app.token])
      expect((await answerTo(token)).status).toBe(method === 'GET' ? 200 : 400);
  });
});
