import type { GameVotes, NightGame } from './night-state.ts';

/** What a night came to. */
export type NightFigures = {
  id: number;
  startedAt: string;
  /** Without the skipped ones. */
  games: number;
  /** Of the largest group; null where nobody counted. */
  players: number | null;
  up: number;
  down: number;
  votes: readonly GameVotes[];
};

export type LovedGame = { id: number; title: string; up: number; down: number; nights: number };

const MAX_LOVED = 8;

export function countNight(
  night: { id: number; created_at: string },
  games: readonly Pick<NightGame, 'status' | 'player_count'>[],
  votes: readonly GameVotes[],
): NightFigures {
  const players = games.flatMap(({ player_count }) => player_count ?? []);
  return {
    id: night.id,
    startedAt: night.created_at,
    games: games.filter(({ status }) => status !== 'skipped').length,
    players: players.length > 0 ? Math.max(...players) : null,
    up: votes.reduce((sum, { upvotes }) => sum + upvotes, 0),
    down: votes.reduce((sum, { downvotes }) => sum + downvotes, 0),
    votes,
  };
}

/** The games with the best balance of votes over several nights; none that more voters disliked than liked. */
export function findLoved(nights: readonly NightFigures[]): LovedGame[] {
  const games = new Map<number, LovedGame>();
  for (const { game_id: id, title, upvotes, downvotes } of nights.flatMap(({ votes }) => votes)) {
    const before = games.get(id) ?? { id, title, up: 0, down: 0, nights: 0 };
    games.set(id, {
      ...before,
      up: before.up + upvotes,
      down: before.down + downvotes,
      nights: before.nights + 1,
    });
  }
  return [...games.values()]
    .filter(({ up, down }) => up > down)
    .sort((one, other) => other.up - other.down - (one.up - one.down) || other.up - one.up)
    .slice(0, MAX_LOVED);
}
