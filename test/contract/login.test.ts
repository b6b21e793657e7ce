import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf, LIMIT_HEADERS, refusal, register, signIn, statusFor } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, EVENING, INSTANT } from '../setup/nights.ts';

const clock = createTestClock();
let app: TestApp;
let administrator: string;
let addresses = 0;
beforeAll(async () => {
  app = await startTestApp({ clock, env: { TRUST_PROXY: '1' } });
  administrator = (await register(app)).token;
});
afterAll(() => app.close());

/** Each comes from an address of its own, so that what is wrong doesn't add up. */
const login = (body: unknown) => {
  addresses += 1;
  const address = `2001:db8:${addresses.toString(16)}::1`;
  return app.call('POST', '/auth/login', body, { headers: { 'x-forwarded-for': address } });
};

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

describe('[A2] POST /auth/login', () => {
  it('signs in', async () => {
    const { id, email, password } = await register(app);
    clock.advance(5_000);
    const { status, body } = await login({ email, password });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      user: { id, email, email_confirmed_at: expect.stringMatching(INSTANT) },
      session: {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 3600,
        expires_at: EVENING / 1000 + 3605,
      },
    });
    expect(await statusFor(app, body.session.access_token)).toBe(200);
  });

  it('gives every login its own tokens', async () => {
    const person = await register(app);
    const pairs = [
      person,
      await signIn(app, person),
      ...(await Promise.all([1, 2, 3].map(() => signIn(app, person)))),
    ];
    expect(new Set(pairs.map(({ token }) => token)).size).toBe(5);
    expect(new Set(pairs.map(({ refreshToken }) => refreshToken)).size).toBe(5);
    expect(new Set(pairs.map(({ token }) => claimsOf(token).sid)).size).toBe(5);
    for (const { token } of pairs) expect(await statusFor(app, token)).toBe(200);
  });

  it('takes the email in any case', async () => {
    const { email, password } = await register(app, { email: 'Mixed.Case@Example.org' });
    for (const written of [email, email.toLowerCase(), email.toUpperCase()])
      expect((await login({ email: written, password })).status, written).toBe(200);
  });

  it('ignores what it doesn’t know', async () => {
    const { email, password } = await register(app);
    expect((await login({ email, password, remember: true, username: 5 })).status).toBe(200);
  });

  it('asks for no token, and doesn’t mind a bad one', async () => {
    const { email, password } = await register(app);
    const answer = await app.call('POST', '/auth/login', { email, password }, { token: 'not.a.token' });
    expect(answer.status).toBe(200);
  });
});

describe('[A2] a password', () => {
  const WRONG = refusal(401, 'invalid_credentials');

  it('is compared exactly', async () => {
    const { email } = await register(app, { password: ' Exact password ' });
    for (const password of [
      'Exact password',
      ' Exact password',
      'Exact password ',
      ' exact password ',
      ' Exact password  ',
      ' Exact  password ',
    ])
      expect(await login({ email, password }), password).toMatchObject(WRONG);
    expect((await login({ email, password: ' Exact password ' })).status).toBe(200);
  });

  it('[X61] is one, however its accents were typed', async () => {
    const composed = 'pâsswörd 각'.normalize('NFC');
    const { email } = await register(app, { password: composed.normalize('NFD') });
    for (const password of [composed, composed.normalize('NFD')])
      expect((await login({ email, password })).status).toBe(200);
    expect(await login({ email, password: 'passwörd 각' })).toMatchObject(WRONG);
  });

  it('counts to its last character', async () => {
    const password = `${'🎲'.repeat(127)}a`;
    const { email } = await register(app, { password });
    expect((await login({ email, password })).status).toBe(200);
    for (const wrong of [`${'🎲'.repeat(127)}b`, '🎲'.repeat(127), `${password}a`])
      expect([400, 401]).toContain((await login({ email, password: wrong })).status);
  });

  it('that can’t be anybody’s is wrong, or malformed', async () => {
    const { email } = await register(app);
    for (const password of ['\ud83c\ud83c\ud83c\ud83c', 'x', '\u0000', 'x'.repeat(1_000)])
      expect([400, 401]).toContain((await login({ email, password })).status);
  });
});

