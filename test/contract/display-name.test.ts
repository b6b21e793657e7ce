import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRegistration, type Person, refusal, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, iso } from '../setup/nights.ts';

const clock = createTestClock();
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ clock });
});
afterAll(() => app.close());

type SignedIn = Pick<Person, 'token'>;

const read = async ({ token }: SignedIn) => (await app.get('/profile', { token })).body;
const put = ({ token }: SignedIn, body: unknown) => app.call('PUT', '/profile/display-name', body, { token });
const setDisplayName = (person: SignedIn, displayName: unknown) => put(person, { displayName });

const INVALID = refusal(400, 'invalid_payload');

describe('[A1] [X61] PUT /profile/display-name', () => {
  it.each([
    ['x', 'x'],
    ['  Grace   Hopper\t', 'Grace   Hopper'],
    ['\u00a0\ufeffAda\u2003', 'Ada'],
    ['x'.repeat(50), 'x'.repeat(50)],
    [` ${'x'.repeat(50)} `, 'x'.repeat(50)],
    ['😀'.repeat(50), '😀'.repeat(50)],
    ['👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
    ['(\u200fאב)', '(\u200fאב)'],
    ['Ünïcödé, 日本語, עברית', 'Ünïcödé, 日本語, עברית'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ["Robert'); DROP TABLE profiles;--", "Robert'); DROP TABLE profiles;--"],
  ])('takes %j', async (sent, kept) => {
    const person = await register(app);
    const { status, body } = await setDisplayName(person, sent);
    expect({ status, body }).toEqual({
      status: 200,
      body: { displayName: kept, message: 'Display name updated successfully' },
    });
    expect((await read(person)).displayName).toBe(kept);
  });

  it.each([
    '',
    '   ',
    '\n',
    '\u3000\u00a0',
    'x'.repeat(51),
    '😀'.repeat(51),
    'x'.repeat(500_000),
    'a\nb',
    'a\tb',
    'a\u0000b',
    'a\u001bb',
    'a\u007fb',
    'a\u0085b',
    'a\u202eb',
    'a\u2066b',
    '\u200b',
    '\u200d \u2060\ufe0f',
    'a\ud800b',
    'a\udc00',
    '\ud83d',
    null,
    5,
    true,
    ['x'],
    {},
  ])('refuses %j', async (displayName) => {
    const person = await register(app);
    const before = await read(person);
    // As escapes: a lone surrogate can't be written in UTF-8.
    expect(await put(person, JSON.stringify({ displayName }))).toMatchObject(INVALID);
    expect(await read(person)).toEqual(before);
  });

  it('refuses a body without one', async () => {
    const person = await register(app);
    for (const body of [{}, undefined, { display_name: 'x' }, [], null, '"x"', '{'])
      expect(await put(person, body)).toMatchObject(INVALID);
  });

  it('changes updatedAt and nothing else; any number may have the same', async () => {
    const [one, other] = [await register(app), await register(app)];
    const before = await read(one);
    clock.advance(1_000);
    await setDisplayName(one, 'The Host');
    expect(await read(one)).toEqual({ ...before, displayName: 'The Host', updatedAt: iso(clock.now()) });
    expect((await setDisplayName(other, 'The Host')).status).toBe(200);
  });

  it('loses nothing when both names are changed at once', async () => {
    const person = await register(app);
    for (let round = 0; round < 5; round++) {
      const [username, displayName] = [`round_${round}`, `Round ${round}`];
      await Promise.all([
        app.call('PUT', '/profile/username', { username }, { token: person.token }),
        setDisplayName(person, displayName),
      ]);
      expect(await read(person)).toMatchObject({ username, displayName });
    }
  });
});

it('a display name at registration is judged alike', async () => {
  for (const displayName of ['', '  ', 'x'.repeat(51), 'a\nb', '\ud800'])
    expect(
      await app.call('POST', '/auth/register', JSON.stringify(newRegistration({ displayName }))),
    ).toMatchObject(INVALID);
  const newcomer = await register(app, { displayName: ` ${'😀'.repeat(50)} ` });
  expect((await read(newcomer)).displayName).toBe('😀'.repeat(50));
});
