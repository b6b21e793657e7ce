import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  claimsOf,
  LIMIT_HEADERS,
  newRegistration,
  refusal,
  register,
  signIn,
  statusFor,
  UUID,
} from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { createTestClock, EVENING, INSTANT } from '../setup/nights.ts';

const DICE = '🎲';

const clock = createTestClock();
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ clock, env: { TRUST_PROXY: '1' } });
});
afterAll(() => app.close());

const send = (body: unknown, headers: Record<string, string> = {}) =>
  app.call('POST', '/auth/register', body, { headers });

/** How many accounts there are, less the instance's own. */
const countAccounts = async (): Promise<number> =>
  (await queryStore(app.connection, 'SELECT count(*)::int FROM accounts WHERE email IS NOT NULL'))[0].count;

describe('[A1] POST /auth/register', () => {
  it('[C5] makes an account and signs it in', async () => {
    const given = newRegistration();
    const { status, headers, body } = await send(given);
    expect(status).toBe(201);
    expect(headers.get('content-type')).toMatch(/^application\/json(;|$)/);
    expect(body).toMatchObject({
      user: {
        id: expect.stringMatching(UUID),
        email: given.email,
        email_confirmed_at: expect.stringMatching(INSTANT),
      },
      session: {
        access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        refresh_token: expect.stringMatching(/^\S{20,}$/),
        token_type: 'bearer',
        expires_in: 3600,
        expires_at: EVENING / 1000 + 3600,
      },
    });
    expect(await statusFor(app, body.session.access_token)).toBe(200);
  });

  it('makes the profile along with it', async () => {
    const { token, id, email, username } = await register(app, { displayName: '  Áda Łovelace 🎲 ' });
    const { status, body } = await app.get('/profile', { token });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, email, username, displayName: 'Áda Łovelace 🎲', avatarUrl: null });
  });

  it('gives an access token of the agreed claims', async () => {
    const { token, id } = await register(app);
    expect(claimsOf(token)).toMatchObject({
      sub: id,
      sid: expect.stringMatching(UUID),
      aud: 'soiree:access',
      iat: EVENING / 1000,
      exp: EVENING / 1000 + 3600,
    });
    expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).alg).toBe('HS256');
  });

  it('ignores what it doesn’t know, and lets nobody name themselves administrator', async () => {
    await register(app);
    const extras = {
      id: '00000000-0000-4000-8000-00000000000a',
      is_admin: true,
      isAdmin: true,
      role: 'admin',
      disabled_at: '2020-01-01T00:00:00.000Z',
      constructor: 1,
    };
    const { status, body } = await send({ ...newRegistration(), ...extras });
    expect(status).toBe(201);
    expect(body.user.id).not.toBe(extras.id);
    const token = body.session.access_token;
    expect((await app.call('PATCH', '/api/games/1/toggle', {}, { token })).status).toBe(403);
  });

  it('answers in no more words than the account needs', async () => {
    const given = newRegistration();
    const { text } = await send(given);
    expect(text).not.toContain(given.password);
    expect(text).not.toMatch(/hash|argon2/i);
  });
});

