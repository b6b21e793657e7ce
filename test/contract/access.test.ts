import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, JWT_SECRET, startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock } from '../setup/nights.ts';

const clock = createTestClock();
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ clock });
});
afterAll(() => app.close());

describe('[N1] the Authorization header', () => {
  it.each(['', 'Bearer', 'Bearer ', 'Basic c29pcmVlOnNvaXJlZQ==', 'Token abc'])(
    'is none when it says “%s”',
    async (authorization) => {
      const { status, body } = await app.call('POST', '/api/sessions', {}, { headers: { authorization } });
      expect({ status, body }).toEqual({ status: 401, body: { error: 'Access token required' } });
    },
  );

  it('names its scheme in any case', async () => {
    const headers = { authorization: `bEARER ${app.token}` };
    expect((await app.call('POST', '/api/votes/live', {}, { headers })).status).toBe(400);
  });
});

describe('[C8] a token of another kind, or of nobody’s making', () => {
  const secret = new TextEncoder().encode(JWT_SECRET);
  const seconds = Math.floor(clock.now() / 1000);
  const draft = () => new SignJWT({}).setIssuedAt(seconds).setExpirationTime(seconds + 3_600);
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${base64({ alg: 'none' })}.${base64({ sub: 'x', exp: seconds + 3_600 })}.`;

  it.each([
    ['a token for nothing in particular', () => sign(draft().setSubject('x'))],
    ['a token of another secret', () => sign(draft(), new TextEncoder().encode('y'.repeat(32)))],
    ['a token without a signature', () => unsigned],
    ['an API key that nobody made', () => 'soi_0123456789abcdef0123456789abcdef'],
    ['the admin key itself', () => ADMIN_KEY],
    ['a token that is changed', () => `${app.token.slice(0, -5)}AAAAA`],
    ['a token of eight kilobytes', () => 'x'.repeat(8_000)],
  ])('%s is refused', async (_, make) => {
    const { status, body } = await app.call('POST', '/api/sessions', {}, { token: await make() });
    expect({ status, body }).toEqual({ status: 403, body: { error: 'Invalid or expired token' } });
  });

  function sign(jwt: SignJWT, key = secret): Promise<string> {
    return jwt.setProtectedHeader({ alg: 'HS256' }).sign(key);
  }
});
