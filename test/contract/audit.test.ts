import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { type Person, refusal, register, signIn } from '../setup/accounts.ts';
import { makeKey } from '../setup/api-keys.ts';
import { ADMIN_KEY, type Answer, JWT_SECRET, startTestApp, type TestApp } from '../setup/app.ts';
import { createTestDatabase, queryStore } from '../setup/database.ts';
import { createTestClock, iso } from '../setup/nights.ts';
import { startNode, toDatabaseUrl } from '../setup/node-process.ts';

const PASSWORD = 'a password that nobody sees';
const FROM = { 'x-forwarded-for': '203.0.113.7' };
const clock = createTestClock();
let app: TestApp;
let admin: Person;
let person: Person;

beforeAll(async () => {
  app = await startTestApp({ clock, env: { TRUST_PROXY: '1' } });
  admin = await register(app);
  person = await register(app);
});
afterAll(() => app.close());

const read = async (query = ''): Promise<Answer['body'][]> => {
  const { status, body, text } = await app.get(`/auth/audit${query}`, app);
  if (status !== 200) throw new Error(text);
  return body;
};
const eventsOf = async (id: string) =>
  (await read(`?limit=100&account=${id}`)).map(({ event }) => event).reverse();

describe('[X73] the audit log', () => {
  it('tells who did what, to whom, when and from where', async () => {
    const asAdmin = { token: admin.token, headers: FROM };
    const path = `/auth/accounts/${person.id}`;
    await app.call('PATCH', path, { is_admin: true }, asAdmin);
    await app.call('PATCH', path, { is_admin: false, disabled: true }, asAdmin);
    await app.call('PATCH', path, { disabled: false }, asAdmin);
    const { body } = await app.call('POST', `${path}/password-reset`, undefined, asAdmin);
    await app.call(
      'POST',
      '/auth/password-reset',
      { token: body.token, password: PASSWORD },
      { headers: FROM },
    );
    const login = await signIn(app, { email: person.email, password: PASSWORD }, FROM);
    const { id: keyId } = await makeKey(app, login.token, { name: 'Bot', scopes: ['read', 'votes:write'] });
    await app.call('DELETE', `/auth/api-keys/${keyId}`, undefined, { token: login.token, headers: FROM });

    const entries = await read(`?account=${person.id}`);
    const [by, own] = [{ actor_id: admin.id }, { actor_id: person.id }];
    expect(entries.map(({ event, actor_id, details }) => ({ event, actor_id, details })).reverse()).toEqual([
      { event: 'account.registered', ...own, details: {} },
      { event: 'account.promoted', ...by, details: {} },
      { event: 'account.demoted', ...by, details: {} },
      { event: 'account.disabled', ...by, details: {} },
      { event: 'account.enabled', ...by, details: {} },
      { event: 'password.reset_issued', ...by, details: {} },
      { event: 'password.reset', ...own, details: {} },
      { event: 'login.created', ...own, details: {} },
      {
        event: 'api_key.created',
        ...own,
        details: { keyId, name: 'Bot', scopes: ['read', 'votes:write'] },
      },
      { event: 'api_key.revoked', ...own, details: { keyId, name: 'Bot' } },
    ]);
    expect(entries[0]).toEqual({
      id: expect.any(Number),
      at: iso(clock.now()),
      event: 'api_key.revoked',
      actor_id: person.id,
      account_id: person.id,
      address: '203.0.113.7',
      details: { keyId, name: 'Bot' },
    });
  });

  it('has what the admin key does as done by the instance’s own account', async () => {
    const other = await register(app);
    await app.send('PATCH', `/auth/accounts/${other.id}`, { disabled: true });
    const [entry] = await read(`?account=${other.id}&limit=1`);
    expect(entry).toMatchObject({ event: 'account.disabled', actor_id: INSTANCE_ACCOUNT_ID });
    expect(await read('?limit=100')).toContainEqual(
      expect.objectContaining({ event: 'admin_key.used', actor_id: INSTANCE_ACCOUNT_ID, account_id: null }),
    );
  });

  it('has nothing of what was refused', async () => {
    const other = await register(app);
    const { id } = other;
    await app.call('PATCH', `/auth/accounts/${admin.id}`, { disabled: true }, { token: admin.token });
    await app.call('PATCH', `/auth/accounts/${id}`, { is_admin: true }, { token: other.token });
    await app.call('POST', '/auth/password-reset', { token: 'wrong', password: PASSWORD });
    await app.call('POST', '/auth/api-keys', { name: 'Bot', scopes: [] }, { token: other.token });
    expect(await eventsOf(id)).toEqual(['account.registered']);
  });

  it('is read page by page, the newest first', async () => {
    const all = await read('?limit=100');
    expect(all.length).toBeGreaterThan(6);
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort((one, other) => other - one));
    const first = await read('?limit=4');
    const second = await read(`?limit=4&before=${first.at(-1).id}`);
    expect([...first, ...second]).toEqual(all.slice(0, 8));
    expect(await read('?before=1')).toEqual([]);
    expect(await read('?account=4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11')).toEqual([]);
    expect(await read(`?account=${person.id.toUpperCase()}`)).not.toEqual([]);
  });

  it('gives 50 entries where no number is asked for', async () => {
    await Promise.all(
      Array.from({ length: 60 }, () => app.call('POST', '/api/auth/login', { key: ADMIN_KEY })),
    );
    expect(await read()).toHaveLength(50);
  });

  it('refuses a query that makes no sense', async () => {
    const bad = ['limit=0', 'limit=101', 'limit=x', 'before=0', 'before=x', 'before=1e300', 'account=1'];
    for (const query of [...bad, 'account=', `account=urn:uuid:${person.id}`, 'limit=1&limit=2'])
      expect(await app.get(`/auth/audit?${query}`, app), query).toMatchObject(
        refusal(400, 'invalid_payload'),
      );
  });

  it.each(['UPDATE audit_log SET event = event', 'DELETE FROM audit_log', 'TRUNCATE audit_log'])(
    'is only added to, by Soiree too: %s',
    async (statement) => {
      const before = await read('?limit=100');
      await expect(queryStore(app.connection, statement)).rejects.toThrow('the audit log is only added to');
      expect(await read('?limit=100')).toEqual(before);
    },
  );
});

