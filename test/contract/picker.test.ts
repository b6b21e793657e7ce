import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Game } from '#protocol/catalogue.ts';
import { createPickerService } from '#server/features/nights/picker-service.ts';
import { createDatabase } from '#server/platform/database.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';

let app: TestApp;
let store: pg.Client;

beforeAll(async () => {
  app = await startTestApp();
  store = new pg.Client(app.connection);
  await store.connect();
});
afterAll(async () => {
  await store?.end();
  await app?.close();
});
beforeEach(async () => {
  await store.query('TRUNCATE games, game_packs, nights CASCADE');
});

async function addGame(title: string, fields: Record<string, unknown> = {}): Promise<Game> {
  const body = { pack_name: 'Pack', title, min_players: 2, max_players: 8, ...fields };
  return (await app.send('POST', '/api/games', body)).body;
}

/** A closed night on which these games were played, the last of the list last; `playedAt` may be equal. */
async function addNight(games: readonly Game[], playedAt = (at: number) => at): Promise<number> {
  const night = await store.query(
    `INSERT INTO nights (host_id, is_active, created_at, closed_at)
     SELECT id, false, now(), now() FROM accounts LIMIT 1 RETURNING id`,
  );
  const nightId = night.rows[0].id;
  for (const [at, game] of games.entries()) {
    await store.query(
      `INSERT INTO night_games (night_id, game_id, status, played_at)
       VALUES ($1, $2, $3, timestamptz '2026-03-15T19:00:00Z' + $4 * interval '1 minute')`,
      [nightId, game.id, at % 2 === 0 ? 'played' : 'skipped', playedAt(at)],
    );
  }
  return nightId;
}

const pick = (body?: unknown) => app.call('POST', '/api/pick', body);

/** The titles that come out of many picks, in order. */
async function titlesOf(body: unknown, picks = 60): Promise<string[]> {
  const answers = await Promise.all(Array.from({ length: picks }, () => pick(body)));
  return [...new Set(answers.map((answer) => answer.body.game.title))].sort();
}

