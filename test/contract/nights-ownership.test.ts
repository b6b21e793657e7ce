import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, iso } from '../setup/nights.ts';

const FORBIDDEN = { status: 403, body: { error: expect.stringMatching(/\S/) } };
const NONE_ACTIVE = { session: null, message: 'No active session' };
const EXISTS = 'An active session already exists. Please close it before creating a new one.';

type Night = { id: number; host: Person; gameId: number };

const clock = createTestClock();
let app: TestApp;
/** The first account, and so an administrator. */
let admin: Person;
let ada: Person;
let bob: Person;
beforeAll(async () => {
  app = await startTestApp({ clock, env: { WEBHOOK_ALLOW_PRIVATE: '1' } });
  admin = await register(app);
  ada = await register(app, { username: 'Ada_Lovelace' });
  bob = await register(app);
});
afterAll(() => app.close());

beforeEach(async () => {
  clock.advance(60_000);
  for (const { token, username } of [admin, ada, bob]) {
    const { body } = await app.get(`/api/sessions/active?host=${username}`);
    if (body.id !== undefined) await app.call('POST', `/api/sessions/${body.id}/close`, {}, { token });
  }
});

const as = ({ token }: { token: string }, method: string, path: string, body?: unknown) =>
  app.call(method, path, body, { token });

async function must(answer: ReturnType<typeof as>, status: number) {
  const given = await answer;
  expect(given.status, given.text).toBe(status);
  return given.body;
}

/** A night of theirs, with a game of the catalogue that is being played. */
async function open(host: Person, catalogueId = 1): Promise<Night> {
  const { id } = await must(as(host, 'POST', '/api/sessions', { notes: `of ${host.username}` }), 201);
  const { id: gameId } = await must(
    as(host, 'POST', `/api/sessions/${id}/games`, { game_id: catalogueId }),
    201,
  );
  return { id, host, gameId };
}

const vote = (host: { token: string }, username: string) =>
  as(host, 'POST', '/api/votes/live', { username, vote: 'up', timestamp: iso(clock.now()) });

/** Every route that changes a night, with a body that is good. */
const CHANGES = [
  ['POST', '/games', { game_id: 2 }],
  ['PATCH', '/games/:game/room-code', { room_code: 'WXYZ' }],
  ['PATCH', '/games/:game/player-count', { player_count: 3 }],
  ['PATCH', '/games/:game/status', { status: 'skipped' }],
  ['POST', '/games/:game/start-player-check', {}],
  ['POST', '/games/:game/stop-player-check', {}],
  ['POST', '/chat-import', { chatData: [{ username: 'a', message: 'thisgame++', timestamp: iso(0) }] }],
  ['DELETE', '/games/:game', undefined],
  ['POST', '/close', { notes: 'closed by somebody' }],
] as const;
const pathIn = ({ id, gameId }: Night, path: string) =>
  `/api/sessions/${id}${path.replace(':game', String(gameId))}`;

/** All that is public of a night. */
const look = async ({ id }: Night) =>
  (await Promise.all(['', '/games', '/votes'].map((path) => app.get(`/api/sessions/${id}${path}`)))).map(
    ({ body }) => body,
  );

