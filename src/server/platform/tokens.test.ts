import { createHmac, generateKeyPairSync } from 'node:crypto';
import { base64url, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createTokens, type TokenKind, tokenKinds } from './tokens.ts';

const SECRET = 'a-secret-that-is-at-least-32-characters';
const OTHER_SECRET = 'another-secret-of-at-least-32-characters';
const START_MS = Date.parse('2026-03-15T19:00:00Z');
const START_SECONDS = START_MS / 1000;
const HOUR_SECONDS = 3_600;
const GOOD = {
  sub: 'ada',
  aud: tokenKinds.access,
  iat: START_SECONDS,
  exp: START_SECONDS + HOUR_SECONDS,
};

function createFixture(jwtSecret = SECRET, previousJwtSecret?: string) {
  const clock = { ms: START_MS, now: () => clock.ms };
  return { clock, tokens: createTokens({ jwtSecret, previousJwtSecret, clock }) };
}

const encode = (part: unknown) => base64url.encode(JSON.stringify(part));

/** Signed by hand, so that nothing keeps a header or claim from being wrong while the signature is good. */
function sign(
  claims: unknown,
  header: Record<string, unknown> = {},
  { secret = SECRET, hash = 'sha256' } = {},
) {
  const signed = `${encode({ alg: 'HS256', ...header })}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

const without = (name: keyof typeof GOOD) => {
  const { [name]: _, ...rest } = GOOD;
  return rest;
};

describe('a token', () => {
  it('gives back its claims until it ends', async () => {
    const { clock, tokens } = createFixture();
    const { token, exp } = await tokens.issue('access', { sub: 'ada', seconds: HOUR_SECONDS, sid: 'login' });
    expect(exp).toBe(START_SECONDS + HOUR_SECONDS);
    const claims = { ...GOOD, sid: 'login' };
    expect(await tokens.verify('access', token)).toEqual(claims);
    clock.ms += HOUR_SECONDS * 1000 - 1;
    expect(await tokens.verify('access', token)).toEqual(claims);
    clock.ms += 1;
    expect(await tokens.verify('access', token)).toBeUndefined();
  });

  it('is good wherever the secret is', async () => {
    const { token } = await createFixture().tokens.issue('access', { sub: 'ada', seconds: HOUR_SECONDS });
    expect(await createFixture().tokens.verify('access', token)).toEqual(GOOD);
    expect(await createFixture(OTHER_SECRET).tokens.verify('access', token)).toBeUndefined();
  });

  it('ends after whole seconds, in the middle of one too', async () => {
    const { clock, tokens } = createFixture();
    clock.ms += 999;
    const { token, exp } = await tokens.issue('access', { sub: 'ada', seconds: 1 });
    expect(exp).toBe(START_SECONDS + 1);
    clock.ms += 1;
    expect(await tokens.verify('access', token)).toBeUndefined();
  });

  it('takes its subject, kind and times from nobody', async () => {
    const { tokens } = createFixture();
    const forced = { aud: tokenKinds.admin, exp: START_SECONDS + 1_000_000, iat: 0 };
    const { token } = await tokens.issue('access', { ...forced, sub: 'ada', seconds: HOUR_SECONDS });
    expect(await tokens.verify('access', token)).toEqual(GOOD);
    expect(await tokens.verify('admin', token)).toBeUndefined();
  });

  const kinds: TokenKind[] = ['access', 'admin'];
  it.each(kinds.flatMap((made) => kinds.map((asked) => ({ made, asked }))))(
    '[C8] made as $made, asked for as $asked',
    async ({ made, asked }) => {
      const { tokens } = createFixture();
      const { token } = await tokens.issue(made, { sub: 'ada', seconds: HOUR_SECONDS });
      expect((await tokens.verify(asked, token)) !== undefined).toBe(made === asked);
    },
  );
});

describe('a change of the secret', () => {
  const make = (...secrets: [string, string?]) =>
    createFixture(...secrets).tokens.issue('access', { sub: 'ada', seconds: HOUR_SECONDS });

  it('keeps what the previous one signed', async () => {
    const { clock, tokens } = createFixture(SECRET, OTHER_SECRET);
    const { token } = await make(OTHER_SECRET);
    expect(await tokens.verify('access', token)).toEqual(GOOD);
    expect(await tokens.verify('admin', token)).toBeUndefined();
    clock.ms += HOUR_SECONDS * 1000;
    expect(await tokens.verify('access', token)).toBeUndefined();
  });

  it('signs by the new one only', async () => {
    const { token } = await make(SECRET, OTHER_SECRET);
    expect(await createFixture(SECRET).tokens.verify('access', token)).toEqual(GOOD);
    expect(await createFixture(OTHER_SECRET).tokens.verify('access', token)).toBeUndefined();
  });

  it('lets no third one in', async () => {
    const { token } = await make('a-third-secret-of-at-least-32-characters');
    expect(await createFixture(SECRET, OTHER_SECRET).tokens.verify('access', token)).toBeUndefined();
  });
});

describe('[C8] refused is a token', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicKey = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const oct = { kty: 'oct', k: base64url.encode(OTHER_SECRET) };

  const byOther = { secret: OTHER_SECRET };
  const change = (token: string, part: number, text: string) => token.split('.').with(part, text).join('.');

  it.each<[string, () => string | Promise<string>]>([
    ['of another secret', () => sign(GOOD, {}, byOther)],
    ['for nothing in particular', () => sign(without('aud'))],
    ['for something else', () => sign({ ...GOOD, aud: 'soiree:watch' })],
    ['of nobody', () => sign(without('sub'))],
    ['without an end', () => sign(without('exp'))],
    ['whose end is no number', () => sign({ ...GOOD, exp: `${GOOD.exp}` })],
    ['that is over', () => sign({ ...GOOD, exp: START_SECONDS })],
    ['that is not good yet', () => sign({ ...GOOD, nbf: START_SECONDS + 1 })],
    ['of eight kilobytes', () => sign({ ...GOOD, filler: 'x'.repeat(6_000) })],
    ['whose payload is no object', () => sign([GOOD])],
    ['without a signature', () => new UnsecuredJWT(GOOD).encode()],
    ['without an algorithm, yet signed', () => sign(GOOD, { alg: 'none' })],
    ['of an algorithm in another case', () => sign(GOOD, { alg: 'hs256' })],
    ['of HS512', () => sign(GOOD, { alg: 'HS512' }, { hash: 'sha512' })],
    ['that only says HS512', () => sign(GOOD, { alg: 'HS512' })],
    ['of RS256', () => new SignJWT(GOOD).setProtectedHeader({ alg: 'RS256' }).sign(rsa.privateKey)],
    ['that only says RS256', () => sign(GOOD, { alg: 'RS256' })],
    ['signed by a public key as a secret', () => sign(GOOD, {}, { secret: publicKey })],
    ['that brings its own key', () => sign(GOOD, { jwk: oct }, byOther)],
    ['that says where its key is', () => sign(GOOD, { jku: 'http://127.0.0.1:1/keys' }, byOther)],
    ['that names an empty file as its key', () => sign(GOOD, { kid: '/dev/null' }, { secret: '' })],
    ['that names its key by SQL', () => sign(GOOD, { kid: "' UNION SELECT 'x" }, { secret: 'x' })],
    ['that asks for what nobody knows', () => sign(GOOD, { crit: ['soiree'], soiree: 1 })],
    ['that asks for an unencoded payload', () => sign(GOOD, { crit: ['b64'], b64: false })],
    ['whose payload was changed', () => change(sign(GOOD), 1, encode({ ...GOOD, sub: 'eve' }))],
    ['whose header was changed', () => change(sign(GOOD), 0, encode({ alg: 'HS256', typ: 'JWT' }))],
    ['whose signature was cut off', () => change(sign(GOOD), 2, '')],
    ['whose signature was shortened', () => sign(GOOD).slice(0, -4)],
    ['with something behind it', () => `${sign(GOOD)}.x`],
    ['that looks encrypted', () => `${sign(GOOD)}.x.y`],
    ['of one part', () => 'nonsense'],
    ['of three parts of nonsense', () => 'not.a.token'],
    ['of nothing', () => ''],
    ['of dots', () => '..'],
  ])('%s', async (_, make) => {
    const token = await make();
    expect(await createFixture().tokens.verify('access', token)).toBeUndefined();
    expect(await createFixture('y'.repeat(32), SECRET).tokens.verify('access', token)).toBeUndefined();
  });

  it('though one of the same making, with nothing wrong in it, is not', async () => {
    const { tokens } = createFixture();
    for (const good of [GOOD, { ...GOOD, nbf: START_SECONDS }, { ...GOOD, exp: START_SECONDS + 1 }])
      expect(await tokens.verify('access', sign(good))).toEqual(good);
    const named = sign(GOOD, { kid: 'anything', jwk: oct, typ: 'JWT' });
    expect(await tokens.verify('access', named)).toEqual(GOOD);
  });
});