it('keeps secrets out of log and audit, whatever is done with them', async () => {
  const database = await createTestDatabase();
  const node = await startNode({ DATABASE_URL: toDatabaseUrl(database.connection), LOG_LEVEL: 'trace' });
  const call = async (method: string, path: string, body: unknown, token?: string) => {
    const response = await fetch(node.url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    });
    const answer: Answer['body'] = await response.json();
    return answer;
  };
  try {
    const { token: adminToken } = await call('POST', '/api/auth/login', { key: ADMIN_KEY });
    const email = 'secret@example.org';
    const given = { email, password: 'the first of passwords', username: 'secret', displayName: 'Secret' };
    const { user, session } = await call('POST', '/auth/register', given);
    const fields = { name: 'Bot', scopes: ['nights:write'] };
    const { id, key } = await call('POST', '/auth/api-keys', fields, session.access_token);
    await call('POST', '/api/sessions', {}, key);
    const { token } = await call('POST', `/auth/accounts/${user.id}/password-reset`, {}, adminToken);
    const wrong = `${token.slice(0, -8)}AAAAAAAA`;
    await call('POST', '/auth/password-reset', { token: wrong, password: PASSWORD });
    await call('POST', '/auth/password-reset', { token, password: PASSWORD });
    await call('POST', '/auth/password-reset', { token, password: PASSWORD });
    const { session: next } = await call('POST', '/auth/login', { email, password: PASSWORD });
    await call('DELETE', `/auth/api-keys/${id}`, {}, next.access_token);

    const told =
      JSON.stringify(await queryStore(database.connection, 'SELECT * FROM audit_log')) + node.output();
    expect(told).toContain('api_key.revoked');
    const secrets = [key, token, wrong, PASSWORD, given.password, adminToken, ADMIN_KEY, JWT_SECRET];
    for (const secret of [...secrets, ...Object.values(session), ...Object.values(next)])
      if (typeof secret === 'string' && secret.length > 10) expect(told).not.toContain(secret.slice(4, 20));
  } finally {
    await node.stop();
    await database.drop();
  }
});
