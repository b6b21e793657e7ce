import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, iso, listCatalogue, openNight, playGame } from '../setup/nights.ts';

const MISSING = { error: 'Missing required fields: username, vote, timestamp' };
const BAD_VOTE = { error: 'vote must be either "up" or "down"' };
const BAD_TIMESTAMP = {
  error: 'Invalid timestamp format. Use ISO 8601 format (e.g., 2025-11-01T20:30:00Z)',
};
const NO_MATCH = 'Vote timestamp does not match any game in the active session';

const clock = createTestClock();
let app: TestApp;
let firstGame: number;
let secondGame: number;
let titles: Map<number, string>;
beforeAll(async () => {
  app = await startTestApp({ clock });
  const games = await listCatalogue(app);
  [firstGame = 0, secondGame = 0] = games.map(({ id }) => id);
  titles = new Map(games.map(({ id, title }) => [id, title]));
});
afterAll(() => app.close());

async function send(body: unknown) {
  const answer = await app.send('POST', '/api/votes/live', body);
  return { status: answer.status, body: answer.body };
}

const vote = (username: string, atMs: number, type = 'up') =>
  send({ username, vote: type, timestamp: iso(atMs) });

const totalsOf = async (game: number) => {
  const { upvotes, downvotes, popularity_score } = (await app.get(`/api/games/${game}`)).body;
  return { upvotes, downvotes, popularity_score };
};

/** A new night on which a minute of the first game is followed by the second game. */
async function playTwo() {
  const night = await openNight(app);
  clock.advance(60_000);
  const start = clock.now();
  await playGame(app, night, firstGame);
  clock.advance(60_000);
  await playGame(app, night, secondGame);
  return { night, start, change: clock.now() };
}

describe('POST /api/votes/live', () => {
  it('[N6] records a vote; its totals have it', async () => {
    const { night, start, change } = await playTwo();
    const before = await totalsOf(firstGame);
    const timestamp = iso(start + 1);
    const up = await send({ username: 'viewer123', vote: 'up', timestamp });
    expect(up).toEqual({
      status: 200,
      body: {
        success: true,
        message: 'Vote recorded successfully',
        session: { id: night, games_played: 2 },
        game: {
          id: firstGame,
          title: titles.get(firstGame),
          upvotes: before.upvotes + 1,
          downvotes: before.downvotes,
          popularity_score: before.popularity_score + 1,
        },
        vote: { username: 'viewer123', type: 'up', timestamp },
      },
    });
    const down = await vote('viewer123', change - 1, 'down');
    expect(down.body.game).toMatchObject({
      upvotes: before.upvotes + 1,
      downvotes: before.downvotes + 1,
      popularity_score: before.popularity_score,
    });
    expect(await totalsOf(firstGame)).toEqual({
      upvotes: before.upvotes + 1,
      downvotes: before.downvotes + 1,
      popularity_score: before.popularity_score,
    });
  });

  it('[N6] adds a later vote of the same user to the earlier ones', async () => {
    const { night, start } = await playTwo();
    for (const seconds of [0, 1, 2]) expect((await vote('again', start + seconds * 1_000)).status).toBe(200);
    const { body } = await app.get(`/api/sessions/${night}/votes`);
    expect(body.votes).toMatchObject([{ game_id: firstGame, upvotes: 3, total_votes: 3 }]);
  });
});

describe('[N3] the game of a moment', () => {
  it('is the one since whose start no other has started; the last is open-ended', async () => {
    const { start, change } = await playTwo();
    const gameAt = async (atMs: number) => (await vote(`at ${atMs}`, atMs)).body.game.id;
    expect(await gameAt(start)).toBe(firstGame);
    expect(await gameAt(change - 1)).toBe(firstGame);
    expect(await gameAt(change)).toBe(secondGame);
    expect(await gameAt(change + 365 * 24 * 3_600_000)).toBe(secondGame);
  });

  it('is none before the first', async () => {
    const { start, change } = await playTwo();
    expect(await vote('early', start - 1)).toEqual({
      status: 404,
      body: {
        error: NO_MATCH,
        debug: {
          voteTimestamp: iso(start - 1),
          sessionGames: [
            { title: titles.get(firstGame), played_at: iso(start) },
            { title: titles.get(secondGame), played_at: iso(change) },
          ],
        },
      },
    });
  });

  it('is the higher id of two that started together', async () => {
    const night = await openNight(app);
    await playGame(app, night, secondGame);
    await playGame(app, night, firstGame);
    expect((await vote('equal', clock.now())).body.game.id).toBe(firstGame);
  });

  it.each(['skipped', 'played'])('may be a %s one', async (status) => {
    const night = await openNight(app);
    const id = await playGame(app, night, firstGame);
    await app.send('PATCH', `/api/sessions/${night}/games/${id}/status`, { status });
    expect((await vote('viewer', clock.now())).body.game.id).toBe(firstGame);
  });

  it('is of the active night only', async () => {
    const { start } = await playTwo();
    clock.advance(60_000);
    const night = await openNight(app);
    await playGame(app, night, secondGame);
    expect((await vote('late', start)).body.error).toBe(NO_MATCH);
    expect((await vote('late', clock.now())).body.session).toEqual({ id: night, games_played: 1 });
  });
});

