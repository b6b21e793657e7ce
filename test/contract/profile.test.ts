import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRegistration, type Person, refusal, register, signIn } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { createTestClock, iso } from '../setup/nights.ts';

const PUBLIC_URL = 'https://soiree.example/base';
const ROUTES = [
  ['GET', '/profile', undefined],
  ['PUT', '/profile/username', { username: 'someone_else' }],
  ['PUT', '/profile/display-name', { displayName: 'Someone Else' }],
] as const;

const clock = createTestClock();
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ clock, env: { PUBLIC_URL } });
});
afterAll(() => app.close());

type SignedIn = Pick<Person, 'token'>;

const read = async ({ token }: SignedIn) => (await app.get('/profile', { token })).body;
const put = ({ token }: SignedIn, path: string, body: unknown) =>
  app.call('PUT', `/profile/${path}`, body, { token });
const rename = (person: SignedIn, username: unknown) => put(person, 'username', { username });

const INVALID = refusal(400, 'invalid_payload');
const TAKEN = refusal(409, 'username_taken');

let names = 0;
/** A username that nobody has. */
const freshName = () => `Fresh_${names++}`;

describe('GET /profile', () => {
  it('gives what was registered', async () => {
    const given = { email: 'Ada.Lovelace@Example.org', username: 'Ada_1815', displayName: ' Ada Lovelace ' };
    const ada = await register(app, given);
    const { status, body } = await app.get('/profile', { token: ada.token });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        id: ada.id,
        username: 'Ada_1815',
        displayName: 'Ada Lovelace',
        avatarUrl: null,
        email: 'Ada.Lovelace@Example.org',
        createdAt: iso(clock.now()),
        updatedAt: iso(clock.now()),
      },
    });
  });

  it('is everyone’s own', async () => {
    const [one, other] = [await register(app), await register(app)];
    expect(await read(one)).toMatchObject({ id: one.id, username: one.username });
    expect(await read(other)).toMatchObject({ id: other.id, username: other.username });
    expect(await app.get(`/profile?id=${other.id}`, { token: one.token })).toMatchObject({
      body: { id: one.id },
    });
  });

  it('[X74] has the avatar’s URL, below the public one', async () => {
    const person = await register(app);
    const path = `${person.id}/0123456789abcdef.webp`;
    // Sent as one, they are one transaction.
    await queryStore(
      app.connection,
      `SELECT set_config('soiree.account_id', '${person.id}', true);
       UPDATE profiles SET avatar_path = '${path}' WHERE id = '${person.id}'`,
    );
    expect((await read(person)).avatarUrl).toBe(`${PUBLIC_URL}/storage/avatars/${path}`);
  });
});

describe.each(ROUTES)('[C4] [C8] [X60] %s %s', (method, path, body) => {
  it('is 401 without a token and with a bad one', async () => {
    for (const token of [undefined, 'not.a.token', 'soi_0123456789']) {
      const answer = await app.call(method, path, body, { token });
      expect({ status: answer.status, body: answer.body }).toEqual(refusal(401, 'unauthorized'));
    }
  });

  it('[X72] is 403 for the admin key, which has no profile', async () => {
    const answer = await app.call(method, path, body, { token: app.token });
    expect({ status: answer.status, body: answer.body }).toEqual(refusal(403, 'forbidden'));
  });

  it('is for an API key to read only, if that is in its scopes', async () => {
    const person = await register(app);
    const isReading = method === 'GET';
    for (const [scopes, status] of [
      [['read'], isReading ? 200 : 403],
      [['nights:write', 'votes:write', 'quiz:write', 'schedule:write'], 403],
    ] as const) {
      const made = await app.call('POST', '/auth/api-keys', { name: 'bot', scopes }, { token: person.token });
      expect((await app.call(method, path, body, { token: made.body.key })).status).toBe(status);
    }
    expect(await read(person)).toMatchObject({ id: person.id, username: person.username });
  });

  it('is 401 for an account that is signed out', async () => {
    const person = await register(app);
    await app.call('POST', '/auth/logout', undefined, { token: person.token });
    expect((await app.call(method, path, body, { token: person.token })).status).toBe(401);
  });
});

