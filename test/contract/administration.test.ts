import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { type Person, refresh, refusal, register, signIn, statusFor } from '../setup/accounts.ts';
import { makeKey } from '../setup/api-keys.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { createTestClock, INSTANT, iso } from '../setup/nights.ts';
import { connectSocket } from '../setup/socket-client.ts';

const UNKNOWN = '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11';
const clock = createTestClock();
let app: TestApp;
let admin: Person;
let person: Person;

beforeAll(async () => {
  app = await startTestApp({ clock });
  admin = await register(app);
});
beforeEach(async () => {
  person = await register(app);
});
afterAll(() => app.close());

const change = (id: string, body: unknown, token = admin.token) =>
  app.call('PATCH', `/auth/accounts/${id}`, body, { token });
const list = (query = '', token = admin.token) => app.get(`/auth/accounts${query}`, { token });
const login = ({ email, password }: Person) => app.call('POST', '/auth/login', { email, password });

describe('[A4] promoting', () => {
  it('is felt without a new token, and so is demoting', async () => {
    expect((await list('', person.token)).status).toBe(403);
    const promoted = await change(person.id, { is_admin: true });
    expect(promoted).toMatchObject({ status: 200, body: { id: person.id, is_admin: true } });
    expect((await list('', person.token)).status).toBe(200);
    expect((await change(person.id.toUpperCase(), { is_admin: false })).body.is_admin).toBe(false);
    expect(await list('', person.token)).toMatchObject(refusal(403, 'forbidden'));
    expect(await statusFor(app, person.token)).toBe(200);
  });

  it('is felt on the nights too', async () => {
    const favor = () => app.call('PATCH', '/api/games/1/favor', { favor_bias: 0 }, { token: person.token });
    expect((await favor()).status).toBe(403);
    await change(person.id, { is_admin: true });
    expect((await favor()).status).toBe(200);
  });
});

describe('[A4] [X68] disabling', () => {
  it('ends logins and keys at once, until the account is enabled again', async () => {
    const { token, refreshToken } = await signIn(app, person);
    const { key } = await makeKey(app, person.token);
    const socket = await connectSocket(`${app.url}/api/sessions/live`);
    await socket.ask({ type: 'auth', token: key }, 'auth_success');
    const { status, body } = await change(person.id, { disabled: true });
    expect({ status, body }).toMatchObject({ status: 200, body: { disabled_at: iso(clock.now()) } });

    for (const access of [person.token, token]) expect(await statusFor(app, access)).toBe(401);
    expect(await refresh(app, refreshToken)).toMatchObject(refusal(401, 'invalid_refresh_token'));
    expect((await app.get('/profile', { token: key })).status).toBe(401);
    expect(await socket.closed).toMatchObject({ code: 4011 });
    expect(await login(person)).toMatchObject(refusal(403, 'account_disabled'));
    expect(await login({ ...person, password: 'not it at all' })).toMatchObject(
      refusal(401, 'invalid_credentials'),
    );

    expect((await change(person.id, { disabled: false })).body.disabled_at).toBeNull();
    for (const access of [person.token, token]) expect(await statusFor(app, access)).toBe(401);
    expect(await refresh(app, refreshToken)).toMatchObject(refusal(401, 'invalid_refresh_token'));
    expect((await app.get('/profile', { token: key })).status).toBe(200);
    expect((await login(person)).status).toBe(200);
  });

  it('leaves an administrator one, but of no use', async () => {
    await change(person.id, { is_admin: true, disabled: true });
    expect((await list('', person.token)).status).toBe(401);
    expect((await change(person.id, { disabled: false })).body.is_admin).toBe(true);
  });

  it('ends what logins at the same moment opened', async () => {
    const attempts = Array.from({ length: 6 }, () => login(person));
    await Promise.race(attempts);
    await change(person.id, { disabled: true });
    const answers = await Promise.all(attempts);
    await change(person.id, { disabled: false });
    const opened = answers.filter(({ status }) => status === 200);
    expect(opened).not.toEqual([]);
    for (const { body } of opened) expect(await statusFor(app, body.session.access_token)).toBe(401);
  });
});

describe('[X73] a change of rights', () => {
  it('leaves what is not sent, and what is so already', async () => {
    const { body: before } = await change(person.id, {});
    expect(before).toMatchObject({ id: person.id, is_admin: false, disabled_at: null });
    const { body: disabled } = await change(person.id, { disabled: true });
    clock.advance(5_000);
    expect((await change(person.id, { disabled: true, is_admin: false })).body).toEqual(disabled);
    const entries = await queryStore(
      app.connection,
      "SELECT event FROM audit_log WHERE account_id = $1 AND event LIKE 'account.%' ORDER BY id",
      [person.id],
    );
    expect(entries).toEqual([{ event: 'account.registered' }, { event: 'account.disabled' }]);
  });

  it('is not for oneself', async () => {
    for (const body of [{ is_admin: false }, { disabled: true }, { is_admin: true }, {}])
      expect(await change(admin.id, body)).toMatchObject(refusal(409, 'conflict'));
    expect(await change(admin.id.toUpperCase(), { is_admin: false })).toMatchObject(refusal(409, 'conflict'));
    expect((await list()).status).toBe(200);
  });

  it('is not for the instance’s own account, nor for one that isn’t there', async () => {
    for (const token of [admin.token, app.token])
      for (const id of [INSTANCE_ACCOUNT_ID, UNKNOWN])
        expect(await change(id, { disabled: true }, token)).toMatchObject(refusal(404, 'not_found'));
    expect((await app.send('POST', '/api/auth/verify')).status).toBe(200);
  });

  it('has a form', async () => {
    const { id } = person;
    for (const body of [[], { is_admin: 'yes' }, { is_admin: 1 }, { disabled: null }, '{"is_admin":', 'null'])
      expect(await change(id, body), JSON.stringify(body)).toMatchObject(refusal(400, 'invalid_payload'));
    for (const bad of ['1', 'x', `urn:uuid:${id}`, `${id}0`, '%00'])
      expect(await change(bad, { disabled: true }), bad).toMatchObject(refusal(400, 'invalid_payload'));
    expect((await change(id, {})).body.disabled_at).toBeNull();
  });

  it('may be made by the admin key, on the first administrator too', async () => {
    expect((await change(admin.id, { is_admin: false }, app.token)).body.is_admin).toBe(false);
    expect((await list()).status).toBe(403);
    expect((await change(admin.id, { is_admin: true }, app.token)).body.is_admin).toBe(true);
    expect((await list()).status).toBe(200);
  });
});

