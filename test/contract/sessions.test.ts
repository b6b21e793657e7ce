import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  createTestClock,
  INSTANCE_HOST,
  INSTANT,
  iso,
  listCatalogue,
  openNight,
  playGame,
} from '../setup/nights.ts';

const UNKNOWN = { error: 'Session not found' };
const ALREADY_ACTIVE = 'An active session already exists. Please close it before creating a new one.';
const NOT_POSITIVE_INTEGERS = ['0', '-1', 'abc', '1.5', '1e3', '0x1', '%20', '99999999999', '9'.repeat(60)];

const clock = createTestClock();
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ clock });
});
afterAll(() => app.close());

async function closeActive(): Promise<void> {
  const { body } = await app.get('/api/sessions/active');
  if (body.id !== undefined) await app.send('POST', `/api/sessions/${body.id}/close`);
}

describe('GET /api/sessions', () => {
  it('lists the nights with their games counted', async () => {
    const older = await openNight(app, 'older');
    await playGame(app, older, (await listCatalogue(app))[0]?.id ?? 0);
    await app.send('POST', `/api/sessions/${older}/close`);
    const createdAt = iso(clock.now());
    clock.advance(1_000);
    const newer = await openNight(app, 'newer');
    const { status, body } = await app.get('/api/sessions');
    expect(status).toBe(200);
    expect(body.slice(0, 2)).toEqual([
      {
        id: newer,
        notes: 'newer',
        is_active: 1,
        created_at: iso(clock.now()),
        closed_at: null,
        host: INSTANCE_HOST,
        games_played: 0,
      },
      {
        id: older,
        notes: 'older',
        is_active: 0,
        created_at: createdAt,
        closed_at: createdAt,
        host: INSTANCE_HOST,
        games_played: 1,
      },
    ]);
  });

  it('[N15] puts the newest first, and the higher id of two that were created together', async () => {
    const one = await openNight(app);
    const two = await openNight(app);
    clock.advance(1);
    const three = await openNight(app);
    const { body } = await app.get('/api/sessions');
    expect(body.slice(0, 3).map(({ id }: { id: number }) => id)).toEqual([three, two, one]);
  });
});

describe('GET /api/sessions/active', () => {
  it('gives the night itself', async () => {
    const id = await openNight(app, 'tonight');
    const night = await app.get('/api/sessions/active');
    expect(night.status).toBe(200);
    expect(night.body).toEqual({
      id,
      notes: 'tonight',
      is_active: 1,
      created_at: iso(clock.now()),
      closed_at: null,
      host: INSTANCE_HOST,
      games_played: 0,
    });
    expect((await app.get(`/api/sessions/${id}`)).body).toEqual(night.body);
  });

  it('says so when there is none', async () => {
    await closeActive();
    const { status, body } = await app.get('/api/sessions/active');
    expect({ status, body }).toEqual({
      status: 200,
      body: { session: null, message: 'No active session' },
    });
  });

  it('[N2] gives the newest of all hosts, or with host that of one', async () => {
    const own = await openNight(app);
    const anna = await register(app, { username: 'Anna_B' });
    clock.advance(1);
    const { body: night } = await app.call(
      'POST',
      '/api/sessions',
      { notes: 'of Anna' },
      { token: anna.token },
    );
    const idAt = async (query: string) => (await app.get(`/api/sessions/active${query}`)).body.id;
    expect(await idAt('')).toBe(night.id);
    expect(await idAt('?host=Anna_B')).toBe(night.id);
    expect(await idAt('?host=anna_b')).toBe(night.id);
    expect(await idAt('?host=soiree')).toBe(own);
    for (const unknown of ['nobody', 'Anna_', "'; DROP TABLE nights; --", '%25'])
      expect((await app.get(`/api/sessions/active?host=${encodeURIComponent(unknown)}`)).body).toEqual({
        session: null,
        message: 'No active session',
      });
    await app.call('POST', `/api/sessions/${night.id}/close`, undefined, { token: anna.token });
    expect(await idAt('')).toBe(own);
  });

  it('[C4] refuses a host with a NUL character', async () => {
    const { status, body } = await app.get('/api/sessions/active?host=%00');
    expect({ status, body }).toEqual({ status: 400, body: { error: expect.any(String) } });
  });
});

