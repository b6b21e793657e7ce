import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  claimsOf,
  type Person,
  refresh,
  refreshed,
  refusal,
  register,
  signIn,
  statusFor,
  UUID,
} from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, INSTANT, iso } from '../setup/nights.ts';
import { connectSocket } from '../setup/socket-client.ts';

const DAY = 24 * 3_600_000;
const SIGNED_OUT = 4011;

const clock = createTestClock();
let app: TestApp;
let administrator: Person;
beforeAll(async () => {
  app = await startTestApp({ clock, env: { TRUST_PROXY: '1' } });
  administrator = await register(app);
});
afterAll(() => app.close());

const listFor = async (token: string) => {
  const { status, body } = await app.get('/auth/logins', { token });
  expect(status).toBe(200);
  return body;
};
const idsFor = async (token: string): Promise<string[]> =>
  (await listFor(token)).map(({ id }: { id: string }) => id);
const loginOf = (token: string): string => claimsOf(token).sid;
const logout = (token: string) => app.call('POST', '/auth/logout', undefined, { token });
const end = (id: string, token: string) => app.call('DELETE', `/auth/logins/${id}`, undefined, { token });

async function expectOver({ token, refreshToken }: { token: string; refreshToken: string }) {
  expect(await statusFor(app, token)).toBe(401);
  expect(await refresh(app, refreshToken)).toMatchObject(refusal(401, 'invalid_refresh_token'));
}

/** A client of the nights' socket that has shown the token. */
async function connect(token: string) {
  const client = await connectSocket(`${app.url}/api/sessions/live`);
  onTestFinished(() => client.close());
  await client.ask({ type: 'auth', token }, 'auth_success');
  return client;
}

describe('[A3] POST /auth/logout', () => {
  it('ends the login at once', async () => {
    const person = await register(app);
    const { status, body } = await logout(person.token);
    expect({ status, body }).toEqual({ status: 200, body: { message: 'Successfully logged out' } });
    await expectOver(person);
    expect(await logout(person.token)).toMatchObject(refusal(401, 'unauthorized'));
  });

  it('ends every access token of the login, and no other login', async () => {
    const person = await register(app);
    const elsewhere = await signIn(app, person);
    const next = await refreshed(app, person.refreshToken);
    expect((await logout(person.token)).status).toBe(200);
    await expectOver(next);
    expect(await statusFor(app, elsewhere.token)).toBe(200);
  });

  it('takes whatever body comes along', async () => {
    for (const body of [{}, [], { all: true }, 'null'])
      expect(
        (await app.call('POST', '/auth/logout', body, { token: (await register(app)).token })).status,
      ).toBe(200);
  });

  it('[N1] makes the token a bad one for the nights too', async () => {
    const { token } = await register(app);
    expect((await app.call('POST', '/api/auth/verify', undefined, { token })).status).toBe(200);
    await logout(token);
    for (const path of ['/api/sessions', '/api/votes/live', '/api/auth/verify']) {
      const { status, body } = await app.call('POST', path, {}, { token });
      expect({ status, body }).toEqual({ status: 403, body: { error: 'Invalid or expired token' } });
    }
    expect((await app.get('/api/sessions', { token })).status).toBe(200);
  });
});

describe('[X66] GET /auth/logins', () => {
  it('lists where one is signed in, the last used first', async () => {
    const from = (address: string, agent: string) => ({
      'x-forwarded-for': `10.9.8.7, ${address}`,
      'user-agent': agent,
    });
    const start = clock.now();
    const phone = await register(app, {}, from('198.51.100.1', 'Phone/1.0 (Ünïcode)'));
    clock.advance(1_000);
    const laptop = await signIn(app, phone, from('2001:db8::2', 'Laptop/2.0'));
    clock.advance(1_000);
    const tv = await signIn(app, phone, from('198.51.100.3', 'Television/3.0'));
    const entry = (token: string, ms: number, address: string, agent: string, isCurrent = false) => ({
      id: loginOf(token),
      is_current: isCurrent,
      user_agent: agent,
      address,
      created_at: iso(start + ms),
      last_used_at: iso(start + ms),
      expires_at: iso(start + ms + 60 * DAY),
    });
    expect(await listFor(tv.token)).toEqual([
      entry(tv.token, 2_000, '198.51.100.3', 'Television/3.0', true),
      entry(laptop.token, 1_000, '2001:db8::2', 'Laptop/2.0'),
      entry(phone.token, 0, '198.51.100.1', 'Phone/1.0 (Ünïcode)'),
    ]);
    clock.advance(60_000);
    const next = await refreshed(app, phone.refreshToken);
    const [first] = await listFor(next.token);
    expect(first).toMatchObject({
      id: loginOf(phone.token),
      is_current: true,
      created_at: iso(start),
      last_used_at: iso(start + 62_000),
      expires_at: iso(start + 62_000 + 60 * DAY),
    });
    expect(await idsFor(next.token)).toEqual([phone, tv, laptop].map(({ token }) => loginOf(token)));
  });

  it('[C9] [C5] lists one’s own alone, in the documented form', async () => {
    const { token } = await register(app);
    const [entry, ...others] = await listFor(token);
    expect(others).toEqual([]);
    expect(entry.id).toMatch(UUID);
    for (const name of ['created_at', 'last_used_at', 'expires_at']) expect(entry[name]).toMatch(INSTANT);
    expect(JSON.stringify(entry)).not.toMatch(/hash|token|account/);
  });

  it('leaves out what is over', async () => {
    const person = await register(app);
    const [left, deleted] = [await signIn(app, person), await signIn(app, person)];
    expect(await idsFor(person.token)).toHaveLength(3);
    await logout(left.token);
    await end(loginOf(deleted.token), person.token);
    expect(await idsFor(person.token)).toEqual([loginOf(person.token)]);
    clock.advance(59 * DAY);
    const later = await signIn(app, person);
    expect(await idsFor(later.token)).toHaveLength(2);
    clock.advance(DAY);
    const { token } = await refreshed(app, later.refreshToken);
    expect(await idsFor(token)).toEqual([loginOf(token)]);
  });

  it('doesn’t mind what a client calls itself', async () => {
    const person = await register(app, {}, { 'user-agent': 'x'.repeat(5_000) });
    await signIn(app, person, { 'user-agent': '<script>alert(1)</script>' });
    await signIn(app, person, { 'user-agent': '\xff\xfe', 'x-forwarded-for': 'nonsense, "more"; unknown' });
    const agents = (await listFor(person.token)).map((entry: { user_agent: string }) => entry.user_agent);
    expect(agents).toContain('<script>alert(1)</script>');
    for (const agent of agents) expect(agent.length).toBeLessThanOrEqual(1_000);
  });
});

