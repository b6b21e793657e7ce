import { createHmac, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf, type Person, refusal, register, statusFor } from '../setup/accounts.ts';
import { JWT_SECRET, startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock } from '../setup/nights.ts';
import { connectSocket } from '../setup/socket-client.ts';

const PREVIOUS_SECRET = 'the-previous-jwt-secret-of-32-characters';
const ALL_SCOPES = ['nights:write', 'votes:write', 'quiz:write', 'schedule:write', 'read'];
const INSTANCE_ACCOUNT = '00000000-0000-4000-8000-000000000001';

const clock = createTestClock();
let app: TestApp;
let person: Person;
let other: Person;
let apiKey: string;
beforeAll(async () => {
  app = await startTestApp({ clock, env: { JWT_SECRET_PREVIOUS: PREVIOUS_SECRET } });
  person = await register(app);
  other = await register(app);
  const body = { name: 'bot', scopes: ALL_SCOPES };
  apiKey = (await app.call('POST', '/auth/api-keys', body, { token: person.token })).body.key;
});
afterAll(() => app.close());

const nowSeconds = () => Math.floor(clock.now() / 1000);
const encode = (secret: string) => new TextEncoder().encode(secret);
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a real access token of the person says, changed; a claim that is undefined is left out. */
const claims = (changes: Record<string, unknown> = {}) => ({ ...claimsOf(person.token), ...changes });

const sign = (payload: Record<string, unknown>, secret = JWT_SECRET, alg = 'HS256') =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(encode(secret));

