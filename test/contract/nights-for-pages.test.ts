import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  createTestClock,
  INSTANCE_HOST,
  iso,
  listCatalogue,
  openNight,
  playGame,
  vote,
} from '../setup/nights.ts';

const clock = createTestClock();
let app: TestApp;
let game: number;
let anna: Person;
beforeAll(async () => {
  app = await startTestApp({ clock });
  game = (await listCatalogue(app))[0]?.id ?? 0;
  anna = await register(app, { username: 'Anna_B', displayName: 'Anna B.' });
});
afterAll(() => app.close());

async function openAnnasNight(): Promise<number> {
  const { body: active } = await app.get('/api/sessions/active?host=anna_b');
  if (active.id !== undefined) await closeAnnasNight(active.id);
  clock.advance(1_000);
  return (await app.call('POST', '/api/sessions', {}, { token: anna.token })).body.id;
}
const closeAnnasNight = (id: number) =>
  app.call('POST', `/api/sessions/${id}/close`, undefined, { token: anna.token });

describe('[X55] every night names its host', () => {
  it('in each answer that has one', async () => {
    const host = { username: 'Anna_B', display_name: 'Anna B.', avatar_url: null };
    const own = await openNight(app);
    const id = await openAnnasNight();
    expect((await app.get(`/api/sessions/${own}`)).body.host).toEqual(INSTANCE_HOST);
    expect((await app.get(`/api/sessions/${id}`)).body.host).toEqual(host);
    expect((await app.get('/api/sessions/active')).body.host).toEqual(host);
    const { body: list } = await app.get('/api/sessions');
    expect(list.slice(0, 2).map((night: { host: unknown }) => night.host)).toEqual([host, INSTANCE_HOST]);
    expect((await closeAnnasNight(id)).body.host).toEqual(host);
    const { body: opened } = await app.call('POST', '/api/sessions', {}, { token: anna.token });
    expect(opened.host).toEqual(host);
  });

  it('as the profile says now, past nights too', async () => {
    const bea = await register(app);
    const { body: night } = await app.call('POST', '/api/sessions', {}, { token: bea.token });
    await app.call('POST', `/api/sessions/${night.id}/close`, {}, { token: bea.token });
    await app.call('PUT', '/profile/display-name', { displayName: 'Bea' }, { token: bea.token });
    const form = new FormData();
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    form.append('avatar', new Blob([Buffer.from(pixel, 'base64')]), 'me.png');
    const { body: avatar } = await app.call('POST', '/profile/avatar', form, { token: bea.token });
    expect((await app.get(`/api/sessions/${night.id}`)).body.host).toEqual({
      username: bea.username,
      display_name: 'Bea',
      avatar_url: avatar.url,
    });
  });
});

describe('[X56] GET /api/sessions of some nights', () => {
  const idsAt = async (query: string): Promise<number[]> => {
    const { status, body } = await app.get(`/api/sessions${query}`);
    expect(status).toBe(200);
    return body.map(({ id }: { id: number }) => id);
  };

  it('takes those of a host, in any case; an unknown one has none', async () => {
    const own = await openNight(app);
    const id = await openAnnasNight();
    for (const name of ['Anna_B', 'anna_b', 'ANNA_B']) {
      const ids = await idsAt(`?host=${name}`);
      expect(ids).toContain(id);
      expect(ids).not.toContain(own);
    }
    expect(await idsAt('?host=soiree')).toContain(own);
    for (const name of ['nobody', 'anna_', '%25', ''])
      expect(await idsAt(`?host=${encodeURIComponent(name)}`)).toEqual([]);
  });

  it('takes those that are on, or those that are over', async () => {
    const over = await openAnnasNight();
    await closeAnnasNight(over);
    const on = await openAnnasNight();
    expect(await idsAt('?host=anna_b&active=true')).toEqual([on]);
    const past = await idsAt('?active=false');
    expect(past).toContain(over);
    expect(past).not.toContain(on);
  });

  it('pages through all of them, each once, while nights are deleted', async () => {
    for (let i = 0; i < 4; i++) await openAnnasNight();
    // Two that were opened in the same millisecond.
    await openNight(app);
    await openNight(app);
    const all = await idsAt('');
    const paged: number[] = [];
    for (let page = await idsAt('?limit=2'); page.length > 0; ) {
      expect(page.length).toBeLessThanOrEqual(2);
      paged.push(...page);
      page = await idsAt(`?limit=2&before=${page.at(-1)}`);
    }
    expect(paged).toEqual(all);

    const [, , gone = 0, next] = await idsAt('?host=anna_b');
    await app.call('DELETE', `/api/sessions/${gone}`, undefined, { token: anna.token });
    expect((await idsAt(`?host=anna_b&before=${gone}&limit=1`))[0]).toBe(next);
  });

  it('brings numbers out of range within, and refuses what is none [X58]', async () => {
    const all = await idsAt('');
    expect(await idsAt('?limit=0')).toEqual(all.slice(0, 1));
    expect(await idsAt('?limit=1000')).toEqual(all.slice(0, 100));
    expect(await idsAt('?before=99999999999')).toEqual(all);
    for (const query of [
      'limit=x',
      'limit=1.5',
      'before=x',
      'before=0',
      'before=-1',
      'active=yes',
      'host=%00',
    ]) {
      const { status, body } = await app.get(`/api/sessions?${query}`);
      expect({ query, status, body }).toEqual({ query, status: 400, body: { error: expect.any(String) } });
    }
  });
});