describe('[X66] DELETE /auth/logins/:id', () => {
  it('[A3] ends another of one’s own at once', async () => {
    const person = await register(app);
    const elsewhere = await signIn(app, person);
    expect(await statusFor(app, elsewhere.token)).toBe(200);
    const { status, body } = await end(loginOf(elsewhere.token), person.token);
    expect({ status, body }).toEqual({ status: 200, body: { message: expect.any(String) } });
    await expectOver(elsewhere);
    expect(await statusFor(app, person.token)).toBe(200);
    await refreshed(app, person.refreshToken);
    expect(await end(loginOf(elsewhere.token), person.token)).toMatchObject(refusal(404, 'not_found'));
  });

  it('ends the current one too', async () => {
    const person = await register(app);
    expect((await end(loginOf(person.token), person.token)).status).toBe(200);
    await expectOver(person);
  });

  it('[C9] is 404 for another’s, an administrator’s attempt too', async () => {
    const [person, other] = [await register(app), await register(app)];
    for (const { token } of [other, await signIn(app, administrator)])
      expect(await end(loginOf(person.token), token)).toMatchObject(refusal(404, 'not_found'));
    expect(await statusFor(app, person.token)).toBe(200);
  });

  it('is 404 for an unknown one, 400 for what is no id', async () => {
    const { token } = await register(app);
    expect(await end(randomUUID(), token)).toMatchObject(refusal(404, 'not_found'));
    for (const id of ['x', '1', 'current', '%20', '%00', `${randomUUID()}x`, 'x'.repeat(3_000)])
      expect(await end(id, token), id).toMatchObject(refusal(400, 'invalid_payload'));
  });
});

describe('[A3] [X24] an open socket', () => {
  it.each([
    ['its logout', (token: string) => logout(token)],
    [
      'the end of its login from elsewhere',
      async (token: string, person: Person) => end(loginOf(token), person.token),
    ],
    [
      'the theft of its refresh token',
      async (_token: string, _person: Person, refreshToken: string) => {
        await refreshed(app, refreshToken);
        await refresh(app, refreshToken);
      },
    ],
  ])('is closed by %s', async (_, ending) => {
    const person = await register(app);
    const elsewhere = await signIn(app, person);
    const [ended, other] = [await connect(elsewhere.token), await connect(person.token)];
    await ending(elsewhere.token, person, elsewhere.refreshToken);
    expect((await ended.closed).code).toBe(SIGNED_OUT);
    await other.catchUp();
    expect(other.socket.readyState).toBe(other.socket.OPEN);
  });

  it('[X68] stays when only its token runs out', async () => {
    const { token } = await register(app);
    const client = await connect(token);
    // A socket that is silent for a minute is closed, so it isn't.
    for (let ms = 0; ms < 2 * 3_600_000; ms += 50_000) {
      clock.advance(50_000);
      await client.catchUp();
    }
    expect(await statusFor(app, token)).toBe(401);
    await client.catchUp();
    expect(await client.ask({ type: 'auth', token }, 'auth_error')).toBeDefined();
  });

  it('doesn’t outlive a login that ends while it authenticates', async () => {
    for (let round = 0; round < 20; round++) {
      const { token } = await register(app);
      const client = await connectSocket(`${app.url}/api/sessions/live`);
      client.send({ type: 'auth', token });
      const answered = client.next(({ type }) => type.startsWith('auth_'));
      await logout(token);
      const authenticated = await answered.catch(() => ({ type: 'closed' }));
      if (authenticated.type === 'auth_success') expect((await client.closed).code).toBe(SIGNED_OUT);
      await client.close();
    }
  });
});
