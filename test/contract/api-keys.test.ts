import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Person, refusal, register, signIn, UUID } from '../setup/accounts.ts';
import { makeKey } from '../setup/api-keys.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { createTestClock, INSTANT, iso } from '../setup/nights.ts';
import { connectSocket } from '../setup/socket-client.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const clock = createTestClock();
let app: TestApp;
let owner: Person;

beforeAll(async () => {
  app = await startTestApp({ clock });
  await register(app);
});
beforeEach(async () => {
  owner = await register(app);
});
afterAll(() => app.close());

const create = (body: unknown, token = owner.token) => app.call('POST', '/auth/api-keys', body, { token });
const list = async (token = owner.token) => (await app.get('/auth/api-keys', { token })).body;
const revoke = (id: string, token = owner.token) =>
  app.call('DELETE', `/auth/api-keys/${id}`, undefined, { token });
const profileStatus = async (key: string) => (await app.get('/profile', { token: key })).status;

describe('[A7] [X70] a key', () => {
  it('is shown once, when it is made', async () => {
    const { status, body } = await create({ name: '  Chat bot ', scopes: ['votes:write', 'read'] });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(UUID),
      name: 'Chat bot',
      scopes: ['votes:write', 'read'],
      key: expect.stringMatching(/^soi_[\w-]{43}$/),
      prefix: body.key.slice(0, 8),
      created_at: iso(clock.now()),
      last_used_at: null,
      expires_at: null,
    });
    const { key: _, ...shown } = body;
    expect(await list()).toEqual([shown]);
  });

  it('is kept as a hash alone', async () => {
    const { id, key } = await makeKey(app, owner.token);
    const [row] = await queryStore(app.connection, 'SELECT * FROM api_keys WHERE id = $1', [id]);
    expect(row.hash).toEqual(createHash('sha256').update(key).digest());
    expect(JSON.stringify(row)).not.toContain(key.slice(8));
  });

  it('is listed for its owner alone, the newest first', async () => {
    const other = await register(app);
    for (const name of ['first', 'second', 'third']) {
      clock.advance(1_000);
      await makeKey(app, owner.token, { name });
    }
    await makeKey(app, other.token, { name: 'another’s' });
    expect((await list()).map(({ name }: { name: string }) => name)).toEqual(['third', 'second', 'first']);
  });

  it('acts for its account, and notes its use once a minute', async () => {
    const { key } = await makeKey(app, owner.token);
    const first = clock.now();
    expect((await app.get('/profile', { token: key })).body.id).toBe(owner.id);
    await expect.poll(async () => (await list())[0].last_used_at).toBe(iso(first));
    clock.advance(MINUTE - 1);
    await profileStatus(key);
    clock.advance(1);
    await profileStatus(key);
    await expect.poll(async () => (await list())[0].last_used_at).toBe(iso(first + MINUTE));
    expect((await list())[0].last_used_at).toMatch(INSTANT);
  });

  it('is refused once it has expired, and stays listed', async () => {
    const expiresAt = clock.now() + HOUR;
    const { key } = await makeKey(app, owner.token, { expires_at: iso(expiresAt) });
    const verified = await app.call('POST', '/api/auth/verify', undefined, { token: key });
    expect(verified.body).toMatchObject({ valid: true, expiresAt: iso(expiresAt) });
    clock.advance(HOUR - 1);
    expect(await profileStatus(key)).toBe(200);
    clock.advance(1);
    expect(await app.get('/profile', { token: key })).toMatchObject(refusal(401, 'unauthorized'));
    const { token } = await signIn(app, owner);
    expect(await list(token)).toMatchObject([{ expires_at: iso(expiresAt) }]);
  });

  it('is refused when it is anything but the whole key', async () => {
    const { key } = await makeKey(app, owner.token);
    const last = key.endsWith('A') ? 'B' : 'A';
    for (const wrong of [key.slice(0, -1), `${key}A`, key.slice(0, -1) + last, key.toUpperCase(), 'soi_'])
      expect(await profileStatus(wrong), wrong).toBe(401);
  });
});

describe('[A7] [X70] revoking a key', () => {
  it('is felt at once', async () => {
    const { id, key } = await makeKey(app, owner.token);
    const { key: spared } = await makeKey(app, owner.token);
    expect(await profileStatus(key)).toBe(200);
    const { status, body } = await revoke(id.toUpperCase());
    expect({ status, body }).toEqual({ status: 200, body: { message: expect.stringMatching(/\S/) } });
    expect(await profileStatus(key)).toBe(401);
    const vote = await app.call('POST', '/api/votes/live', {}, { token: key });
    expect({ status: vote.status, body: vote.body }).toEqual({
      status: 403,
      body: { error: 'Invalid or expired token' },
    });
    expect(await profileStatus(spared)).toBe(200);
    expect(await list()).toHaveLength(1);
    expect(await revoke(id)).toMatchObject(refusal(404, 'not_found'));
  });

  it('closes the sockets that it opened', async () => {
    const { id, key } = await makeKey(app, owner.token);
    const socket = await connectSocket(`${app.url}/api/sessions/live`);
    await socket.ask({ type: 'auth', token: key }, 'auth_success');
    await revoke(id);
    expect(await socket.closed).toMatchObject({ code: 4011 });
  });

  it('is for its owner, not even for an administrator', async () => {
    const other = await register(app);
    const { id, key } = await makeKey(app, owner.token);
    expect(await revoke(id, other.token)).toMatchObject(refusal(404, 'not_found'));
    expect(await revoke(id, app.token)).toMatchObject(refusal(403, 'forbidden'));
    expect(await profileStatus(key)).toBe(200);
  });

  it('asks for an id', async () => {
    const { id } = await makeKey(app, owner.token);
    for (const bad of ['1', 'x', `urn:uuid:${id}`, `${id}0`, '%00', 'null'])
      expect(await revoke(bad), bad).toMatchObject(refusal(400, 'invalid_payload'));
    expect(await revoke('4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11')).toMatchObject(refusal(404, 'not_found'));
  });
});

