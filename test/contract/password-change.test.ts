import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Person, refresh, refreshed, refusal, register, signIn, statusFor } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { connectSocket } from '../setup/socket-client.ts';

const NEW_PASSWORD = 'another long password';
const WRONG = refusal(401, 'invalid_credentials');

let app: TestApp;
let addresses = 0;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: '1' } });
  await register(app);
});
afterAll(() => app.close());

/** Each comes from an address of its own, so that what is wrong doesn't add up. */
const newAddress = () => {
  addresses += 1;
  return { 'x-forwarded-for': `2001:db8:${addresses.toString(16)}::1` };
};
const put = (token: string, body: unknown, headers = newAddress()) =>
  app.call('PUT', '/auth/password', body, { token, headers });
const change = ({ token, password }: Person, newPassword = NEW_PASSWORD) =>
  put(token, { current_password: password, new_password: newPassword });
const login = ({ email }: Person, password: string, headers = newAddress()) =>
  app.call('POST', '/auth/login', { email, password }, { headers });

describe('[X67] PUT /auth/password', () => {
  it('changes what one signs in with', async () => {
    const person = await register(app);
    const { status, body } = await change(person);
    expect({ status, body }).toEqual({ status: 200, body: { message: expect.any(String) } });
    expect(await login(person, person.password)).toMatchObject(WRONG);
    expect((await login(person, NEW_PASSWORD)).status).toBe(200);
  });

  it('[A3] ends all other logins, and keeps its own', async () => {
    const person = await register(app);
    const others = [await signIn(app, person), await signIn(app, person)];
    const somebody = await register(app);
    for (const { token } of others) expect(await statusFor(app, token)).toBe(200);
    expect((await change(person)).status).toBe(200);
    for (const { token, refreshToken } of others) {
      expect(await statusFor(app, token)).toBe(401);
      expect(await refresh(app, refreshToken)).toMatchObject(refusal(401, 'invalid_refresh_token'));
    }
    expect(await statusFor(app, person.token)).toBe(200);
    await refreshed(app, person.refreshToken);
    expect(await statusFor(app, somebody.token)).toBe(200);
    expect((await app.get('/auth/logins', { token: person.token })).body).toHaveLength(1);
  });

  it('[X24] closes the sockets of the other logins', async () => {
    const person = await register(app);
    const other = await signIn(app, person);
    const connect = async (token: string) => {
      const client = await connectSocket(`${app.url}/api/sessions/live`);
      onTestFinished(() => client.close());
      await client.ask({ type: 'auth', token }, 'auth_success');
      return client;
    };
    const [own, others] = [await connect(person.token), await connect(other.token)];
    await change(person);
    expect((await others.closed).code).toBe(4011);
    await own.catchUp();
  });

  it('refuses a wrong current password, and changes nothing', async () => {
    const person = await register(app);
    const elsewhere = await signIn(app, person);
    for (const current of [
      'a wrong password',
      person.password.toUpperCase(),
      `${person.password} `,
      NEW_PASSWORD,
    ])
      expect(
        await put(person.token, { current_password: current, new_password: NEW_PASSWORD }),
      ).toMatchObject(WRONG);
    expect(await statusFor(app, elsewhere.token)).toBe(200);
    expect(await login(person, NEW_PASSWORD)).toMatchObject(WRONG);
    expect((await login(person, person.password)).status).toBe(200);
  });

  it('[C7] counts a wrong one like a wrong login', async () => {
    const person = await register(app);
    const from = newAddress();
    const remaining = async () =>
      Number((await login(person, person.password, from)).headers.get('x-ratelimit-remaining'));
    const before = await remaining();
    const body = { current_password: 'a wrong password', new_password: NEW_PASSWORD };
    expect(await put(person.token, body, from)).toMatchObject(WRONG);
    expect(await remaining()).toBe(before - 1);
  });

  it('takes the current password however its accents were typed', async () => {
    const password = 'pâsswörd é';
    const person = await register(app, { password: password.normalize('NFC') });
    const next = 'nöch eines à';
    expect(
      (await change({ ...person, password: password.normalize('NFD') }, next.normalize('NFD'))).status,
    ).toBe(200);
    expect((await login(person, next.normalize('NFC'))).status).toBe(200);
  });

  it.each(['abcdefgh', 'a'.repeat(128), '🎲'.repeat(8), '🎲'.repeat(128)])('takes “%s”', async (next) => {
    const person = await register(app);
    expect((await change(person, next)).status).toBe(200);
    expect((await login(person, next)).status).toBe(200);
  });

  it.each(['', 'abcdefg', '🎲'.repeat(7), 'a'.repeat(129), '🎲'.repeat(129), '[X2] abcdefgh\u0000'])(
    '[C4] “%s” is 400',
    async (next) => {
      const person = await register(app);
      expect(await change(person, next)).toMatchObject(refusal(400, 'invalid_payload'));
      expect((await login(person, person.password)).status).toBe(200);
    },
  );

  it.each([
    { new_password: NEW_PASSWORD },
    { current_password: 'x' },
    { current_password: null, new_password: NEW_PASSWORD },
    { current_password: 5, new_password: NEW_PASSWORD },
    { current_password: '', new_password: NEW_PASSWORD },
    { current_password: 'x'.repeat(100_000), new_password: NEW_PASSWORD },
    { current_password: 'x', new_password: 12345678 },
    { current_password: 'x', new_password: [NEW_PASSWORD] },
    { currentPassword: 'x', newPassword: NEW_PASSWORD },
  ])('[C4] %o is 400', async (body) => {
    const { token } = await register(app);
    expect(await put(token, body)).toMatchObject(refusal(400, 'invalid_payload'));
  });

  it('[C8] takes no admin key’s token and no API key', async () => {
    const person = await register(app);
    const scopes = ['nights:write', 'votes:write', 'quiz:write', 'schedule:write', 'read'];
    const made = await app.call('POST', '/auth/api-keys', { name: 'bot', scopes }, { token: person.token });
    expect(made.status).toBe(201);
    for (const token of [app.token, made.body.key])
      expect(
        await put(token, { current_password: person.password, new_password: NEW_PASSWORD }),
      ).toMatchObject(refusal(403, 'forbidden'));
    expect((await login(person, person.password)).status).toBe(200);
  });
});

describe('a password that changes', () => {
  it('is changed by one of two at once', async () => {
    for (let round = 0; round < 5; round++) {
      const person = await register(app);
      const elsewhere = await signIn(app, person);
      const wanted = ['the first new password', 'the second new password'];
      const answers = await Promise.all([
        change(person, wanted[0]),
        change({ ...person, ...elsewhere }, wanted[1]),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
      for (const [index, { status }] of answers.entries())
        expect((await login(person, wanted[index] ?? '')).status).toBe(status);
    }
  });

  it('[A3] leaves no login that began with the old one in the same moment', async () => {
    for (let round = 0; round < 8; round++) {
      const person = await register(app);
      const headers = newAddress();
      const racing = Array.from({ length: 4 }, () => login(person, person.password, headers));
      expect((await change(person)).status).toBe(200);
      for (const { status, body } of await Promise.all(racing)) {
        if (status !== 200) expect({ status, body }).toMatchObject(WRONG);
        else expect(await statusFor(app, body.session.access_token)).toBe(401);
      }
      expect(await statusFor(app, person.token)).toBe(200);
    }
  });
});
