import type { Database } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { listStandings } from './player-repository.ts';
import { rank } from './ranking.ts';
import { findState } from './room-repository.ts';
import { createSharedRuns } from './shared-runs.ts';

export type RankingEntry = {
  playerId: string;
  displayName: string;
  score: number;
  rank: number;
  correct: number;
  streak: number;
  delta: number;
};

/** Everybody in a room, the best first, in one of its games. */
export type Leaderboard = {
  gameNumber: number;
  rankings: readonly RankingEntry[];
  byPlayer: ReadonlyMap<string, RankingEntry>;
};

export type Leaderboards = ReturnType<typeof createLeaderboards>;

const MAX_CACHED = 50;
const TOP = 100;

/** The first hundred and, where somebody asks who isn't among them, that one. */
export function topAnd({ rankings, byPlayer }: Leaderboard, playerId?: string): readonly RankingEntry[] {
  const top = rankings.slice(0, TOP);
  const own = playerId === undefined ? undefined : byPlayer.get(playerId);
  return own && own.rank > TOP ? [...top, own] : top;
}

/** Leaderboards, each computed once as long as nothing changes, however many ask. */
export function createLeaderboards(database: Database) {
  const cached = new Map<string, { version: number; board: Leaderboard }>();

  async function load(roomId: string, gameNumber: number): Promise<Leaderboard> {
    const standings = await listStandings(database.db, roomId, gameNumber);
    const names = new Map(standings.map(({ playerId, displayName }) => [playerId, displayName]));
    const rankings = rank(standings.filter(({ isPresent }) => isPresent)).map(
      ({ playerId, score, rank, correct, streak, delta }) => ({
        playerId,
        displayName: names.get(playerId) ?? '',
        score,
        rank,
        correct,
        streak,
        delta,
      }),
    );
    return { gameNumber, rankings, byPlayer: new Map(rankings.map((entry) => [entry.playerId, entry])) };
  }

  return {
    /** As of now, or of a moment later. */
    find: createSharedRuns(async (roomId): Promise<Leaderboard> => {
      const state = await findState(database.db, roomId);
      if (!state) throw notFound('There is no such room');
      const { standingsVersion: version, game } = state;
      const known = cached.get(roomId);
      cached.delete(roomId);
      const board = known?.version === version ? known.board : await load(roomId, game.gameNumber);
      cached.set(roomId, { version, board });
      const [oldest] = cached.keys();
      if (cached.size > MAX_CACHED && oldest !== undefined) cached.delete(oldest);
      return board;
    }),
  };
}
