import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, INSTANT, iso, listCatalogue, openNight, playGame } from '../setup/nights.ts';

type Game = { id: number; title: string; pack_name: string };

const MINUTE = 60_000;
const clock = createTestClock();
let app: TestApp;
let games: Game[];
/** Two nights: on the first, one game each minute; on the second, the first game alone. */
let nightOne: number;
let nightTwo: number;
let startOne: number;
let startTwo: number;

const gameAt = (index: number) => games[index] ?? { id: 0, title: '', pack_name: '' };

async function vote(username: string, atMs: number, type = 'up') {
  const { status } = await app.send('POST', '/api/votes/live', {
    username,
    vote: type,
    timestamp: iso(atMs),
  });
  expect(status).toBe(200);
}

beforeAll(async () => {
  app = await startTestApp({ clock });
  games = (await listCatalogue(app)).slice(0, 5);
  nightOne = await openNight(app);
  startOne = clock.now();
  for (const { id } of games.slice(0, 4)) {
    await playGame(app, nightOne, id);
    clock.advance(MINUTE);
  }
  // Net 1 of 3 votes, net 2 of 2, net 1 of 1, and net 1 of 1.
  await vote('anna', startOne);
  await vote('bert', startOne + 1_000);
  await vote('carl', startOne + 2_000, 'down');
  await vote('anna', startOne + MINUTE);
  await vote('bert', startOne + MINUTE);
  await vote('anna', startOne + 2 * MINUTE);
  await vote('Anna', startOne + 3 * MINUTE);
  nightTwo = await openNight(app);
  startTwo = clock.now();
  await playGame(app, nightTwo, gameAt(0).id);
  for (let second = 0; second < 60; second++) await vote('many', startTwo + second * 1_000, 'down');
});
afterAll(() => app.close());

async function history(query = '') {
  const { status, body } = await app.get(`/api/votes${query}`);
  expect(status, query).toBe(200);
  return body;
}