describe('[A2] [C4] a login that can’t be', () => {
  it.each([
    [{}],
    [{ email: 'ada@example.org' }],
    [{ password: 'a password' }],
    [{ email: null, password: null }],
    [{ email: 5, password: 'a password' }],
    [{ email: ['ada@example.org'], password: 'a password' }],
    [{ email: { $ne: null }, password: { $ne: null } }],
    [{ email: 'ada@example.org', password: 12345678 }],
    [{ email: 'ada@example.org', password: '' }],
    [{ email: 'ada@example.org', password: ['a password'] }],
    [{ email: '', password: 'a password' }],
    [{ email: 'ada', password: 'a password' }],
    [{ email: 'soiree', password: 'a password' }],
    [{ email: 'ada@example.org\u0000', password: 'a password' }],
    [{ email: `${'e'.repeat(255)}@example.org`, password: 'a password' }],
    [{ email: 'ada@example.org', password: 'x'.repeat(100_000) }],
  ])('%j is 400', async (body) => {
    expect(await login(body)).toMatchObject(refusal(400, 'invalid_payload'));
  });

  it('finds nobody by a pattern', async () => {
    const { password } = await register(app, { email: 'pattern@example.org' });
    for (const email of ['%@example.org', 'pat%@example.org', '_attern@example.org', '*@example.org'])
      expect((await login({ email, password })).status, email).toBe(401);
  });
});

describe('[A2] wrong email and wrong password', () => {
  it('answer alike', async () => {
    const { email } = await register(app);
    const wrong = await login({ email, password: 'a wrong password' });
    const unknown = await login({ email: 'nobody@example.org', password: 'a wrong password' });
    const alike = [wrong, unknown].map(({ status, headers, body: { requestId: _, ...body } }) => ({
      status,
      headers: [...headers.keys()].toSorted(),
      limits: LIMIT_HEADERS.slice(0, 2).map((name) => headers.get(name)),
      body,
    }));
    expect(alike[0]).toEqual(alike[1]);
    expect(wrong).toMatchObject(refusal(401, 'invalid_credentials'));
    expect(wrong.text.length).toBe(unknown.text.length);
  });

  it('take alike time', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => register(app)));
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 25; round++) {
      const emails = [people[round % 5]?.email, `nobody${round}@example.org`];
      for (const email of round % 2 === 0 ? emails : emails.toReversed()) {
        const start = performance.now();
        expect((await login({ email, password: `a wrong password ${round}` })).status).toBe(401);
        (email === emails[0] ? known : unknown).push(performance.now() - start);
      }
    }
    const ratio = median(known) / median(unknown);
    expect(ratio).toBeGreaterThan(1 / 2);
    expect(ratio).toBeLessThan(2);
  });
});

describe('[A2] [X64] a disabled account', () => {
  const DISABLED = refusal(403, 'account_disabled');
  const setDisabled = async (id: string, disabled: boolean) =>
    expect(
      (await app.call('PATCH', `/auth/accounts/${id}`, { disabled }, { token: administrator })).status,
    ).toBe(200);

  it('says so to whoever has the password, and to nobody else', async () => {
    const { id, email, password, token } = await register(app);
    await setDisabled(id, true);
    const right = await login({ email, password });
    expect(right).toMatchObject(DISABLED);
    expect(right.body.session).toBeUndefined();
    for (const name of LIMIT_HEADERS) expect(right.headers.get(name)).toMatch(/^\d+$/);
    expect(await login({ email, password: 'a wrong password' })).toMatchObject(
      refusal(401, 'invalid_credentials'),
    );
    expect(await statusFor(app, token)).toBe(401);
    await setDisabled(id, false);
    expect((await login({ email, password })).status).toBe(200);
    expect(await statusFor(app, token)).toBe(401);
  });

  it('has no login that began while it was being disabled', async () => {
    const person = await register(app);
    for (let round = 0; round < 10; round++) {
      const logins = Array.from({ length: 3 }, () => login(person));
      await setDisabled(person.id, true);
      const answers = await Promise.all(logins);
      await setDisabled(person.id, false);
      for (const { status, body } of answers) {
        // Refused in the last moment, it may be in fewer words.
        if (status !== 200) expect([401, 403]).toContain(status);
        else expect(await statusFor(app, body.session.access_token)).toBe(401);
      }
    }
  });
});
