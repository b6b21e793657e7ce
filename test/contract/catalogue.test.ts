import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Game } from '#protocol/catalogue.ts';
import { createCatalogue } from '#server/features/nights/catalogue.ts';
import { systemClock } from '#server/platform/clock.ts';
import { createDatabase } from '#server/platform/database.ts';
import { GAME_FIELDS, provideCatalogue } from '../setup/catalogue.ts';
import { createTestDatabase } from '../setup/database.ts';

const catalogue = provideCatalogue();
const { newPack, listGames, addGame } = catalogue;
let store: pg.Client;

beforeAll(async () => {
  store = new pg.Client(catalogue.app().connection);
  await store.connect();
});
afterAll(() => store?.end());

describe('a fresh store', () => {
  it('[N19] holds the shipped catalogue', async () => {
    const text = await readFile(new URL('../../data/games.csv', import.meta.url), 'utf8');
    const games = await listGames();
    expect(games).toHaveLength(text.trim().split('\n').length - 1);
    const drawful = games.find((game) => game.title === 'Drawful');
    expect(Object.keys(drawful ?? {})).toEqual(GAME_FIELDS);
    expect(drawful).toMatchObject({
      pack_name: 'Jackbox Party Pack 1',
      min_players: 3,
      max_players: 8,
      length_minutes: 18,
      has_audience: 0,
      family_friendly: null,
      game_type: 'Drawing',
      secondary_type: 'Bluffing',
      play_count: 0,
      popularity_score: 0,
      upvotes: 0,
      downvotes: 0,
      enabled: 1,
      favor_bias: 0,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });
});

describe('nodes that start on one store', () => {
  it('[N19] load the shipped catalogue once, and never again', async () => {
    const { connection, drop } = await createTestDatabase();
    const logger = pino({ level: 'silent' });
    const nodes = Array.from({ length: 4 }, () => createDatabase({ connection, logger }));
    const loadShipped = (database: (typeof nodes)[number]) =>
      createCatalogue({ database, clock: systemClock }).loadShipped();
    const client = new pg.Client(connection);
    await client.connect();
    const count = async (): Promise<number> =>
      (await client.query('SELECT count(*)::int AS count FROM games WHERE removed_at IS NULL')).rows[0].count;
    try {
      await Promise.all(nodes.map(loadShipped));
      expect(await count()).toBe(67);
      // An administrator who empties the catalogue finds it empty after the next start.
      await client.query('UPDATE games SET removed_at = now()');
      await Promise.all(nodes.map(loadShipped));
      expect(await count()).toBe(0);
    } finally {
      await client.end();
      await Promise.all(nodes.map((node) => node.close()));
      await drop();
    }
  });
});

describe('GET /api/games', () => {
  it('[N19] is ordered by pack and title', async () => {
    const games = await listGames();
    const key = (game: Game) => [game.pack_name, game.title];
    expect(games.map(key)).toEqual(games.map(key).sort());
  });

  it('[N19] gives the games that match all filters', async () => {
    await addGame({ family_friendly: false, length_minutes: 16, game_type: 'Drawing', enabled: 0 });
    await addGame({ length_minutes: 26 });
    const all = await listGames();
    const optional = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
    const filters = fc.record({
      enabled: optional(['true', 'false', '1', '0']),
      playerCount: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
      drawing: optional(['only', 'exclude']),
      length: optional(['short', 'medium', 'long']),
      familyFriendly: optional(['true', 'false', '1', '0']),
      pack: optional([...new Set(all.map((game) => game.pack_name)), 'No such pack']),
    });
    const bit = (text: string) => (text === 'true' || text === '1' ? 1 : 0);
    const lengthOf = (game: Game) => {
      const minutes = game.length_minutes ?? 0;
      if (minutes <= 15) return 'short';
      return minutes <= 25 ? 'medium' : 'long';
    };

    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const { enabled, playerCount, drawing, length, familyFriendly, pack } = filter;
        const given = Object.entries(filter).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)]],
        );
        const expected = all.filter(
          (game) =>
            (enabled === undefined || game.enabled === bit(enabled)) &&
            (playerCount === undefined ||
              (game.min_players <= playerCount && playerCount <= game.max_players)) &&
            (drawing === undefined || (drawing === 'only') === (game.game_type === 'Drawing')) &&
            (length === undefined || lengthOf(game) === length) &&
            (familyFriendly === undefined || game.family_friendly === bit(familyFriendly)) &&
            (pack === undefined || game.pack_name === pack),
        );
        expect(await listGames(`?${new URLSearchParams(given)}`)).toEqual(expected);
      }),
    );
  });

  it.each([
    'enabled=yes',
    'enabled=',
    'playerCount=0',
    'playerCount=-1',
    'playerCount=2.5',
    'playerCount=four',
    'playerCount=',
    'playerCount=99999999999',
    'drawing=true',
    'length=tiny',
    'familyFriendly=2',
    'pack=',
    'pack=%00',
    'pack=a&pack=b',
  ])('[N19] refuses the filter %s', async (query) => {
    const answer = await catalogue.app().get(`/api/games?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error: expect.any(String) });
  });
});

describe('GET /api/games/:id', () => {
  it('[N19] gives the game', async () => {
    const game = await addGame();
    expect(await catalogue.app().get(`/api/games/${game.id}`)).toMatchObject({ status: 200, body: game });
  });

  it.each(['0', '-1', '1.5', 'x', '999999', '99999999999999999999'])('[N19] has no game %s', async (id) => {
    expect(await catalogue.app().get(`/api/games/${id}`)).toMatchObject({
      status: 404,
      body: { error: 'Game not found' },
    });
  });
});

describe('packs', () => {
  it('[N19] are listed with their counts', async () => {
    const pack_name = newPack();
    await addGame({ pack_name, title: 'One' });
    const two = await addGame({ pack_name, title: 'Two', enabled: false });
    await store.query('UPDATE games SET play_count = 3 WHERE id = $1', [two.id]);
    await catalogue.app().send('PATCH', `/api/games/packs/${pack_name}/favor`, { favor_bias: -1 });

    const { status, body: packs } = await catalogue.app().get('/api/games/meta/packs');
    expect(status).toBe(200);
    expect(packs).toContainEqual({
      name: pack_name,
      total_count: 2,
      enabled_count: 1,
      total_plays: 3,
      favor_bias: -1,
    });
    const names = packs.map((pack: { name: string }) => pack.name);
    expect(names).toEqual([...new Set((await listGames()).map((game) => game.pack_name))]);
  });
});