describe('GET /api/votes', () => {
  it('tells each vote', async () => {
    const { votes, pagination } = await history(`?session_id=${nightOne}&username=carl`);
    const { id, title, pack_name } = gameAt(0);
    expect(votes).toEqual([
      {
        id: expect.any(Number),
        session_id: nightOne,
        game_id: id,
        game_title: title,
        pack_name,
        username: 'carl',
        vote_type: 'down',
        timestamp: iso(startOne + 2_000),
        created_at: expect.stringMatching(INSTANT),
      },
    ]);
    expect(pagination).toEqual({ page: 1, limit: 50, total: 1, total_pages: 1 });
  });

  it('[N15] gives the latest first, and of one moment the higher id', async () => {
    const { votes } = await history(`?session_id=${nightOne}`);
    expect(votes.map(({ username }: { username: string }) => username)).toEqual([
      'Anna',
      'anna',
      'bert',
      'anna',
      'carl',
      'bert',
      'anna',
    ]);
    expect(votes[2].timestamp).toBe(votes[3].timestamp);
    expect(votes[2].id).toBeGreaterThan(votes[3].id);
  });

  it.each([
    ['session_id', () => `session_id=${nightOne}`, 7],
    ['session_id of another night', () => `session_id=${nightTwo}`, 60],
    ['game_id', () => `game_id=${gameAt(0).id}`, 63],
    ['username, exactly', () => 'username=anna', 3],
    ['username in other letters', () => 'username=Anna', 1],
    ['vote_type up', () => 'vote_type=up', 6],
    ['vote_type down', () => 'vote_type=down', 61],
    ['all of them', () => `session_id=${nightOne}&game_id=${gameAt(0).id}&username=anna&vote_type=up`, 1],
    ['username and vote_type', () => 'username=many&vote_type=up', 0],
    ['nothing', () => '', 67],
    ['nothing known', () => 'colour=blue', 67],
  ])('filters by %s', async (_, query, total) => {
    const { votes, pagination } = await history(`?${query()}`);
    expect(pagination).toEqual({ page: 1, limit: 50, total, total_pages: Math.ceil(total / 50) });
    expect(votes).toHaveLength(Math.min(total, 50));
  });

  it('turns the pages without loss or repetition', async () => {
    const ids: number[] = [];
    for (const page of [1, 2, 3]) {
      const { votes, pagination } = await history(`?page=${page}&limit=30`);
      expect(pagination).toEqual({ page, limit: 30, total: 67, total_pages: 3 });
      ids.push(...votes.map(({ id }: { id: number }) => id));
    }
    expect(new Set(ids).size).toBe(67);
  });

  it.each([
    ['', 50],
    ['&limit=1', 1],
    ['&limit=100', 100],
    ['&limit=101', 100],
    ['&limit=99999999999', 100],
    [`&limit=${'9'.repeat(40)}`, 100],
    ['&limit=0', 1],
    ['&limit=-7', 1],
  ])('[N16] clamps the limit of “%s” to %i', async (query, limit) => {
    const { votes, pagination } = await history(`?session_id=${nightTwo}${query}`);
    expect(pagination).toEqual({ page: 1, limit, total: 60, total_pages: Math.ceil(60 / limit) });
    expect(votes).toHaveLength(Math.min(limit, 60));
  });

  it.each(['0', '-1', '-99999999999'])('[N16] takes page %s as the first', async (page) => {
    const first = await history('?page=1');
    expect(await history(`?page=${page}`)).toEqual(first);
  });

  it.each(['3', '1000000', '2147483648', '99999999999', '9007199254740993', '9'.repeat(40)])(
    'has nothing on page %s, and goes on knowing the total',
    async (page) => {
      const { votes, pagination } = await history(`?page=${page}`);
      expect(votes).toEqual([]);
      expect(pagination).toMatchObject({ limit: 50, total: 67, total_pages: 2 });
    },
  );

  it.each([
    'session_id=0',
    'session_id=-1',
    'session_id=abc',
    'session_id=1.5',
    'session_id=1%202',
    'session_id=%00',
    'game_id=0',
    'game_id=abc',
    'game_id=1e3',
    'vote_type=sideways',
    'vote_type=UP',
    'vote_type=1',
    'username=a%00b',
    'session_id=1&session_id=2',
    'vote_type=up&vote_type=down',
  ])('[N16] refuses the filter %s', async (query) => {
    const { status, body } = await app.get(`/api/votes?${query}`);
    expect({ status, body }).toEqual({ status: 400, body: { error: expect.any(String) } });
  });

  it.each([
    'session_id=2147483647',
    'session_id=99999999999',
    'game_id=2147483647',
    'game_id=99999999999',
    'username=nobody',
    `username=${encodeURIComponent("' OR 1=1 --")}`,
    'username=%25',
  ])('[N16] has an empty page for %s', async (query) => {
    expect(await history(`?${query}`)).toEqual({
      votes: [],
      pagination: { page: 1, limit: 50, total: 0, total_pages: 0 },
    });
  });

  it.each([
    'page=abc',
    'page=1.5',
    'limit=abc',
    'page=%00',
    'limit=',
    'session_id=',
    '%FF%FE',
    'username=%ED%A0%80',
  ])('never fails on %s', async (query) => {
    expect([200, 400]).toContain((await app.get(`/api/votes?${query}`)).status);
  });
});

describe('GET /api/sessions/:id/votes', () => {
  it('[N15] gives the best liked first, of equals the one voted on more, then the higher id', async () => {
    const [one, two, three, four] = [0, 1, 2, 3].map((index) => {
      const { id, title, pack_name } = gameAt(index);
      return { game_id: id, title, pack_name };
    });
    const equals = [three, four].sort((a, b) => (b?.game_id ?? 0) - (a?.game_id ?? 0));
    const { status, body } = await app.get(`/api/sessions/${nightOne}/votes`);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        session_id: nightOne,
        votes: [
          { ...two, upvotes: 2, downvotes: 0, net_score: 2, total_votes: 2 },
          { ...one, upvotes: 2, downvotes: 1, net_score: 1, total_votes: 3 },
          ...equals.map((game) => ({ ...game, upvotes: 1, downvotes: 0, net_score: 1, total_votes: 1 })),
        ],
      },
    });
  });

  it('counts the night’s own votes', async () => {
    const { body } = await app.get(`/api/sessions/${nightTwo}/votes`);
    expect(body.votes).toMatchObject([
      { game_id: gameAt(0).id, upvotes: 0, downvotes: 60, net_score: -60, total_votes: 60 },
    ]);
  });

  it('is empty where nobody voted', async () => {
    const night = await openNight(app);
    await playGame(app, night, gameAt(0).id);
    const { status, body } = await app.get(`/api/sessions/${night}/votes`);
    expect({ status, body }).toEqual({ status: 200, body: { session_id: night, votes: [] } });
  });

  it.each(['2147483647', '0', '-1', 'abc', '1.5', '99999999999'])(
    '[N14] is 404 for the night %s',
    async (id) => {
      const { status, body } = await app.get(`/api/sessions/${id}/votes`);
      expect({ status, body }).toEqual({ status: 404, body: { error: 'Session not found' } });
    },
  );
});