describe('POST /api/pick', () => {
  it('[N20] picks without a token or a filter, an absent body included', async () => {
    const game = await addGame('Only');
    await addGame('Disabled', { enabled: false });
    const nothing = {
      playerCount: null,
      drawing: null,
      length: null,
      familyFriendly: null,
      sessionId: null,
      excludePlayed: null,
    };
    for (const body of [undefined, {}, nothing]) {
      expect(await pick(body)).toMatchObject({ status: 200, body: { game, poolSize: 1, totalEnabled: 1 } });
    }
  });

  it('[N20] counts the pool and all enabled games', async () => {
    await addGame('Small', { max_players: 3 });
    await addGame('Large');
    await addGame('Larger', { max_players: 16 });
    await addGame('Disabled', { enabled: false, max_players: 16 });
    const removed = await addGame('Removed');
    await app.send('DELETE', `/api/games/${removed.id}`);
    const answer = await pick({ playerCount: 8 });
    expect(answer.body).toMatchObject({ poolSize: 2, totalEnabled: 3 });
    expect(await titlesOf({ playerCount: 8 })).toEqual(['Large', 'Larger']);
  });

  it('[N20] picks what matches the filters', async () => {
    await addGame('Sketch', { game_type: 'Drawing', length_minutes: 15, family_friendly: true });
    await addGame('Words', { game_type: 'Word', length_minutes: 16, family_friendly: false });
    await addGame('Unknown', { length_minutes: 26 });
    expect(await titlesOf({ drawing: 'only' })).toEqual(['Sketch']);
    expect(await titlesOf({ drawing: 'exclude' })).toEqual(['Unknown', 'Words']);
    expect(await titlesOf({ length: 'short' })).toEqual(['Sketch']);
    expect(await titlesOf({ length: 'medium' })).toEqual(['Words']);
    expect(await titlesOf({ length: 'long' })).toEqual(['Unknown']);
    expect(await titlesOf({ familyFriendly: true })).toEqual(['Sketch']);
    expect(await titlesOf({ familyFriendly: 0 })).toEqual(['Words']);
  });

  it('[N20] never picks the last two of the night', async () => {
    const [a, b, c, d] = await Promise.all(['A', 'B', 'C', 'D'].map((title) => addGame(title)));
    if (!a || !b || !c || !d) throw new Error('four games were added');
    expect(await titlesOf({ sessionId: await addNight([a, b, c, d]) })).toEqual(['A', 'B']);
    // The same one twice is the last two.
    expect(await titlesOf({ sessionId: await addNight([a, b, d, d]) })).toEqual(['A', 'B', 'C']);
    expect(await titlesOf({ sessionId: await addNight([c]) })).toEqual(['A', 'B', 'D']);
    expect(await titlesOf({ sessionId: await addNight([]), excludePlayed: false })).toEqual([
      'A',
      'B',
      'C',
      'D',
    ]);
  });

  it('[N3] [N20] tells the last two by played_at, then by id', async () => {
    const [a, b, c] = await Promise.all(['A', 'B', 'C'].map((title) => addGame(title)));
    if (!a || !b || !c) throw new Error('three games were added');
    const backwards = await addNight([a, b, c], (at) => -at);
    expect(await titlesOf({ sessionId: backwards })).toEqual(['C']);
    const atOnce = await addNight([a, b, c], () => 0);
    expect(await titlesOf({ sessionId: atOnce })).toEqual(['A']);
  });

  it('[N20] with excludePlayed picks none already played', async () => {
    const [a, b, c, d] = await Promise.all(['A', 'B', 'C', 'D'].map((title) => addGame(title)));
    if (!a || !b || !c || !d) throw new Error('four games were added');
    const sessionId = await addNight([a, b, c]);
    expect(await titlesOf({ sessionId, excludePlayed: true })).toEqual(['D']);
    expect((await pick({ sessionId, excludePlayed: 1 })).body).toMatchObject({
      poolSize: 1,
      totalEnabled: 4,
    });
    expect(await pick({ sessionId: await addNight([a, b, c, d]), excludePlayed: true })).toMatchObject({
      status: 404,
      body: { error: 'No games match the current filters' },
    });
  });

  it('[N20] favors games and packs by their weights', async () => {
    // In the order of their ids they take 9, 3, 0.6, 0.2 and 1 of 13.8 parts.
    const titles = ['Both', 'Pack alone', 'Pack but not game', 'Game disfavored', 'Neither'];
    await addGame('Both', { pack_name: 'Favored', favor_bias: 1 });
    await addGame('Pack alone', { pack_name: 'Favored' });
    await addGame('Pack but not game', { pack_name: 'Favored', favor_bias: -1 });
    await addGame('Game disfavored', { favor_bias: -1 });
    await addGame('Neither');
    await app.send('PATCH', '/api/games/packs/Favored/favor', { favor_bias: 1 });

    const database = createDatabase({ connection: app.connection, logger: pino({ level: 'silent' }) });
    try {
      const steps = 1_380;
      let step = 0;
      // Goes evenly over the whole line of weights.
      const picker = createPickerService({ database, random: () => (step++ + 0.5) / steps });
      const counts = new Map(titles.map((title) => [title, 0]));
      for (let at = 0; at < steps; at++) {
        const { game } = await picker.pick({ filters: {}, nightId: undefined, excludePlayed: false });
        counts.set(game.title, (counts.get(game.title) ?? 0) + 1);
      }
      expect([...counts.values()]).toEqual([900, 300, 60, 20, 100]);
    } finally {
      await database.close();
    }
  });

  it('[N20] says so where no game matches', async () => {
    const none = { status: 404, body: { error: 'No games match the current filters' } };
    expect(await pick({})).toMatchObject(none);
    const game = await addGame('Disabled', { enabled: false });
    expect(await pick({})).toMatchObject(none);
    await app.send('PATCH', `/api/games/${game.id}/toggle`);
    expect(await pick({})).toMatchObject({ status: 200 });
    expect(await pick({ playerCount: 9 })).toMatchObject(none);
    expect(await pick({ sessionId: await addNight([game]) })).toMatchObject(none);
  });

  it.each([0, -1, 999_999, 99_999_999_999_999])('[N20] knows no session %d', async (sessionId) => {
    await addGame('Any');
    expect(await pick({ sessionId })).toMatchObject({ status: 404, body: { error: 'Session not found' } });
  });

  it.each([
    { playerCount: 0 },
    { playerCount: 2.5 },
    { playerCount: '4' },
    { drawing: 'maybe' },
    { length: 15 },
    { familyFriendly: 'yes' },
    { sessionId: 'x' },
    { sessionId: 1.5 },
    { excludePlayed: 'no' },
    [],
  ])('[N20] refuses %j', async (body) => {
    const answer = await pick(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error: expect.any(String) });
  });
});