/** Signed by hand, so that anything can be said. */
function forge(header: unknown, payload: unknown, secret = JWT_SECRET): string {
  const text = `${base64(header)}.${base64(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
const HS256 = { alg: 'HS256' };
const unsigned = (alg: string) => `${base64({ alg, typ: 'JWT' })}.${base64(claims())}.`;

async function expectRefused(token: string): Promise<void> {
  const options = { token };
  expect(await app.get('/auth/logins', options)).toMatchObject(refusal(401, 'unauthorized'));
  const { status, body } = await app.call('POST', '/api/votes/live', {}, options);
  expect({ status, body }).toEqual({ status: 403, body: { error: 'Invalid or expired token' } });
}

describe('[C8] an access token', () => {
  it('is taken when it says what the server would', async () => {
    expect(await statusFor(app, await sign(claims()))).toBe(200);
    expect(await statusFor(app, forge(HS256, claims()))).toBe(200);
  });

  it('[X69] is taken when the previous secret signed it, and none is signed with that', async () => {
    expect(await statusFor(app, await sign(claims(), PREVIOUS_SECRET))).toBe(200);
    for (const token of [person.token, app.token]) {
      const [header, payload, signature] = token.split('.');
      const text = `${header}.${payload}`;
      expect(signature).toBe(createHmac('sha256', JWT_SECRET).update(text).digest('base64url'));
    }
  });

  it.each([
    ['without a signature', () => unsigned('none')],
    ['without a signature, None', () => unsigned('None')],
    ['without a signature, NONE', () => unsigned('NONE')],
    ['with a signature and alg none', () => forge({ alg: 'none' }, claims())],
    ['without an alg', () => forge({ typ: 'JWT' }, claims())],
    ['of another secret', () => sign(claims(), 'y'.repeat(32))],
    ['of an empty secret', () => forge(HS256, claims(), '')],
    ['with alg HS512', () => sign(claims(), JWT_SECRET, 'HS512')],
    ['with alg RS256', () => forge({ alg: 'RS256' }, claims())],
    ['with a key of its own', () => forge({ alg: 'HS256', jwk: { kty: 'oct', k: 'eA' } }, claims(), 'x')],
    ['with a critical header', () => forge({ alg: 'HS256', crit: ['exp'], exp: 1 }, claims())],
    ['changed in its payload', () => spliced(claims({ sub: other.id, sid: claimsOf(other.token).sid }))],
    ['cut short', () => person.token.slice(0, -2)],
    ['with something after it', () => `${person.token}.x`],
    ['without claims', () => forge(HS256, {})],
    ['of claims that are a list', () => forge(HS256, [])],
    ['of claims that are null', () => forge(HS256, null)],
    ['for parties', () => sign(claims({ aud: 'soiree:watch' }))],
    ['for nothing in particular', () => sign(claims({ aud: undefined }))],
    ['for something like it', () => sign(claims({ aud: 'soiree:access ' }))],
    ['that is over', () => sign(claims({ exp: nowSeconds() - 1 }))],
    ['that is over just now', () => sign(claims({ exp: nowSeconds() }))],
    ['that has no end', () => sign(claims({ exp: undefined }))],
    ['whose end is a text', () => forge(HS256, claims({ exp: `${nowSeconds() + 3_600}` }))],
    ['that isn’t good yet', () => sign(claims({ nbf: nowSeconds() + 60 }))],
    ['of nobody', () => sign(claims({ sub: undefined }))],
    ['of an unknown account', () => sign(claims({ sub: randomUUID() }))],
    ['of an account that is no id', () => sign(claims({ sub: "x' OR 1=1 --" }))],
    ['of an account that is a number', () => forge(HS256, claims({ sub: 5 }))],
    ['of another’s account', () => sign(claims({ sub: other.id }))],
    ['of the instance’s account', () => sign(claims({ sub: INSTANCE_ACCOUNT }))],
    ['without a login', () => sign(claims({ sid: undefined }))],
    ['of an unknown login', () => sign(claims({ sid: randomUUID() }))],
    ['of another’s login', () => sign(claims({ sid: claimsOf(other.token).sid }))],
    ['of a login that is no id', () => sign(claims({ sid: 'x' }))],
    ['of a login that is empty', () => sign(claims({ sid: '' }))],
    ['of a login with a NUL', () => sign(claims({ sid: '\u0000' }))],
    ['of a login that is an object', () => sign(claims({ sid: { id: person.id } }))],
    ['of a login that is a list', () => sign(claims({ sid: [claims().sid] }))],
    ['of eight kilobytes', () => sign(claims({ pad: 'x'.repeat(8_000) }))],
  ] as const)('%s is refused', async (_, make) => {
    await expectRefused(await make());
  });

  it('of sixty kilobytes is refused before it is read', async () => {
    const { status, headers, body } = await app.get('/auth/logins', { token: 'x'.repeat(60_000) });
    expect([400, 401, 431]).toContain(status);
    expect(headers.get('content-type')).toMatch(/^application\/json(;|$)/);
    expect(body.error).toEqual(expect.any(String));
  });

  it('is over after an hour', async () => {
    const { token } = await register(app);
    clock.advance(3_599_000);
    expect(await statusFor(app, token)).toBe(200);
    clock.advance(1_000);
    await expectRefused(token);
    clock.advance(-3_600_000);
  });

  it('is refused on the nights’ socket where it is refused elsewhere', async () => {
    const client = await connectSocket(`${app.url}/api/sessions/live`);
    for (const token of [
      unsigned('none'),
      await sign(claims({ aud: 'soiree:watch' })),
      await sign(claims({ sub: other.id })),
      person.refreshToken,
    ])
      await client.ask({ type: 'auth', token }, 'auth_error');
    await client.ask({ type: 'auth', token: person.token }, 'auth_success');
    await client.close();
  });

  function spliced(payload: unknown): string {
    const [header, , signature] = person.token.split('.');
    return [header, base64(payload), signature].join('.');
  }
});

describe('[C8] one kind of token where another is asked for', () => {
  const FOR_ACCOUNTS = [
    ['GET', '/auth/logins'],
    ['DELETE', `/auth/logins/${randomUUID()}`],
    ['PUT', '/auth/password'],
    ['POST', '/auth/logout'],
    ['GET', '/auth/api-keys'],
    ['POST', '/auth/api-keys'],
    ['DELETE', `/auth/api-keys/${randomUUID()}`],
    ['PUT', '/profile/username'],
    ['PUT', '/profile/display-name'],
  ] as const;

  it.each(FOR_ACCOUNTS)('%s %s takes neither an API key nor the admin key’s token', async (method, path) => {
    for (const token of [apiKey, app.token])
      expect(await app.call(method, path, undefined, { token })).toMatchObject(refusal(403, 'forbidden'));
  });

  it('a profile is read with an API key that may read, and not with the admin key’s token', async () => {
    expect((await app.get('/profile', { token: apiKey })).status).toBe(200);
    expect(await app.get('/profile', { token: app.token })).toMatchObject(refusal(403, 'forbidden'));
  });

  it.each(['/auth/accounts', '/auth/audit'])('%s is for administrators, and never for keys', async (path) => {
    // The person is the first account, and so an administrator.
    for (const token of [apiKey, other.token])
      expect(await app.get(path, { token })).toMatchObject(refusal(403, 'forbidden'));
    for (const token of [person.token, app.token]) expect((await app.get(path, { token })).status).toBe(200);
  });

  it('no refresh token, password or admin key is a bearer token', async () => {
    for (const token of [
      person.refreshToken,
      person.password.replaceAll(' ', ''),
      person.id,
      person.username,
    ])
      await expectRefused(token);
  });

  it('an admin key’s token isn’t made of an account’s', async () => {
    // That of an administrator by account says nothing of the admin key.
    for (const { id } of [person, other])
      await expectRefused(await sign(claims({ aud: 'soiree:admin', sub: id, sid: undefined })));
  });
});
