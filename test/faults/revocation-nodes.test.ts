import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  claimsOf,
  type Person,
  reach,
  refresh,
  refreshed,
  refusal,
  register,
  signIn,
  statusFor,
} from '../setup/accounts.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type NodeProcess, startNode, toDatabaseUrl } from '../setup/node-process.ts';
import { startRedis, type TestRedis } from '../setup/redis.ts';
import { connectSocket } from '../setup/socket-client.ts';

const SIGNED_OUT = 4011;
/** What is revoked on one node is felt on the other within this. */
const A_SECOND = { timeout: 1_000, interval: 5 };

type Reached = ReturnType<typeof reach>;

let dataDir: string;
let database: TestDatabase;
let redis: TestRedis;
let one: NodeProcess;
let other: NodeProcess;
let a: Reached;
let b: Reached;
/** The first account, and so an administrator. */
let admin: Person;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-revocation-'));
  database = await createTestDatabase();
  redis = await startRedis();
  const env = { DATA_DIR: dataDir, DATABASE_URL: toDatabaseUrl(database.connection), REDIS_URL: redis.url };
  [one, other] = await Promise.all([startNode(env), startNode(env)]);
  [a, b] = [reach(one.url), reach(other.url)];
  admin = await register(a);
});

afterAll(async () => {
  await Promise.all([one?.stop(), other?.stop()]);
  await redis?.stop();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** What B makes of a token of an account or a key. */
const profileStatus = async (app: Reached, token: string) =>
  (await app.call('GET', '/profile', undefined, { token })).status;
const patch = (app: Reached, id: string, change: object) =>
  app.call('PATCH', `/auth/accounts/${id}`, change, { token: admin.token });

async function makeKey({ token }: Person): Promise<{ id: string; key: string }> {
  const { status, body } = await a.call(
    'POST',
    '/auth/api-keys',
    { name: 'bot', scopes: ['read'] },
    { token },
  );
  expect(status).toBe(201);
  return body;
}

/** A socket at B that has shown the token. */
async function connect(token: string) {
  const client = await connectSocket(`${b.url}/api/sessions/live`);
  onTestFinished(() => client.close());
  await client.ask({ type: 'auth', token }, 'auth_success');
  return client;
}

type Victim = { person: Person; token: string; refreshToken: string; key: { id: string; key: string } };

/** How rights end, and which tokens are good for nothing then. */
const ENDINGS: [string, (victim: Victim) => Promise<unknown>, (victim: Victim) => string[]][] = [
  ['a logout', ({ token }) => a.call('POST', '/auth/logout', undefined, { token }), ({ token }) => [token]],
  [
    'a login’s end from elsewhere',
    ({ person, token }) =>
      a.call('DELETE', `/auth/logins/${claimsOf(token).sid}`, undefined, { token: person.token }),
    ({ token }) => [token],
  ],
  [
    'a refresh token used twice',
    async ({ refreshToken }) => {
      await refreshed(b, refreshToken);
      return refresh(a, refreshToken);
    },
    ({ token }) => [token],
  ],
  [
    'a password change',
    ({ person }) =>
      a.call(
        'PUT',
        '/auth/password',
        { current_password: person.password, new_password: 'another long password' },
        { token: person.token },
      ),
    ({ token }) => [token],
  ],
  [
    'a key’s revocation',
    ({ person, key }) => a.call('DELETE', `/auth/api-keys/${key.id}`, undefined, { token: person.token }),
    ({ key }) => [key.key],
  ],
  [
    'an account’s disabling',
    ({ person }) => patch(a, person.id, { disabled: true }),
    ({ person, token, key }) => [person.token, token, key.key],
  ],
];

async function makeVictim(): Promise<Victim> {
  const person = await register(a);
  const victim = { person, ...(await signIn(a, person)), key: await makeKey(person) };
  // From here on B remembers them all.
  for (const token of [person.token, victim.token, victim.key.key])
    expect(await profileStatus(b, token)).toBe(200);
  return victim;
}

/** @param breakBus once everybody is connected; gives what mends it */
function describeEndings(breakBus?: () => () => void): void {
  it.each(ENDINGS)('[A3] [X68] %s on one is felt on the other', async (_, end, over) => {
    const victim = await makeVictim();
    const ended = over(victim);
    const sockets = await Promise.all(ended.map(connect));
    const bystander = await connect(admin.token);
    const mendBus = breakBus?.();
    if (mendBus) onTestFinished(mendBus);
    await end(victim);
    const started = performance.now();
    await vi.waitFor(async () => {
      for (const token of ended) expect(await profileStatus(b, token)).toBe(401);
    }, A_SECOND);
    for (const socket of sockets) expect((await socket.closed).code).toBe(SIGNED_OUT);
    expect(performance.now() - started).toBeLessThan(1_500);
    // It stays so, and only so much is over.
    for (const token of ended) expect(await profileStatus(b, token)).toBe(401);
    for (const token of [victim.person.token, victim.token, victim.key.key])
      if (!ended.includes(token)) expect(await profileStatus(b, token)).toBe(200);
    await bystander.catchUp();
  });
}

describe('with Redis', () => {
  describeEndings();

  it('[A3] a refresh token that is used on either node is used', async () => {
    const person = await register(a);
    const next = await refreshed(a, person.refreshToken);
    expect(await refresh(b, person.refreshToken)).toMatchObject(refusal(401, 'invalid_refresh_token'));
    expect(await refresh(a, next.refreshToken)).toMatchObject(refusal(401, 'invalid_refresh_token'));
    for (const app of [a, b])
      await vi.waitFor(async () => expect(await statusFor(app, next.token)).toBe(401), A_SECOND);
  });

  it('[A3] tabs that refresh at once, each at a node, stay signed in', async () => {
    for (let round = 0; round < 5; round++) {
      const person = await register(a);
      const [atA, atB] = await Promise.all([a, b].map((app) => refresh(app, person.refreshToken)));
      for (const [app, answer] of [
        [b, atA],
        [a, atB],
      ] as const) {
        expect(answer?.status).toBe(200);
        const { token } = await refreshed(app, answer?.body.session.refresh_token);
        expect(await statusFor(app, token)).toBe(200);
      }
    }
  });

  it('[A4] a promotion and a demotion need no new token', async () => {
    const person = await register(a);
    const statusAtB = async () =>
      (await b.call('GET', '/auth/accounts', undefined, { token: person.token })).status;
    expect(await statusAtB()).toBe(403);
    expect((await patch(a, person.id, { is_admin: true })).status).toBe(200);
    await vi.waitFor(async () => expect(await statusAtB()).toBe(200), A_SECOND);
    expect((await patch(a, person.id, { is_admin: false })).status).toBe(200);
    await vi.waitFor(async () => expect(await statusAtB()).toBe(403), A_SECOND);
  });

  it('a disabled account is refused everywhere, and an enabled one begins anew', async () => {
    const person = await register(a);
    expect((await patch(a, person.id, { disabled: true })).status).toBe(200);
    const { email, password } = person;
    for (const app of [a, b]) {
      expect(await app.call('POST', '/auth/login', { email, password })).toMatchObject(
        refusal(403, 'account_disabled'),
      );
      expect(await refresh(app, person.refreshToken)).toMatchObject(refusal(401, 'invalid_refresh_token'));
    }
    expect((await patch(b, person.id, { disabled: false })).status).toBe(200);
    for (const app of [a, b]) {
      expect(await statusFor(app, person.token)).toBe(401);
      await signIn(app, person);
    }
  });
});

describe('with a Redis that hangs', () => {
  describeEndings(() => {
    redis.freeze();
    return redis.thaw;
  });
});

describe('without Redis', () => {
  beforeAll(() => redis.kill());
  afterAll(() => redis.restart());
  describeEndings();
});

describe('with a Redis that is back', () => {
  beforeEach(() =>
    vi.waitFor(
      async () => {
        for (const app of [a, b]) expect((await app.call('GET', '/ready')).status).toBe(200);
      },
      { timeout: 15_000 },
    ),
  );
  describeEndings();
});

describe('[A3] a node that is killed and comes back', () => {
  it('knows what ended before, while it was away, and after', async () => {
    const people = await Promise.all([1, 2, 3, 4].map(() => register(a)));
    const [before, during, after, good] = people;
    if (!before || !during || !after || !good) throw new Error('nobody was registered');
    for (const { token } of people) expect(await statusFor(b, token)).toBe(200);
    const logout = ({ token }: Person) => a.call('POST', '/auth/logout', undefined, { token });
    await logout(before);
    await other.kill();
    await logout(during);
    await other.start();
    for (const { token, refreshToken } of [before, during]) {
      expect(await statusFor(b, token)).toBe(401);
      expect(await refresh(b, refreshToken)).toMatchObject(refusal(401, 'invalid_refresh_token'));
    }
    for (const { token } of [after, good]) expect(await statusFor(b, token)).toBe(200);
    await logout(after);
    await vi.waitFor(async () => expect(await statusFor(b, after.token)).toBe(401), A_SECOND);
    expect(await statusFor(b, good.token)).toBe(200);
    await refreshed(b, good.refreshToken);
  });

  it('keeps a login’s end that it answered just before', async () => {
    const people = await Promise.all([1, 2, 3].map(() => register(a)));
    for (const { token } of people) expect(await statusFor(a, token)).toBe(200);
    for (const { token } of people)
      expect((await b.call('POST', '/auth/logout', undefined, { token })).status).toBe(200);
    await other.kill();
    for (const { token } of people)
      await vi.waitFor(async () => expect(await statusFor(a, token)).toBe(401), A_SECOND);
    await other.start();
    for (const { token } of people) expect(await statusFor(b, token)).toBe(401);
  });
});
