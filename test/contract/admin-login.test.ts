import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_KEY, startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, INSTANT } from '../setup/nights.ts';

const HOUR = 3_600_000;
const WRONG_KEYS_A_MINUTE = 20;
const WRONG = { status: 401, body: { error: 'Invalid admin key' } };
const REQUIRED = { status: 400, body: { error: 'Admin key is required' } };

const clock = createTestClock();
let app: TestApp;
/** Each test comes from an address of its own, so that their wrong keys don't add up. */
let address: string;
let addresses = 0;
beforeAll(async () => {
  app = await startTestApp({ clock, env: { TRUST_PROXY: '1' } });
});
afterAll(() => app.close());
beforeEach(() => {
  addresses++;
  address = `198.51.100.${addresses}`;
});

const answerTo = (body: unknown, from = address) =>
  app.call('POST', '/api/auth/login', body, { headers: { 'x-forwarded-for': `203.0.113.9, ${from}` } });

async function login(body: unknown) {
  const answer = await answerTo(body);
  return { status: answer.status, body: answer.body };
}

const verify = async (token?: string) => {
  const answer = await app.call('POST', '/api/auth/verify', undefined, { token });
  return { status: answer.status, body: answer.body };
};

describe('[A4] POST /api/auth/login', () => {
  it('gives a token for the key', async () => {
    const { status, body } = await login({ key: ADMIN_KEY });
    expect({ status, body }).toEqual({
      status: 200,
      body: { token: expect.any(String), message: 'Authentication successful', expiresIn: '24h' },
    });
    expect((await app.call('POST', '/api/sessions', {}, { token: body.token })).status).toBe(201);
  });

  it('asks for a key', async () => {
    for (const body of [undefined, '', {}, [], { key: null }, { key: '' }, { Key: ADMIN_KEY }, 'null', '5'])
      expect(await login(body), JSON.stringify(body)).toEqual(REQUIRED);
  });

  it('refuses any other key', async () => {
    const wrong = [
      'x',
      ` ${ADMIN_KEY}`,
      `${ADMIN_KEY} `,
      ADMIN_KEY.slice(0, -1),
      `${ADMIN_KEY}x`,
      ADMIN_KEY.toUpperCase(),
      '\u0000',
      '🎲'.repeat(20),
      'x'.repeat(5_000),
    ];
    for (const key of wrong) expect(await login({ key }), key.slice(0, 40)).toEqual(WRONG);
    expect([400, 401]).toContain((await login('{"key":"half \\ud800"}')).status);
  });

  it('gives a token that lasts 24 hours', async () => {
    const { body } = await login({ key: ADMIN_KEY });
    clock.advance(24 * HOUR - 1_000);
    expect((await verify(body.token)).status).toBe(200);
    clock.advance(1_001);
    expect(await verify(body.token)).toEqual({ status: 403, body: { error: 'Invalid or expired token' } });
    const { status } = await app.call('POST', '/api/sessions', {}, { token: body.token });
    expect(status).toBe(403);
  });
});

describe('[A4] [X10] POST /api/auth/verify', () => {
  it('says that a token is good', async () => {
    const { token } = (await login({ key: ADMIN_KEY })).body;
    const { status, body } = await verify(token);
    expect(status).toBe(200);
    expect(body).toMatchObject({ valid: true });
    if (body.expiresAt !== undefined) expect(body.expiresAt).toMatch(INSTANT);
  });

  it('takes any body, or none', async () => {
    const { token } = (await login({ key: ADMIN_KEY })).body;
    for (const body of ['', {}, [], { token: 'other' }])
      expect((await app.call('POST', '/api/auth/verify', body, { token })).status).toBe(200);
  });

  it('says that one is missing, or bad', async () => {
    expect(await verify()).toEqual({ status: 401, body: { error: 'Access token required' } });
    for (const token of ['x', 'a.b.c', ADMIN_KEY])
      expect(await verify(token)).toEqual({ status: 403, body: { error: 'Invalid or expired token' } });
  });
});

describe('[C7] [X5] too many wrong keys', () => {
  const LIMITS = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];

  it('are told off with the time to come back', async () => {
    const before = Math.floor(Date.now() / 1000);
    for (let count = 1; count <= WRONG_KEYS_A_MINUTE; count++) {
      const { status, headers } = await answerTo({ key: 'wrong' });
      expect(status).toBe(401);
      expect(headers.get('x-ratelimit-remaining')).toBe(String(WRONG_KEYS_A_MINUTE - count));
    }
    const { status, headers, body } = await answerTo({ key: 'wrong' });
    expect({ status, body }).toEqual({ status: 429, body: { error: expect.any(String) } });
    const [limit, remaining, reset] = LIMITS.map((name) => headers.get(name));
    expect(limit).toBe(String(WRONG_KEYS_A_MINUTE));
    expect(remaining).toBe('0');
    expect(reset).toMatch(/^\d{10}$/);
    expect(Number(reset)).toBeGreaterThanOrEqual(before);
    expect(Number(reset)).toBeLessThanOrEqual(before + 120);
    expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });

  it('lock out neither the right key nor another address', async () => {
    await Promise.all(Array.from({ length: 30 }, () => answerTo({ key: 'wrong' })));
    expect((await answerTo({ key: 'wrong' })).status).toBe(429);
    expect((await answerTo({ key: ADMIN_KEY })).status).toBe(200);
    expect((await answerTo({ key: 'wrong' }, '198.51.100.250')).status).toBe(401);
  });

  it('are counted in the answers to the right one, which have no Retry-After', async () => {
    await answerTo({ key: 'wrong' });
    const { status, headers } = await answerTo({ key: ADMIN_KEY });
    expect(status).toBe(200);
    expect(LIMITS.map((name) => headers.get(name))).toEqual([
      String(WRONG_KEYS_A_MINUTE),
      String(WRONG_KEYS_A_MINUTE - 1),
      expect.stringMatching(/^\d{10}$/),
    ]);
    expect(headers.get('retry-after')).toBeNull();
  });

  it('count by the last hop of X-Forwarded-For, whatever stands before it', async () => {
    for (let count = 0; count <= WRONG_KEYS_A_MINUTE; count++)
      await app.call(
        'POST',
        '/api/auth/login',
        { key: 'wrong' },
        {
          headers: { 'x-forwarded-for': `10.0.0.${count}, ${address}` },
        },
      );
    expect((await answerTo({ key: 'wrong' })).status).toBe(429);
  });
});
