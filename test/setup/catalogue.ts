import { afterAll, beforeAll, expect } from 'vitest';
import type { Game } from '#protocol/catalogue.ts';
import { startTestApp, type TestApp } from './app.ts';

/** Every field of a game on the wire. */
export const GAME_FIELDS = [
  'id',
  'pack_name',
  'title',
  'min_players',
  'max_players',
  'length_minutes',
  'has_audience',
  'family_friendly',
  'game_type',
  'secondary_type',
  'play_count',
  'popularity_score',
  'upvotes',
  'downvotes',
  'enabled',
  'favor_bias',
  'created_at',
];

/** The app of a test file about the catalogue, and the ways to its games. */
export function provideCatalogue() {
  let app: TestApp | undefined;
  let lastPack = 0;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app?.close());

  const running = (): TestApp => {
    if (!app) throw new Error('the app runs in tests and hooks only');
    return app;
  };
  /** A pack's name that no other test uses. */
  const newPack = () => `Pack of test ${++lastPack}`;

  return {
    app: running,
    newPack,
    listGames: async (query = ''): Promise<Game[]> => (await running().get(`/api/games${query}`)).body,
    async addGame(fields: Record<string, unknown> = {}): Promise<Game> {
      const body = { pack_name: newPack(), title: 'A game', min_players: 2, max_players: 8, ...fields };
      const { status, body: game } = await running().send('POST', '/api/games', body);
      expect(status).toBe(201);
      return game;
    },
  };
}
