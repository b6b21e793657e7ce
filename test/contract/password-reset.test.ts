import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import {
  LIMIT_HEADERS,
  type Person,
  refresh,
  refusal,
  register,
  signIn,
  statusFor,
} from '../setup/accounts.ts';
import { makeKey } from '../setup/api-keys.ts';
import { ADMIN_KEY, startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { createTestClock, iso } from '../setup/nights.ts';

const DAY = 24 * 3_600_000;
const WRONG_A_MINUTE = 20;
const PASSWORD = 'a password to remember';
const clock = createTestClock();
let app: TestApp;
let admin: Person;
let adminKeyToken: string;
let person: Person;
/** Each test comes from an address of its own, so that their wrong tokens don't add up. */
let address: string;
let tests = 0;

beforeAll(async () => {
  app = await startTestApp({ clock, env: { TRUST_PROXY: '1', PUBLIC_URL: 'https://soiree.example.org/' } });
  admin = await register(app);
});
beforeEach(async () => {
  person = await register(app);
  adminKeyToken = (await app.call('POST', '/api/auth/login', { key: ADMIN_KEY })).body.token;
  tests++;
  address = `198.51.100.${tests}`;
});
afterAll(() => app.close());

const issue = (id = person.id, token = adminKeyToken) =>
  app.call('POST', `/auth/accounts/${id}/password-reset`, undefined, { token });
const issueToken = async (): Promise<string> => (await issue()).body.token;
const reset = (token: unknown, password: unknown = PASSWORD, from = address) =>
  app.call('POST', '/auth/password-reset', { token, password }, { headers: { 'x-forwarded-for': from } });
const login = (password: string) => app.call('POST', '/auth/login', { email: person.email, password });

/** Statements that wait for a lock. */
async function countWaiting(): Promise<number> {
  const waiting = await queryStore(
    app.connection,
    "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
  );
  return waiting.length;
}

describe('[X73] a link to a new password', () => {
  it('is made by administrators', async () => {
    const { status, body } = await issue(person.id.toUpperCase(), admin.token);
    expect(status).toBe(201);
    expect(body).toEqual({
      url: `https://soiree.example.org/account/reset#${body.token}`,
      token: expect.stringMatching(/^[\w-]{43}$/),
      expires_at: iso(clock.now() + DAY),
    });
    const rows = await queryStore(app.connection, 'SELECT * FROM password_resets WHERE account_id = $1', [
      person.id,
    ]);
    expect(rows).toMatchObject([{ hash: createHash('sha256').update(body.token).digest() }]);
  });

  it('is not made by who was an administrator a moment ago, and is remembered as one', async () => {
    const demoted = await register(app);
    const path = `/auth/accounts/${demoted.id}`;
    await app.call('PATCH', path, { is_admin: true }, { token: adminKeyToken });
    expect((await issue(person.id, demoted.token)).status).toBe(201);
    await queryStore(app.connection, 'UPDATE accounts SET is_admin = false WHERE id = $1', [demoted.id]);
    expect(await issue(person.id, demoted.token)).toMatchObject(refusal(403, 'forbidden'));
  });

  it('is for an account that somebody signs in to', async () => {
    for (const id of [INSTANCE_ACCOUNT_ID, '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11'])
      expect(await issue(id)).toMatchObject(refusal(404, 'not_found'));
    for (const id of ['1', 'x', `urn:uuid:${person.id}`])
      expect(await issue(id), id).toMatchObject(refusal(400, 'invalid_payload'));
  });

  it('sets the password and ends all logins, but no keys', async () => {
    const other = await signIn(app, person);
    const { key } = await makeKey(app, person.token);
    const { status, body, headers } = await reset(await issueToken());
    expect({ status, body }).toEqual({ status: 200, body: { message: expect.stringMatching(/\S/) } });
    expect(LIMIT_HEADERS.map((name) => headers.get(name))).toEqual([
      '20',
      '20',
      expect.stringMatching(/^\d+$/),
    ]);
    for (const { token } of [person, other]) expect(await statusFor(app, token)).toBe(401);
    expect(await refresh(app, other.refreshToken)).toMatchObject(refusal(401, 'invalid_refresh_token'));
    expect(await login(person.password)).toMatchObject(refusal(401, 'invalid_credentials'));
    expect((await login(PASSWORD)).status).toBe(200);
    expect((await app.get('/profile', { token: key })).status).toBe(200);
  });

  it('is good once', async () => {
    const token = await issueToken();
    expect((await reset(token)).status).toBe(200);
    expect(await reset(token, 'another password')).toMatchObject(refusal(400, 'invalid_token'));
    expect((await login(PASSWORD)).status).toBe(200);
  });

  it('is good once, of many uses at once too', async () => {
    const token = await issueToken();
    const passwords = Array.from({ length: 6 }, (_, index) => `the password number ${index}`);
    // Held at the account until all are there, so that they really meet.
    const holder = new pg.Client(app.connection);
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM accounts WHERE id = $1 FOR UPDATE', [person.id]);
    const asked = passwords.map((password) => reset(token, password));
    await expect.poll(countWaiting, { timeout: 10_000 }).toBe(passwords.length);
    await holder.query('COMMIT');
    await holder.end();
    const answers = await Promise.all(asked);
    const statuses = answers.map(({ status }) => status);
    expect([...statuses].sort()).toEqual([200, ...Array(5).fill(400)]);
    expect((await login(passwords[statuses.indexOf(200)] ?? '')).status).toBe(200);
  });

  it('is good for a day', async () => {
    const [last, late] = [await issueToken(), (await issue(admin.id)).body.token];
    clock.advance(DAY - 1);
    expect((await reset(last)).status).toBe(200);
    clock.advance(1);
    expect(await reset(late)).toMatchObject(refusal(400, 'invalid_token'));
  });

  it('is replaced by the next one', async () => {
    const [first, second] = [await issueToken(), await issueToken()];
    expect(await reset(first)).toMatchObject(refusal(400, 'invalid_token'));
    expect((await reset(second)).status).toBe(200);
  });

  it('waits while the account is disabled', async () => {
    const token = await issueToken();
    const disable = (disabled: boolean) =>
      app.call('PATCH', `/auth/accounts/${person.id}`, { disabled }, { token: adminKeyToken });
    await disable(true);
    expect(await reset(token)).toMatchObject(refusal(400, 'invalid_token'));
    await disable(false);
    expect((await login(person.password)).status).toBe(200);
    expect((await reset(token)).status).toBe(200);
  });

  it('leaves the password where the new one may not be', async () => {
    const token = await issueToken();
    for (const password of [null, '', 'x'.repeat(7), 'x'.repeat(129), 12_345_678])
      expect(await reset(token, password), String(password)).toMatchObject(refusal(400, 'invalid_payload'));
    for (const bad of [undefined, null, '', 5, 'x'.repeat(1_025)])
      expect(await reset(bad), String(bad)).toMatchObject(refusal(400, 'invalid_payload'));
    for (const wrong of ['x', `${token}x`, token.slice(1), '\u0000', person.token])
      expect(await reset(wrong), wrong).toMatchObject(refusal(400, 'invalid_token'));
    expect((await login(person.password)).status).toBe(200);
    expect((await reset(token, 'x'.repeat(128))).status).toBe(200);
  });
});

describe('[C7] wrong tokens', () => {
  it('are limited by address; a right one passes', async () => {
    for (let count = 1; count <= WRONG_A_MINUTE; count++) {
      const { status, headers } = await reset('wrong');
      expect(status).toBe(400);
      expect(headers.get('x-ratelimit-remaining')).toBe(String(WRONG_A_MINUTE - count));
      expect(headers.get('retry-after')).toBeNull();
    }
    const refused = await reset('wrong');
    expect(refused).toMatchObject(refusal(429, 'rate_limited'));
    expect(LIMIT_HEADERS.map((name) => refused.headers.get(name))).toEqual([
      '20',
      '0',
      expect.stringMatching(/^\d{10}$/),
    ]);
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect((await reset('wrong', PASSWORD, '203.0.113.77')).status).toBe(400);

    const passed = await reset(await issueToken());
    expect(passed.status).toBe(200);
    expect(passed.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(passed.headers.get('retry-after')).toBeNull();
  });
});
