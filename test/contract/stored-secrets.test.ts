import { afterAll, beforeAll, expect, it } from 'vitest';
import { newRegistration, refreshed, register, signIn } from '../setup/accounts.ts';
import { ADMIN_KEY, type Answer, JWT_SECRET, startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';

/** PHC's string format, by at least OWASP's recommendation: 19 MiB, two passes, one lane. */
const ARGON2ID = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

async function hashOf(id: string): Promise<string> {
  const rows = await queryStore(app.connection, 'SELECT password_hash FROM accounts WHERE id = $1', [id]);
  return rows[0]?.password_hash;
}

async function send(method: string, path: string, body: unknown, token?: string): Promise<Answer['body']> {
  const answer = await app.call(method, path, body, { token });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body;
}

it('[A5] a password is stored as an argon2id hash that tells its cost', async () => {
  const password = 'the same password for both';
  const [one, other] = [await register(app, { password }), await register(app, { password })];
  const hashes = [await hashOf(one.id), await hashOf(other.id)];
  for (const hash of hashes) {
    const [, memory, passes, lanes, salt = '', output = ''] = ARGON2ID.exec(hash) ?? [];
    expect(Number(memory)).toBeGreaterThanOrEqual(19_456);
    expect(Number(passes)).toBeGreaterThanOrEqual(2);
    expect(Number(lanes)).toBe(1);
    expect(Buffer.from(salt, 'base64').length).toBeGreaterThanOrEqual(16);
    expect(Buffer.from(output, 'base64').length).toBeGreaterThanOrEqual(32);
  }
  expect(new Set(hashes).size).toBe(2);

  const change = { current_password: password, new_password: 'another password' };
  await send('PUT', '/auth/password', change, one.token);
  expect(await hashOf(one.id)).toMatch(ARGON2ID);
  expect(await hashOf(one.id)).not.toBe(hashes[0]);
});

it('[A5] no password or token is in the store as it is', async () => {
  const registration = newRegistration({ password: 'first passphrase of Ada' });
  const ada = await register(app, registration);
  const login = await signIn(app, ada);
  const next = await refreshed(app, login.refreshToken);
  const wrong = 'a wrong passphrase of Ada';
  const wrongLogin = await app.call('POST', '/auth/login', { email: ada.email, password: wrong });
  expect(wrongLogin.status).toBe(401);
  const key = await send('POST', '/auth/api-keys', { name: 'bot', scopes: ['read'] }, ada.token);
  expect((await app.get('/profile', { token: key.key })).status).toBe(200);
  const changed = 'second passphrase of Ada';
  const change = { current_password: ada.password, new_password: changed };
  await send('PUT', '/auth/password', change, next.token);
  const usedReset = await send('POST', `/auth/accounts/${ada.id}/password-reset`, undefined, app.token);
  const reset = 'third passphrase of Ada';
  await send('POST', '/auth/password-reset', { token: usedReset.token, password: reset });
  const openReset = await send('POST', `/auth/accounts/${ada.id}/password-reset`, undefined, app.token);
  const wrongKey = 'a wrong admin key that somebody tried';
  expect((await app.call('POST', '/api/auth/login', { key: wrongKey })).status).toBe(401);

  const partyPassword = 'a passphrase of a party';
  const party = await send('POST', '/api/sessions/create', { name: 'Movie Night', password: partyPassword });

  const secrets = [ada, login, next].flatMap(({ token, refreshToken }) => [token, refreshToken]);
  secrets.push(ada.password, changed, reset, wrong, key.key, usedReset.token, openReset.token);
  secrets.push(ADMIN_KEY, wrongKey, JWT_SECRET, app.token, partyPassword, party.token);
  expect(secrets.every((secret) => typeof secret === 'string' && secret.length > 16)).toBe(true);
  expect(await findInStore(secrets)).toEqual([]);

  // And it would have been found, in whatever form it were there.
  await queryStore(
    app.connection,
    'CREATE TABLE planted (name text, list text[], object jsonb, bytes bytea)',
  );
  const rows = [
    ['name', changed],
    ['list', [changed]],
    ['object', JSON.stringify({ deep: [`so ${key.key} it is`] })],
    ['bytes', Buffer.from(login.token)],
    ['bytes', Buffer.from(next.refreshToken, 'base64url')],
    ['name', next.token.split('.')[2]],
  ];
  for (const [column, value] of rows)
    await queryStore(app.connection, `INSERT INTO planted (${column}) VALUES ($1)`, [value]);
  expect(await findInStore(secrets)).toEqual(rows.map(() => 'planted'));
});

/** The forms in which a secret would be as good as in clear. */
const formsOf = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64'),
  // An opaque token is random bytes, as text; a signed one has its worth in its signature.
  Buffer.from(secret.replace(/^soi_/, ''), 'base64url').toString('hex'),
  ...secret.split('.').slice(2),
];

/** The tables of the rows that have one of the secrets in any of their columns. */
async function findInStore(secrets: readonly string[]): Promise<string[]> {
  const forms = secrets.flatMap(formsOf);
  const tables = await queryStore<{ name: string }>(
    app.connection,
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY oid`,
  );
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['accounts', 'profiles', 'logins', 'refresh_tokens', 'api_keys', 'audit_log']),
  );
  const found = [];
  for (const { name } of tables) {
    // Bytes come out in hexadecimal digits.
    const rows = await queryStore<{ row: string }>(app.connection, `SELECT t::text AS row FROM ${name} AS t`);
    found.push(...rows.filter(({ row }) => forms.some((form) => row.includes(form))).map(() => name));
  }
  return found;
}
