import { Type } from 'typebox';
import { NightError } from '#protocol/common.ts';
import { LovedGame, LovedGamesQuery, NightFigures } from '#protocol/night-figures.ts';
import { NightsQuery } from '#protocol/nights.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import {
  countNights,
  type LovedGameRow,
  listLovedGames,
  type NightFiguresRow,
} from './figures-repository.ts';
import type { NightService } from './night-service.ts';
import { clamp, MAX_ID } from './wire.ts';

type Dependencies = {
  database: Database;
  nights: NightService;
  findAccountId: (username: string) => Promise<string | undefined>;
};

/** Unlike nights, they aren't listed all at once. */
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

export function addFiguresRoutes(
  server: HttpServer,
  { database, nights, findAccountId }: Dependencies,
): void {
  server.get(
    '/api/nights/figures',
    {
      schema: {
        tags: ['nights'],
        summary: 'What nights came to: games, players and votes, the newest first',
        description: `The nights that \`GET /api/sessions\` lists for the same query; ${DEFAULT_LIMIT} without a limit.`,
        security: [],
        querystring: NightsQuery,
        response: { 200: Type.Array(NightFigures), 400: NightError },
      },
    },
    async ({ query: { host, active, limit = DEFAULT_LIMIT, before } }) => {
      const listed = await nights.list({
        host,
        isActive: active,
        limit: clamp(limit, MAX_LIMIT),
        before: before === undefined ? undefined : clamp(before, MAX_ID),
      });
      const figures = await countNights(
        database.db,
        listed.map(({ id }) => id),
      );
      return figures.map(toFigures);
    },
  );

  server.get(
    '/api/nights/loved',
    {
      schema: {
        tags: ['nights'],
        summary: 'The games that viewers liked best, over all nights or those of one host',
        description: 'At most 10, by the balance of their live votes; of an unknown host none.',
        security: [],
        querystring: LovedGamesQuery,
        response: { 200: Type.Array(LovedGame), 400: NightError },
      },
    },
    async ({ query: { host } }) => {
      const hostId = host === undefined ? undefined : await findAccountId(host);
      if (host !== undefined && hostId === undefined) return [];
      return (await listLovedGames(database.db, hostId)).map(toLovedGame);
    },
  );
}

const toFigures = (night: NightFiguresRow): NightFigures => ({
  session_id: night.id,
  created_at: night.createdAt.toISOString(),
  games: night.games,
  most_players: night.mostPlayers,
  upvotes: night.upvotes,
  downvotes: night.downvotes,
});

const toLovedGame = (game: LovedGameRow): LovedGame => ({
  game_id: game.gameId,
  title: game.title,
  pack_name: game.packName,
  upvotes: game.upvotes,
  downvotes: game.downvotes,
  nights: game.nights,
});