describe('[A1] PUT /profile/username', () => {
  it.each(['abc', 'ABC_def_012_ghi_345_', '___', '123'])('takes %s', async (username) => {
    const person = await register(app);
    const { status, body } = await rename(person, username);
    expect({ status, body }).toEqual({
      status: 200,
      body: { username, message: 'Username updated successfully' },
    });
    expect((await read(person)).username).toBe(username);
  });

  it.each([
    'ab',
    '',
    'a'.repeat(21),
    'a'.repeat(500_000),
    'with space',
    ' padded',
    'padded ',
    'new\nline',
    'abc\n',
    'dash-ed',
    'dot.ted',
    'ümlaut',
    'ａｂｃ',
    'ﬁne',
    'Kelvin\u212A',
    '😀😀😀',
    'nul\u0000',
    "o'brien",
    null,
    123,
    true,
    ['abc'],
    { a: 'abc' },
  ])('refuses %j', async (username) => {
    const person = await register(app);
    expect(await rename(person, username)).toMatchObject(INVALID);
    expect(await read(person)).toMatchObject({ username: person.username });
  });

  it('refuses a body without one', async () => {
    const person = await register(app);
    for (const body of [{}, undefined, { Username: 'abcd' }, [], null, '"abcd"', '{'])
      expect(await put(person, 'username', body)).toMatchObject(INVALID);
  });

  it('changes updatedAt and nothing else', async () => {
    const person = await register(app);
    const before = await read(person);
    clock.advance(1_000);
    const username = freshName();
    await rename(person, username);
    expect(await read(person)).toEqual({ ...before, username, updatedAt: iso(clock.now()) });
  });

  it('is 409 for a name that somebody has, in any case', async () => {
    const [person, other] = [await register(app), await register(app, { username: 'Grace' })];
    for (const username of ['Grace', 'grace', 'GRACE', 'soiree', 'Soiree'])
      expect(await rename(person, username)).toMatchObject(TAKEN);
    expect(await read(person)).toMatchObject({ username: person.username });
    expect(await read(other)).toMatchObject({ username: 'Grace' });
  });

  it('lets one’s own name be written in another case, or as it is', async () => {
    const person = await register(app, { username: 'Hopper' });
    for (const username of ['hopper', 'HOPPER', 'HOPPER']) {
      expect((await rename(person, username)).status).toBe(200);
      expect((await read(person)).username).toBe(username);
    }
  });

  it('frees the old name, to others and to newcomers', async () => {
    const [person, other] = [await register(app), await register(app)];
    await rename(person, freshName());
    expect((await rename(other, person.username.toUpperCase())).status).toBe(200);
    expect(await rename(person, person.username)).toMatchObject(TAKEN);
    const newcomer = await register(app, { username: other.username });
    expect((await read(newcomer)).username).toBe(other.username);
  });

  it('gives a name that many take at once to one of them', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => register(app)));
    for (let round = 0; round < 5; round++) {
      const username = freshName();
      const answers = await Promise.all(
        people.map((person, index) => rename(person, index % 2 ? username : username.toLowerCase())),
      );
      const statuses = answers.map(({ status }) => status).toSorted();
      expect(statuses).toEqual([200, ...Array.from({ length: 7 }, () => 409)]);
      const winner = answers.find(({ status }) => status === 200);
      const having = (await Promise.all(people.map(read))).map((profile) => profile.username);
      expect(having.filter((name) => name.toLowerCase() === username.toLowerCase())).toEqual([
        winner?.body.username,
      ]);
    }
  });

  it('gives a name that a newcomer wants too to one of both', async () => {
    const person = await register(app);
    for (let round = 0; round < 5; round++) {
      const username = freshName();
      const newcomer = newRegistration({ username });
      const [renamed, registered] = await Promise.all([
        rename(person, username),
        app.call('POST', '/auth/register', newcomer),
      ]);
      if (renamed.status === 200) expect(registered).toMatchObject(TAKEN);
      else expect([renamed, registered]).toMatchObject([TAKEN, { status: 201 }]);
    }
  });

  it('lets nobody swap names at once, nor hang', async () => {
    const [one, other] = [await register(app), await register(app)];
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all([rename(one, other.username), rename(other, one.username)]);
      expect(answers.map(({ status }) => status)).toEqual([409, 409]);
    }
  });

  it('leaves the login as it is', async () => {
    const person = await register(app);
    await rename(person, freshName());
    expect((await app.get('/auth/logins', { token: person.token })).status).toBe(200);
    expect(await read(await signIn(app, person))).toMatchObject({ id: person.id });
  });

  it('[N2] moves the host’s night to the new name at once', async () => {
    const host = await register(app);
    const night = await app.call('POST', '/api/sessions', {}, { token: host.token });
    const nightOf = async (name: string) => (await app.get(`/api/sessions/active?host=${name}`)).body.id;
    expect(await nightOf(host.username)).toBe(night.body.id);
    const username = freshName();
    await rename(host, username);
    expect(await nightOf(username.toUpperCase())).toBe(night.body.id);
    expect(await nightOf(host.username)).toBeUndefined();
  });
});

it('using the account is no change of its profile', async () => {
  const person = await register(app);
  const before = await read(person);
  clock.advance(120_000);
  await read(person);
  const lastActive = async () => {
    const [row] = await queryStore(app.connection, 'SELECT last_active FROM profiles WHERE id = $1', [
      person.id,
    ]);
    return row?.last_active;
  };
  await expect.poll(lastActive).not.toBeNull();
  expect(await read(person)).toEqual(before);
});