describe('GET /api/stats', () => {
  const none = {
    games: { count: 0 },
    gamesEnabled: { count: 0 },
    packs: { count: 0 },
    sessions: { count: 0 },
    activeSessions: { count: 0 },
    totalGamesPlayed: { count: 0 },
    totalVotes: { count: 0, upvotes: 0, downvotes: 0 },
    mostPlayedGames: [],
    topRatedGames: [],
  };

  it('[N20] is all zeros for an empty store', async () => {
    expect(await app.get('/api/stats')).toMatchObject({ status: 200, body: none });
  });

  it('[N20] gives the totals, the removed games’ votes included', async () => {
    const one = await addGame('One');
    const two = await addGame('Two', { pack_name: 'Another pack', enabled: false });
    const removed = await addGame('Removed', { pack_name: 'A third pack' });
    await store.query('UPDATE games SET upvotes = 5, downvotes = 2, play_count = 9');
    await addNight([one, two, one]);
    await store.query('INSERT INTO nights (host_id, created_at) SELECT id, now() FROM accounts LIMIT 1');
    await app.send('DELETE', `/api/games/${removed.id}`);

    const { body } = await app.get('/api/stats');
    expect(body).toMatchObject({
      games: { count: 2 },
      gamesEnabled: { count: 1 },
      packs: { count: 2 },
      sessions: { count: 2 },
      activeSessions: { count: 1 },
      totalGamesPlayed: { count: 3 },
      totalVotes: { count: 21, upvotes: 15, downvotes: 6 },
    });
    expect(body.mostPlayedGames.map(({ id }: Game) => id)).toEqual([two.id, one.id]);
  });

  it('[N15] [N20] lists the ten best, the later game first where they are equal', async () => {
    const games: Game[] = [];
    for (let at = 0; at < 14; at++) games.push(await addGame(`Game ${at}`));
    // Scores −1, 0, 1, 2, 2, 3, 3, … and as many plays, less one.
    for (const [at, game] of games.entries()) {
      const score = at < 3 ? at - 1 : 1 + Math.floor((at - 1) / 2);
      await store.query('UPDATE games SET upvotes = $2 + 1, downvotes = 1, play_count = $2 WHERE id = $1', [
        game.id,
        Math.max(0, score),
      ]);
      if (score < 0) await store.query('UPDATE games SET downvotes = 2 WHERE id = $1', [game.id]);
    }
    const { body } = await app.get('/api/stats');
    const bestFirst = games.map(({ id }) => id).reverse();
    expect(body.topRatedGames.map(({ id }: Game) => id)).toEqual(bestFirst.slice(0, 10));
    expect(body.mostPlayedGames.map(({ id }: Game) => id)).toEqual(bestFirst.slice(0, 10));
    expect(body.topRatedGames[0]).toEqual({
      id: games.at(-1)?.id,
      title: 'Game 13',
      pack_name: 'Pack',
      play_count: 7,
      popularity_score: 7,
      upvotes: 8,
      downvotes: 1,
    });
  });

  it('[N20] ranks only games that were played, or liked', async () => {
    await addGame('Neither');
    const disliked = await addGame('Disliked');
    await store.query('UPDATE games SET downvotes = 1, play_count = 1 WHERE id = $1', [disliked.id]);
    const { body } = await app.get('/api/stats');
    expect(body.topRatedGames).toEqual([]);
    expect(body.mostPlayedGames.map(({ title }: Game) => title)).toEqual(['Disliked']);
  });
});