describe('[C9] a night', () => {
  it('is its host’s to run, from the first game to the end', async () => {
    const night = await open(ada);
    await must(vote(ada, 'viewer'), 200);
    for (const [method, path, body] of CHANGES)
      await must(as(ada, method, pathIn(night, path), body), path === '/games' ? 201 : 200);
    await must(as(ada, 'GET', `/api/sessions/${night.id}/export?format=json`), 200);
    await must(as(ada, 'DELETE', `/api/sessions/${night.id}`), 200);
    expect((await app.get(`/api/sessions/${night.id}`)).status).toBe(404);
  });

  it.each(CHANGES)('is 403 for another host who would %s %s', async (method, path, body) => {
    const night = await open(ada);
    const before = await look(night);
    for (const hostTonight of [false, true]) {
      if (hostTonight) await open(bob);
      const { status, body: refused } = await as(bob, method, pathIn(night, path), body);
      expect({ status, body: refused }).toEqual(FORBIDDEN);
    }
    expect(await look(night)).toEqual(before);
  });

  it('is 403 for another host who would delete it', async () => {
    const night = await open(ada);
    const remove = (person: Person) => as(person, 'DELETE', `/api/sessions/${night.id}`);
    for (const isClosed of [false, true]) {
      if (isClosed) await must(as(ada, 'POST', `/api/sessions/${night.id}/close`, {}), 200);
      const { status, body } = await remove(bob);
      expect({ status, body }).toEqual(FORBIDDEN);
    }
    expect((await app.get(`/api/sessions/${night.id}`)).status).toBe(200);
    await must(remove(ada), 200);
  });

  it('doesn’t become another’s through a night of their own', async () => {
    const [hers, his] = [await open(ada), await open(bob)];
    const before = await look(hers);
    const mixed = { ...his, gameId: hers.gameId };
    for (const [method, path, body] of CHANGES.filter(([, path]) => path.includes(':game'))) {
      const { status } = await as(bob, method, pathIn(mixed, path), body);
      // Stopping is idempotent, wherever there is nothing to stop.
      expect(path.endsWith('stop-player-check') ? [200, 404] : [404]).toContain(status);
    }
    expect(await look(hers)).toEqual(before);
  });

  it('[X12] is an administrator’s to change too, by account or by key', async () => {
    for (const token of [admin.token, app.token]) {
      const night = await open(ada);
      for (const [method, path, body] of CHANGES)
        await must(as({ token }, method, pathIn(night, path), body), path === '/games' ? 201 : 200);
      await must(as({ token }, 'DELETE', `/api/sessions/${night.id}`), 200);
    }
  });

  it('that there isn’t is 404 for everybody', async () => {
    for (const [method, path, body] of CHANGES) {
      const unknown = { id: 2_000_000_000, gameId: 1, host: bob };
      expect((await as(bob, method, pathIn(unknown, path), body)).status, path).toBe(404);
    }
  });

  it('is public to read', async () => {
    const night = await open(ada);
    for (const options of [{}, { token: bob.token }]) {
      expect((await app.get(`/api/sessions/${night.id}`, options)).body).toMatchObject({ id: night.id });
      const { body: all } = await app.get('/api/sessions', options);
      expect(all.map(({ id }: { id: number }) => id)).toContain(night.id);
    }
  });
});

describe('[N2] one active night per host', () => {
  it('is told of with its own id', async () => {
    const [hers, his] = [await open(ada), await open(bob)];
    for (const { id, host } of [hers, his]) {
      const { status, body } = await as(host, 'POST', '/api/sessions', {});
      expect({ status, body }).toEqual({ status: 400, body: { error: EXISTS, activeSessionId: id } });
    }
  });

  it.each([2, 2, 2, 10])('holds when %i creations come at once, for each of two hosts', async (count) => {
    const create = (host: Person) =>
      Array.from({ length: count }, () => as(host, 'POST', '/api/sessions', {}));
    const both = await Promise.all([ada, bob].map((host) => Promise.all(create(host))));
    for (const answers of both) {
      const created = answers.filter(({ status }) => status === 201);
      expect(created).toHaveLength(1);
      for (const { body } of answers.filter(({ status }) => status !== 201))
        expect(body).toEqual({ error: EXISTS, activeSessionId: created[0]?.body.id });
    }
    expect(new Set(both.flat().map(({ body }) => body.activeSessionId ?? body.id)).size).toBe(2);
    for (const host of [ada, bob]) {
      const { body } = await app.get(`/api/sessions/active?host=${host.username}`);
      await must(as(host, 'POST', `/api/sessions/${body.id}/close`, {}), 200);
    }
  });

  it('leaves the instance’s own host a night of its own', async () => {
    const hers = await open(ada);
    const { id } = await must(app.send('POST', '/api/sessions', {}), 201);
    expect((await app.get('/api/sessions/active?host=soiree')).body.id).toBe(id);
    expect((await app.get(`/api/sessions/active?host=${ada.username}`)).body.id).toBe(hers.id);
    await must(app.send('POST', `/api/sessions/${id}/close`, {}), 200);
  });
});