describe('[X57] GET /api/sessions/:id/votes/timeline', () => {
  const timelineOf = (id: number, query = '') => app.get(`/api/sessions/${id}/votes/timeline${query}`);

  it('counts the votes by when they were cast', async () => {
    const id = await openNight(app);
    await playGame(app, id, game);
    const start = clock.now();
    const cast: [string, number][] = [
      ['up', 200],
      ['up', 999],
      ['down', 1_000],
      ['up', 1_999],
      ['down', 5_000],
    ];
    clock.advance(10_000);
    for (const [index, [type, atMs]] of cast.entries())
      expect((await vote(app, `viewer ${index}`, type, start + atMs)).status).toBe(200);
    const at = (second: number) => iso(start + second * 1_000);
    const bucket = (second: number, upvotes: number, downvotes: number) => ({
      at: at(second),
      upvotes,
      downvotes,
    });

    const { status, body } = await timelineOf(id);
    expect(status).toBe(200);
    expect(body).toEqual({
      session_id: id,
      from: at(0),
      to: at(6),
      bucket_seconds: 1,
      buckets: [
        bucket(0, 2, 0),
        bucket(1, 1, 1),
        bucket(2, 0, 0),
        bucket(3, 0, 0),
        bucket(4, 0, 0),
        bucket(5, 0, 1),
      ],
    });
    expect((await timelineOf(id, '?buckets=4')).body).toEqual({
      session_id: id,
      from: at(0),
      to: at(6),
      bucket_seconds: 2,
      buckets: [bucket(0, 3, 1), bucket(2, 0, 0), bucket(4, 0, 1)],
    });
    expect((await timelineOf(id, '?buckets=0')).body.buckets).toEqual([bucket(0, 3, 2)]);
  });

  it('has at most as many buckets as were asked for, and all votes in them', async () => {
    const id = await openNight(app);
    await playGame(app, id, game);
    const start = clock.now();
    clock.advance(4 * 3_600_000);
    const times = Array.from({ length: 40 }, (_, index) =>
      Math.floor((index * index * 4 * 3_600_000) / 1_600),
    );
    await Promise.all(times.map((ms, index) => vote(app, `viewer ${index}`, 'up', start + ms)));
    for (const [query, most] of [
      ['', 60],
      ['?buckets=7', 7],
      ['?buckets=200', 200],
      ['?buckets=100000', 200],
    ] as const) {
      const { buckets, bucket_seconds, from, to } = (await timelineOf(id, query)).body;
      expect(buckets.length).toBeLessThanOrEqual(most);
      expect(buckets.length).toBeGreaterThan(most / 2);
      expect(buckets.reduce((sum: number, { upvotes }: { upvotes: number }) => sum + upvotes, 0)).toBe(40);
      expect(buckets[0].at).toBe(from);
      expect(Date.parse(to) - Date.parse(from)).toBe(buckets.length * bucket_seconds * 1_000);
    }
  });

  it('has none of a night without votes, nor of imported ones', async () => {
    const id = await openNight(app);
    await playGame(app, id, game);
    const chatData = [{ username: 'viewer', message: 'thisgame++', timestamp: iso(clock.now()) }];
    expect(
      (await app.send('POST', `/api/sessions/${id}/chat-import`, { chatData })).body.votesProcessed,
    ).toBe(1);
    expect((await timelineOf(id)).body).toEqual({
      session_id: id,
      from: null,
      to: null,
      bucket_seconds: null,
      buckets: [],
    });
  });

  it('refuses an unknown night, and buckets that are no number [X58]', async () => {
    const id = await openNight(app);
    for (const unknown of ['2147483647', '0', 'abc', '9'.repeat(30)]) {
      const { status, body } = await app.get(`/api/sessions/${unknown}/votes/timeline`);
      expect({ status, body }).toEqual({ status: 404, body: { error: 'Session not found' } });
    }
    for (const buckets of ['x', '1.5', '']) {
      const { status, body } = await timelineOf(id, `?buckets=${buckets}`);
      expect({ status, body }).toEqual({ status: 400, body: { error: expect.any(String) } });
    }
  });
});