describe('GET /api/sessions/:id', () => {
  it('is 404 for an unknown one', async () => {
    const { status, body } = await app.get('/api/sessions/2147483647');
    expect({ status, body }).toEqual({ status: 404, body: UNKNOWN });
  });

  it.each([...NOT_POSITIVE_INTEGERS, 'live', 'active2', '..%2F', '%00'])(
    '[N14] [C3] is 404 for the id %s',
    async (id) => {
      const { status, body } = await app.get(`/api/sessions/${id}`);
      expect({ status, body }).toEqual({ status: 404, body: UNKNOWN });
    },
  );

  it('[C3] is 404 for an id of any length', async () => {
    for (const id of ['9'.repeat(300), 'a'.repeat(2_000)]) {
      const { status, body } = await app.get(`/api/sessions/${id}`);
      expect({ status, body }).toEqual({ status: 404, body: UNKNOWN });
    }
  });
});

describe('POST /api/sessions', () => {
  beforeEach(closeActive);

  it('opens a night', async () => {
    const { status, body } = await app.send('POST', '/api/sessions', { notes: 'Friday game night' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(Number),
      notes: 'Friday game night',
      is_active: 1,
      created_at: iso(clock.now()),
      closed_at: null,
      host: INSTANCE_HOST,
    });
    expect((await app.get(`/api/sessions/${body.id}`)).body).toEqual({ ...body, games_played: 0 });
  });

  it.each([
    ['none', undefined],
    ['an empty object', {}],
    ['an empty text of JSON', ''],
    ['null', { notes: null }],
  ])('needs no notes: %s', async (_, sent) => {
    const { status, body } = await app.send('POST', '/api/sessions', sent);
    expect({ status, notes: body.notes }).toEqual({ status: 201, notes: null });
  });

  it.each(['ÄÖÜ ß 🎲🎉 “quoted” \\ <b>', ' '.repeat(3), 'x'.repeat(10_000), "'; DROP TABLE nights; --"])(
    'keeps notes as they were sent: %.30s',
    async (notes) => {
      const { status, body } = await app.send('POST', '/api/sessions', { notes });
      expect({ status, notes: body.notes }).toEqual({ status: 201, notes });
    },
  );

  it.each([
    ['a number', 5],
    ['a list', ['a']],
    ['an object', {}],
    ['a text with a NUL character', 'a\u0000b'],
  ])('refuses notes that are %s', async (_, notes) => {
    const { status, body } = await app.send('POST', '/api/sessions', { notes });
    expect({ status, body }).toEqual({ status: 400, body: { error: expect.any(String) } });
    expect((await app.get('/api/sessions/active')).body.session).toBeNull();
  });

  it('never fails on half a surrogate pair', async () => {
    const { status } = await app.send('POST', '/api/sessions', '{"notes":"a\\ud800b"}');
    expect([201, 400]).toContain(status);
  });

  it('[N2] refuses a second one while the first is open', async () => {
    const id = await openNight(app);
    const { status, body } = await app.send('POST', '/api/sessions', { notes: 'second' });
    expect({ status, body }).toEqual({
      status: 400,
      body: { error: ALREADY_ACTIVE, activeSessionId: id },
    });
  });

  it.each([2, 30])('[N2] opens one of %i at once', async (count) => {
    const before = (await app.get('/api/sessions')).body.length;
    const answers = await Promise.all(
      Array.from({ length: count }, () => app.send('POST', '/api/sessions', { notes: 'race' })),
    );
    const opened = answers.filter(({ status }) => status === 201);
    expect(opened).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer !== opened[0])) {
      expect({ status, body }).toEqual({
        status: 400,
        body: { error: ALREADY_ACTIVE, activeSessionId: opened[0]?.body.id },
      });
    }
    expect((await app.get('/api/sessions')).body).toHaveLength(before + 1);
  });
});

it('[C5] tells instants in UTC with milliseconds', async () => {
  const { body } = await app.get('/api/sessions');
  for (const { created_at, closed_at } of body) {
    expect(created_at).toMatch(INSTANT);
    if (closed_at !== null) expect(closed_at).toMatch(INSTANT);
  }
});