describe('administrators who turn on each other at once', () => {
  it.each([
    ['two who demote each other', 2, { is_admin: false }],
    ['two who disable each other', 2, { disabled: true }],
    ['five in a ring', 5, { is_admin: false }],
  ])('leave one who can act: %s', async (_, count, wanted) => {
    for (let round = 0; round < 5; round++) {
      const circle = await Promise.all(Array.from({ length: count }, () => register(app)));
      for (const { id } of circle) await change(id, { is_admin: true }, app.token);
      // Known to the server beforehand, so that all get as far as the store.
      for (const { token } of circle) expect((await list('', token)).status).toBe(200);
      const answers = await Promise.all(
        circle.map(({ token }, index) => change(circle[(index + 1) % count]?.id ?? '', wanted, token)),
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses).toContain(200);
      for (const status of statuses) expect([200, 401, 403]).toContain(status);
      const left = await Promise.all(circle.map(async ({ token }) => (await list('', token)).status));
      expect(left.filter((status) => status === 200).length).toBe(
        count - statuses.filter((status) => status === 200).length,
      );
      expect(left).toContain(200);
    }
  });
});

describe('[X73] GET /auth/accounts', () => {
  let own: TestApp;
  let ada: Person;
  const search = async (text: string): Promise<string[]> => {
    const { body } = await own.get(`/auth/accounts?limit=100&search=${encodeURIComponent(text)}`, own);
    return body.accounts.map(({ username }: { username: string }) => username);
  };

  beforeAll(async () => {
    own = await startTestApp({ clock });
    ada = await register(own, { email: 'Ada@Example.org', username: 'Ada', displayName: 'Countess' });
    for (const [username, displayName] of [
      ['bob_100', 'Bob 100% \\o/'],
      ['bobx100', 'Émile'],
      ['carol', '100 Grace'],
    ] as const) {
      clock.advance(1_000);
      await register(own, { email: `${username}@mail.example`, username, displayName });
    }
  });
  afterAll(() => own.close());

  it('lists all that somebody signs in to, the oldest first', async () => {
    const { status, body } = await own.get('/auth/accounts', own);
    expect(status).toBe(200);
    expect(body.accounts[0]).toEqual({
      id: ada.id,
      email: 'Ada@Example.org',
      username: 'Ada',
      display_name: 'Countess',
      avatar_url: null,
      is_admin: true,
      disabled_at: null,
      created_at: expect.stringMatching(INSTANT),
      last_active: null,
    });
    expect(await search('')).toEqual(['Ada', 'bob_100', 'bobx100', 'carol']);
    expect(body.pagination).toEqual({ page: 1, limit: 20, total: 4, totalPages: 1 });
  });

  it('finds by part of the email, the username or the display name, in any case', async () => {
    expect(await search('aDA')).toEqual(['Ada']);
    expect(await search('MAIL.example')).toEqual(['bob_100', 'bobx100', 'carol']);
    expect(await search('ountes')).toEqual(['Ada']);
    expect(await search('émile')).toEqual(['bobx100']);
    expect(await search('grace')).toEqual(['carol']);
    expect(await search('soiree')).toEqual([]);
    expect(await search("' OR true --")).toEqual([]);
  });

  it('takes %, _ and \\ for themselves', async () => {
    expect(await search('%')).toEqual(['bob_100']);
    expect(await search('100%')).toEqual(['bob_100']);
    expect(await search('b_1')).toEqual(['bob_100']);
    expect(await search('\\')).toEqual(['bob_100']);
    expect(await search('\\o/')).toEqual(['bob_100']);
    expect(await search('%a%')).toEqual([]);
    expect(await search('\\%')).toEqual([]);
  });

  it('pages', async () => {
    const page = async (query: string) => {
      const { body } = await own.get(`/auth/accounts?${query}`, own);
      return [body.accounts.map(({ username }: { username: string }) => username), body.pagination];
    };
    expect(await page('limit=3')).toEqual([
      ['Ada', 'bob_100', 'bobx100'],
      { page: 1, limit: 3, total: 4, totalPages: 2 },
    ]);
    expect(await page('limit=3&page=2')).toEqual([['carol'], { page: 2, limit: 3, total: 4, totalPages: 2 }]);
    expect(await page('page=1000000')).toEqual([[], { page: 1_000_000, limit: 20, total: 4, totalPages: 1 }]);
    expect(await page('search=nobody')).toEqual([[], { page: 1, limit: 20, total: 0, totalPages: 0 }]);
  });

  it('refuses a page or limit out of range', async () => {
    const bad = ['page=0', 'page=-1', 'page=1.5', 'page=x', 'page=', 'page=1000001', 'limit=0', 'limit=101'];
    for (const query of [...bad, 'limit=x', 'page=1&page=2', `search=${'x'.repeat(255)}`, 'search=%00'])
      expect(await own.get(`/auth/accounts?${query}`, own), query).toMatchObject(
        refusal(400, 'invalid_payload'),
      );
  });
});
