import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAuth, INSTANCE_ACCOUNT_ID, readBearerToken } from './auth.ts';

const JWT_SECRET = 'a-secret-that-is-at-least-32-characters';
const ADMIN_KEY = 'a-key-that-is-at-least-32-characters';
const HOUR_MS = 3_600_000;

function createFixture(adminKey = ADMIN_KEY) {
  const clock = { ms: Date.parse('2026-03-15T19:00:00Z'), now: () => clock.ms };
  return { clock, auth: createAuth({ jwtSecret: JWT_SECRET, adminKey, clock }) };
}

const sign = (claims: Record<string, unknown>, secret = JWT_SECRET) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));

describe('[A4] admin tokens', () => {
  it('stand for the instance host for 24 hours', async () => {
    const { auth, clock } = createFixture();
    const token = await auth.issueAdminToken();
    const expected = { accountId: INSTANCE_ACCOUNT_ID, isAdmin: true, expiresAt: clock.ms + 24 * HOUR_MS };
    expect(await auth.verify(token)).toEqual(expected);
    clock.ms += 24 * HOUR_MS - 1;
    expect(await auth.verify(token)).toEqual(expected);
    clock.ms += 1;
    expect(await auth.verify(token)).toBeUndefined();
    expect(await createFixture().auth.verify(token)).toEqual(expected);
  });

  it('[X11] end when the admin key changes', async () => {
    const token = await createFixture().auth.issueAdminToken();
    const { auth } = createFixture('another-key-of-at-least-32-characters');
    expect(await auth.verify(token)).toBeUndefined();
  });

  it('are refused when forged, unsigned, of another kind, without an end, or huge', async () => {
    const { auth, clock } = createFixture();
    const [, payload = ''] = (await auth.issueAdminToken()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(await auth.verify(await sign(claims))).toBeDefined();
    const { exp: _, ...endless } = claims;
    const forged = [
      await sign(claims, 'another-secret-of-at-least-32-characters'),
      new UnsecuredJWT(claims).encode(),
      await sign({ ...claims, aud: 'soiree:access' }),
      await sign({ ...claims, nbf: clock.ms / 1000 + 60 }),
      await sign({ ...claims, filler: 'x'.repeat(10_000) }),
      await sign(endless),
      'not.a.token',
      '',
    ];
    for (const token of forged) expect(await auth.verify(token)).toBeUndefined();
  });

  it('are given for the admin key alone', () => {
    const { auth } = createFixture();
    expect(auth.isAdminKey(ADMIN_KEY)).toBe(true);
    expect(auth.isAdminKey(`${ADMIN_KEY} `)).toBe(false);
    expect(auth.isAdminKey('')).toBe(false);
  });
});

it.each([
  ['Bearer abc', 'abc'],
  ['bearer  abc ', 'abc'],
  ['Basic abc', undefined],
  ['Bearer', undefined],
  ['Bearer ', undefined],
  [undefined, undefined],
])('the header %j carries the token %j', (header, token) => expect(readBearerToken(header)).toBe(token));