describe('[A1] [C4] a field', () => {
  const WRONG = { number: 12345678, true: true, null: null, list: ['abcdefgh'], object: {} };
  const cases = ['email', 'password', 'username', 'displayName'].flatMap((field) => [
    [field, 'missing', undefined] as const,
    ...Object.entries(WRONG).map(([name, value]) => [field, `a ${name}`, value] as const),
  ]);
  it.each(cases)('%s that is %s is 400', async (field, _, value) => {
    expect(await send({ ...newRegistration(), [field]: value })).toMatchObject(
      refusal(400, 'invalid_payload'),
    );
  });

  const emailOf = (length: number) =>
    `${'e'.repeat(64)}@${'d'.repeat(63)}.${'d'.repeat(63)}.${'d'.repeat(length - 193)}`;

  it.each([
    ['email', 'of 254 characters', emailOf(254)],
    ['email', 'with a tag', 'ada+games@mail.example.org'],
    ['email', 'with an apostrophe', "o'hara@example.org"],
    ['password', 'of 8 characters', 'abcdefgh'],
    ['password', 'of 128 characters', 'a'.repeat(128)],
    ['password', 'of 8 dice', DICE.repeat(8)],
    ['password', 'of 128 dice', DICE.repeat(128)],
    ['password', 'of 8 spaces', ' '.repeat(8)],
    ['username', 'of 3 characters', 'Ada'],
    ['username', 'of 20 characters', 'a_2345678901234567_Z'],
    ['username', 'of digits', '20260315'],
    ['username', 'of underscores', '____'],
    ['displayName', 'of 1 character', 'Å'],
    ['displayName', 'of 50 characters', 'n'.repeat(50)],
    ['displayName', 'of 50 dice', DICE.repeat(50)],
    ['displayName', 'of 50 characters in spaces', `  ${'n'.repeat(50)}\t `],
    ['displayName', 'in another script', 'Ада Лавлейс 阿达 عدا'],
    ['displayName', 'that looks like markup', '<b>Ada</b> & "co" \' \\ %00'],
  ])('%s %s is taken', async (field, _, value) => {
    const given = { ...newRegistration(), [field]: value };
    const { status, text } = await send(given);
    expect(status, text).toBe(201);
    await signIn(app, given);
  });

  const named = (field: string, ...values: string[]): [string, string, string][] =>
    values.map((value) => [field, `“${value}”`, value]);
  const refused: [string, string, string][] = [
    ['email', 'of 255 characters', emailOf(255)],
    ['email', 'of a megabyte less', `${'e'.repeat(500_000)}@example.org`],
    ...named(
      'email',
      '',
      'ada',
      'ada@',
      '@example.org',
      'a da@example.org',
      'a@b@example.org',
      'a@example.org\n',
    ),
    ['email', 'with a NUL', 'ad\u0000a@example.org'],
    ['email', 'with half a character', 'ad\ud800a@example.org'],
    ['email', 'of two people', 'ada@example.org,eve@example.org'],
    ['password', 'of 7 characters', 'abcdefg'],
    ['password', 'of 7 dice', DICE.repeat(7)],
    ['password', 'of 129 characters', 'a'.repeat(129)],
    ['password', 'of 129 dice', DICE.repeat(129)],
    ['password', 'of nothing', ''],
    ['password', '[X2] with a NUL', 'abcdefgh\u0000'],
    ['username', 'of 2 characters', 'ab'],
    ['username', 'of 21 characters', 'a'.repeat(21)],
    ...named(
      'username',
      '',
      ' abc',
      'abc ',
      'a-b',
      'a.b',
      'a b',
      'äbc',
      'аbс',
      'abc\n',
      'ab\u0000c',
      '١٢٣',
      'ａｂｃ',
      'abſ',
    ),
    ['displayName', 'of nothing', ''],
    ['displayName', 'of spaces', ' \t '],
    ['displayName', 'of 51 characters', 'n'.repeat(51)],
    ['displayName', 'of 51 dice', DICE.repeat(51)],
    ['displayName', 'of two lines', 'Ada\nLovelace'],
    ['displayName', '[X2] with a NUL', 'A\u0000da'],
    ['displayName', 'with a bell', 'A\u0007da'],
    ['displayName', 'with a C1 control character', 'A\u0085da'],
    ['displayName', 'with half a character', 'A\ud83cda'],
  ];
  it.each(refused)('%s %s is 400', async (field, _, value) => {
    const before = await countAccounts();
    expect(await send({ ...newRegistration(), [field]: value })).toMatchObject(
      refusal(400, 'invalid_payload'),
    );
    expect(await countAccounts()).toBe(before);
  });

  it.each([50, 51].map((count) => [count, '👩‍👩‍👧'.repeat(count)]))(
    'never fails on %i characters that are several each',
    async (_, displayName) => {
      expect((await send({ ...newRegistration(), displayName })).status).toBe(400);
    },
  );
});

