import type { LoadedNight, NightGame } from './night-state.ts';

export type Summary = {
  /** Without the skipped ones. */
  gamesPlayed: number;
  up: number;
  down: number;
  /** With the best balance of its votes; none without any vote for it. */
  mostLoved: NightGame | undefined;
  /** Of the largest room. */
  mostPlayers: number | undefined;
  minutes: number | undefined;
};

/** An evening in a few figures. A game that was played twice has its votes once. */
export function summarise({
  night,
  games,
  votesOf,
}: Pick<LoadedNight, 'night' | 'games' | 'votesOf'>): Summary {
  const distinct = [...new Map(games.map((game) => [game.game_id, game])).values()];
  const voted = distinct.map((game) => ({ game, ...votesOf(game.game_id) }));
  const [best] = voted
    .filter(({ up, down }) => up > down)
    .sort((one, other) => other.up - other.down - (one.up - one.down) || other.up - one.up);
  const players = games.flatMap(({ player_count }) => player_count ?? []);
  return {
    gamesPlayed: games.filter(({ status }) => status !== 'skipped').length,
    up: voted.reduce((sum, { up }) => sum + up, 0),
    down: voted.reduce((sum, { down }) => sum + down, 0),
    mostLoved: best?.game,
    mostPlayers: players.length > 0 ? Math.max(...players) : undefined,
    minutes: night?.closed_at
      ? Math.round((Date.parse(night.closed_at) - Date.parse(night.created_at)) / 60_000)
      : undefined,
  };
}
