import { Stats } from '#protocol/catalogue.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import {
  countCatalogue,
  countTotals,
  listMostPlayed,
  listTopRated,
  type RankedGameRow,
} from './stats-repository.ts';

const toRankedGame = (game: RankedGameRow) => ({
  id: game.id,
  title: game.title,
  pack_name: game.packName,
  play_count: game.playCount,
  popularity_score: game.popularityScore,
  upvotes: game.upvotes,
  downvotes: game.downvotes,
});

export function addStatsRoutes(server: HttpServer, { database: { db } }: { database: Database }): void {
  server.get(
    '/api/stats',
    {
      schema: {
        tags: ['catalogue'],
        summary: 'Totals of the catalogue and of all nights, the most played and the top rated games',
        security: [],
        response: { 200: Stats },
      },
    },
    async () => {
      const [catalogue, nights, mostPlayed, topRated] = await Promise.all([
        countCatalogue(db),
        countTotals(db),
        listMostPlayed(db),
        listTopRated(db),
      ]);
      const { upvotes, downvotes } = catalogue;
      return {
        games: { count: catalogue.games },
        gamesEnabled: { count: catalogue.gamesEnabled },
        packs: { count: catalogue.packs },
        sessions: { count: nights.sessions },
        activeSessions: { count: nights.activeSessions },
        totalGamesPlayed: { count: nights.gamesPlayed },
        totalVotes: { count: upvotes + downvotes, upvotes, downvotes },
        mostPlayedGames: mostPlayed.map(toRankedGame),
        topRatedGames: topRated.map(toRankedGame),
      };
    },
  );
}