describe('[A1] an email or username that is taken', () => {
  const EMAIL_TAKEN = refusal(422, 'email_taken');
  const USERNAME_TAKEN = refusal(409, 'username_taken');

  it('is refused in any case', async () => {
    const ada = await register(app, { email: 'Ada.Case@Example.ORG', username: 'Ada_Case' });
    for (const email of [ada.email, 'ada.case@example.org', 'ADA.CASE@EXAMPLE.ORG'])
      expect(await send(newRegistration({ email }))).toMatchObject(EMAIL_TAKEN);
    for (const username of ['Ada_Case', 'ada_case', 'ADA_CASE'])
      expect(await send(newRegistration({ username }))).toMatchObject(USERNAME_TAKEN);
  });

  it('[X61] is the email first, where both are', async () => {
    const { email, username } = await register(app);
    expect(await send(newRegistration({ email, username }))).toMatchObject(EMAIL_TAKEN);
  });

  it('is the username of the instance’s own host', async () => {
    for (const username of ['soiree', 'Soiree', 'SOIREE'])
      expect(await send(newRegistration({ username }))).toMatchObject(USERNAME_TAKEN);
  });

  it('doesn’t mix up what only looks like a pattern', async () => {
    await register(app, { username: 'pat_tern', email: 'pat_tern@example.org' });
    await register(app, { username: 'patXtern', email: 'pat%@example.org' });
    await register(app, { username: 'patYtern', email: 'patZtern@example.org' });
  });

  it('keeps nothing of a registration that was refused', async () => {
    const { username } = await register(app);
    const { email } = newRegistration();
    expect(await send(newRegistration({ email, username }))).toMatchObject(USERNAME_TAKEN);
    await register(app, { email });
  });

  const at = (count: number, make: (index: number) => object) =>
    Promise.all(Array.from({ length: count }, (_, index) => send({ ...newRegistration(), ...make(index) })));
  const upperOn = (odd: number, text: string) => (odd % 2 === 0 ? text : text.toUpperCase());

  it.each([
    ['email', 422, (index: number) => ({ email: upperOn(index, 'contested@example.org') })],
    ['username', 409, (index: number) => ({ username: upperOn(index, 'contested') })],
    ['both', 422, () => ({ email: 'contested2@example.org', username: 'contested2' })],
  ] as const)('is given to one of thirty who ask at once: %s', async (_, refused, make) => {
    const before = await countAccounts();
    const statuses = (await at(30, make)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, ...Array(29).fill(refused)]);
    expect(await countAccounts()).toBe(before + 1);
  });
});

describe('[A1] [C7] [X62] registrations from one address', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const standingOf = (headers: Headers) => LIMIT_HEADERS.map((name) => headers.get(name));

  it('are told how many more may come', async () => {
    const first = await send(newRegistration(), from('198.51.100.1'));
    const second = await send(newRegistration(), from('198.51.100.1'));
    const other = await send(newRegistration(), from('198.51.100.2'));
    expect(standingOf(first.headers)).toEqual(['1000', '999', expect.stringMatching(/^\d{10}$/)]);
    expect(standingOf(second.headers)).toEqual(['1000', '998', expect.stringMatching(/^\d{10}$/)]);
    expect(standingOf(other.headers)).toEqual(['1000', '999', expect.stringMatching(/^\d{10}$/)]);
    expect(second.headers.get('retry-after')).toBeNull();
    const seconds = Number(second.headers.get('x-ratelimit-reset')) - Date.now() / 1000;
    expect(seconds).toBeGreaterThan(3_500);
    expect(seconds).toBeLessThanOrEqual(3_601);
  });

  it('are refused after a thousand in an hour, from there only', async () => {
    const taken = await register(app);
    const body = { ...newRegistration(), email: taken.email };
    for (let batch = 0; batch < 50; batch++)
      await Promise.all(Array.from({ length: 20 }, () => send(body, from('198.51.100.3'))));
    const { status, headers, body: refused } = await send(newRegistration(), from('198.51.100.3'));
    expect({ status, body: refused }).toMatchObject(refusal(429, 'rate_limited'));
    expect(standingOf(headers)).toEqual(['1000', '0', expect.stringMatching(/^\d{10}$/)]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(3_400);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(3_600);
    expect((await send(newRegistration(), from('198.51.100.4'))).status).toBe(201);
  });
});