describe('[N4] checks in order', () => {
  const timestamp = iso(clock.now());
  const fine = { username: 'viewer', vote: 'up', timestamp };

  beforeAll(async () => {
    const night = await openNight(app);
    await app.send('POST', `/api/sessions/${night}/close`);
  });

  it('the token before the fields', async () => {
    expect(await app.call('POST', '/api/votes/live', {})).toMatchObject({ status: 401 });
    expect(await app.call('POST', '/api/votes/live', {}, { token: 'x' })).toMatchObject({ status: 403 });
  });

  it.each([
    undefined,
    {},
    [],
    [fine],
    null,
    'text',
    { ...fine, username: undefined },
    { ...fine, username: null },
    { ...fine, username: '' },
    { username: 'viewer', vote: 'sideways' },
    { username: 'viewer', vote: 'sideways', timestamp: null },
    { username: 'viewer', vote: null, timestamp: 'nonsense' },
    { username: 'viewer', vote: '', timestamp: 'nonsense' },
    { username: '', vote: 'sideways', timestamp: 'nonsense' },
    { vote: 7, timestamp: 7 },
  ])('missing fields before the vote’s value: %j', async (body) => {
    const sent = body === null || typeof body === 'string' ? JSON.stringify(body) : body;
    expect(await send(sent)).toEqual({ status: 400, body: MISSING });
  });

  it.each(['sideways', 'UP', ' up', 'upvote', 1, true, ['up'], {}])(
    'the vote’s value before the timestamp: %j',
    async (value) => {
      expect(await send({ ...fine, vote: value, timestamp: 'nonsense' })).toEqual({
        status: 400,
        body: BAD_VOTE,
      });
    },
  );

  it('the timestamp before the session', async () => {
    expect(await send({ ...fine, timestamp: 'nonsense' })).toEqual({ status: 400, body: BAD_TIMESTAMP });
  });

  it('the session before the games', async () => {
    expect(await send(fine)).toEqual({ status: 404, body: { error: 'No active session found' } });
  });

  it('the games before the match, the match before the duplicate', async () => {
    const night = await openNight(app);
    expect(await send(fine)).toEqual({
      status: 404,
      body: { error: 'No games have been played in the active session yet' },
    });
    await playGame(app, night, firstGame);
    expect((await vote('viewer', clock.now())).status).toBe(200);
    expect((await vote('viewer', clock.now() - 1)).body.error).toBe(NO_MATCH);
    expect((await vote('viewer', clock.now())).status).toBe(409);
  });
});

describe('[N5] a duplicate', () => {
  let start: number;
  let change: number;
  beforeEach(async () => {
    ({ start, change } = await playTwo());
  });

  it.each([
    [0, 0],
    [1, 0.001],
    [500, 0.5],
    [999, 0.999],
    [-1, 0.001],
    [-999, 0.999],
  ])('is a vote %i ms from another of the user', async (distance, seconds) => {
    expect((await vote('viewer', start + 30_000)).status).toBe(200);
    expect(await vote('viewer', start + 30_000 + distance, 'down')).toEqual({
      status: 409,
      body: {
        error: 'Duplicate vote detected (within 1 second of previous vote)',
        message: 'Please wait at least 1 second between votes',
        timeSinceLastVote: seconds,
      },
    });
  });

  it('is no vote 1,000 ms away, in either direction, nor between two that are', async () => {
    expect((await vote('viewer', start + 30_000)).status).toBe(200);
    expect((await vote('viewer', start + 31_000)).status).toBe(200);
    expect((await vote('viewer', start + 29_000)).status).toBe(200);
    expect((await vote('viewer', start + 33_000)).status).toBe(200);
    expect((await vote('viewer', start + 32_000)).status).toBe(200);
    expect((await vote('viewer', start + 31_500)).status).toBe(409);
  });

  it('may be of another game, and tells the nearest', async () => {
    expect((await vote('viewer', change - 400)).body.game.id).toBe(firstGame);
    expect(await vote('viewer', change + 599)).toMatchObject({
      status: 409,
      body: { timeSinceLastVote: 0.999 },
    });
    const next = await vote('viewer', change + 600);
    expect(next).toMatchObject({ status: 200, body: { game: { id: secondGame } } });
    expect((await vote('viewer', change + 300)).body.timeSinceLastVote).toBe(0.3);
  });

  it('counts nothing, and doesn’t shift the window', async () => {
    const before = await totalsOf(firstGame);
    await vote('viewer', start);
    await vote('viewer', start + 999);
    expect((await vote('viewer', start + 1_000)).status).toBe(200);
    expect((await totalsOf(firstGame)).upvotes).toBe(before.upvotes + 2);
  });

  it('is of exactly the same name', async () => {
    const names = ['Viewer', 'viewer', ' viewer', 'viewer ', 'vıewer', 'é', 'e\u0301'];
    for (const name of names) expect((await vote(name, start)).status, name).toBe(200);
  });

  it('is of the same night', async () => {
    expect((await vote('viewer', change)).status).toBe(200);
    await playGame(app, await openNight(app), firstGame);
    expect((await vote('viewer', change)).status).toBe(200);
  });
});