describe('[A7] [X70] what is asked for', () => {
  const good = { name: 'Bot', scopes: ['read'] };

  it.each([
    ['a name of one character', { ...good, name: 'x' }],
    ['a name of fifty characters, and spaces around', { ...good, name: `  ${'🎲'.repeat(50)} ` }],
    [
      'every scope',
      { ...good, scopes: ['read', 'nights:write', 'votes:write', 'quiz:write', 'schedule:write'] },
    ],
    ['no end, said in so many words', { ...good, expires_at: null }],
    ['an end with an offset', { ...good, expires_at: '2030-01-01T00:00:00+05:30' }],
    ['the end of the last year', { ...good, expires_at: '9998-12-31T23:59:59.999Z' }],
    ['a field more', { ...good, key: 'soi_mine' }],
  ])('may be %s', async (_, body) => {
    const { status, text } = await create(body);
    expect(status, text).toBe(201);
  });

  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['no name', { scopes: ['read'] }],
    ['an empty name', { ...good, name: '' }],
    ['a name of spaces', { ...good, name: ' \u3000 ' }],
    ['a name of 51 characters', { ...good, name: 'x'.repeat(51) }],
    ['a name with a line break', { ...good, name: 'a\nb' }],
    ['a name with a NUL', { ...good, name: 'a\u0000b' }],
    ['half a surrogate pair', `{"name":"\\ud83d","scopes":["read"]}`],
    ['a name that is a number', { ...good, name: 5 }],
    ['no scopes', { name: 'Bot' }],
    ['an empty list of scopes', { ...good, scopes: [] }],
    ['a scope twice', { ...good, scopes: ['read', 'read'] }],
    ['an unknown scope', { ...good, scopes: ['read', 'admin'] }],
    ['a scope that is no list', { ...good, scopes: 'read' }],
    ['a scope that is null', { ...good, scopes: [null] }],
    ['an end that is a number', { ...good, expires_at: 1_900_000_000_000 }],
    ['an end without a zone', { ...good, expires_at: '2030-01-01T00:00:00' }],
    ['an end that is a day', { ...good, expires_at: '2030-01-01' }],
    ['an end on a day that isn’t', { ...good, expires_at: '2030-02-30T00:00:00Z' }],
    ['an end in a leap second', { ...good, expires_at: '2030-12-31T23:59:60Z' }],
    ['an end in words', { ...good, expires_at: 'tomorrow' }],
    ['an end that is empty', { ...good, expires_at: '' }],
    ['an end before now', { ...good, expires_at: '2026-03-15T18:59:59.999Z' }],
    ['an end beyond all years', { ...good, expires_at: '9999-12-31T23:59:59-23:59' }],
  ])('may not be %s', async (_, body) => {
    expect(await create(body)).toMatchObject(refusal(400, 'invalid_payload'));
    expect(await list()).toEqual([]);
  });

  it('is refused quickly where the list of scopes is as long as a body can be', async () => {
    const scopes = Array.from({ length: 60_000 }, (_, index) => ({ index }));
    const start = performance.now();
    expect(await create({ ...good, scopes })).toMatchObject(refusal(400, 'invalid_payload'));
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it('may not be an end that is now', async () => {
    expect((await create({ ...good, expires_at: iso(clock.now()) })).status).toBe(400);
    expect((await create({ ...good, expires_at: iso(clock.now() + 1) })).status).toBe(201);
  });
});

describe('[A7] [X70] an account has at most fifty keys', () => {
  it('however many it asks for at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => create({ name: `Bot ${index}`, scopes: ['read'] })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(50).fill(201), ...Array(10).fill(409)]);
    expect(await list()).toHaveLength(50);
    expect(await create({ name: 'One more', scopes: ['read'] })).toMatchObject(refusal(409, 'conflict'));

    const [first] = await list();
    await revoke(first.id);
    expect((await create({ name: 'One more', scopes: ['read'] })).status).toBe(201);
    const other = await register(app);
    expect((await create({ name: 'Bot', scopes: ['read'] }, other.token)).status).toBe(201);
  });
});