describe('[N2] GET /api/sessions/active', () => {
  const activeOf = async (query = '') => {
    const { status, body } = await app.get(`/api/sessions/active${query}`);
    expect(status).toBe(200);
    return body;
  };

  it('is the newest of all hosts, or that of one', async () => {
    expect(await activeOf()).toEqual(NONE_ACTIVE);
    const hers = await open(ada);
    clock.advance(1_000);
    const his = await open(bob);
    expect((await activeOf()).id).toBe(his.id);
    expect((await activeOf(`?host=${ada.username}`)).id).toBe(hers.id);
    expect((await activeOf(`?host=${bob.username}`)).id).toBe(his.id);
    await must(as(bob, 'POST', `/api/sessions/${his.id}/close`, {}), 200);
    expect((await activeOf()).id).toBe(hers.id);
    expect(await activeOf(`?host=${bob.username}`)).toEqual(NONE_ACTIVE);
  });

  it('takes the username in any case', async () => {
    const { id } = await open(ada);
    for (const host of ['Ada_Lovelace', 'ada_lovelace', 'ADA_LOVELACE', 'aDa_lOvElAcE'])
      expect((await activeOf(`?host=${host}`)).id).toBe(id);
  });

  it('knows nobody by half a name, by an email or by a pattern', async () => {
    await open(ada);
    for (const host of [
      'nobody',
      'Ada',
      'Ada%25',
      '%25',
      '_da_lovelace',
      'Ada_Lovelace%20',
      ada.email,
      ada.id,
    ])
      expect(await activeOf(`?host=${host}`)).toEqual(NONE_ACTIVE);
  });

  it('never fails on a name that can’t be', async () => {
    for (const query of ['?host=', '?host=%00', `?host=${'x'.repeat(5_000)}`, '?host=a&host=b', '?host[]=a'])
      expect([200, 400]).toContain((await app.get(`/api/sessions/active${query}`)).status);
  });
});

describe('[N2] a vote', () => {
  it('goes to the active night of the account that sends it', async () => {
    const [hers, his] = [await open(ada, 1), await open(bob, 2)];
    clock.advance(5_000);
    for (const [night, gameId] of [
      [hers, 1],
      [his, 2],
    ] as const) {
      const body = await must(vote(night.host, 'the same viewer'), 200);
      expect(body).toMatchObject({ session: { id: night.id }, game: { id: gameId } });
      const { body: votes } = await app.get(`/api/votes?session_id=${night.id}`);
      expect(votes.votes).toMatchObject([
        { username: 'the same viewer', session_id: night.id, game_id: gameId },
      ]);
    }
  });

  it('goes to no other when there is none', async () => {
    await open(ada);
    for (const caller of [bob, admin, app]) {
      const { status, body } = await vote(caller, 'viewer');
      expect({ status, body }).toEqual({ status: 404, body: { error: 'No active session found' } });
    }
  });
});

describe('[C9] [N21] webhooks', () => {
  const hook = { name: 'overlay', url: 'http://127.0.0.1:1/', secret: 'a-secret-nobody-may-see' };
  const add = async (host: Person, events: string[]) =>
    (await must(as(host, 'POST', '/api/webhooks', { ...hook, events }), 201)).id;

  it('of others are invisible', async () => {
    const [hers, his] = [await add(ada, ['session.ended']), await add(bob, ['session.ended'])];
    const listed = async (host: Person) =>
      (await must(as(host, 'GET', '/api/webhooks'), 200)).map(({ id }: { id: number }) => id);
    expect(await listed(ada)).toEqual([hers]);
    expect(await listed(bob)).toEqual([his]);
    for (const [method, path, body] of [
      ['GET', `/api/webhooks/${hers}`, undefined],
      ['PATCH', `/api/webhooks/${hers}`, { enabled: false, url: 'http://127.0.0.1:2/' }],
      ['DELETE', `/api/webhooks/${hers}`, undefined],
      ['GET', `/api/webhooks/${hers}/logs`, undefined],
      ['POST', `/api/webhooks/test/${hers}`, {}],
    ] as const) {
      const { status, text } = await as(bob, method, path, body);
      expect([403, 404], `${method} ${path}`).toContain(status);
      expect(text).not.toMatch(/overlay|127\.0\.0\.1/);
    }
    const kept = await must(as(ada, 'GET', `/api/webhooks/${hers}`), 200);
    expect(kept).toMatchObject({ enabled: true, url: hook.url });
    for (const [host, id] of [
      [ada, hers],
      [bob, his],
    ] as const)
      await must(as(host, 'DELETE', `/api/webhooks/${id}`), 200);
  });

  it('hear of their own account’s nights alone', async () => {
    const id = await add(ada, ['session.started']);
    await open(bob);
    await open(ada);
    await vi.waitFor(async () => {
      const logs = await must(as(ada, 'GET', `/api/webhooks/${id}/logs`), 200);
      expect(logs).toMatchObject([{ event: 'session.started' }]);
    });
    await must(as(ada, 'DELETE', `/api/webhooks/${id}`), 200);
  });
});
