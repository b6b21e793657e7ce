import type { CatalogueGame } from '#web/lib/catalogue.ts';

export type Filters = {
  /** null: however many. */
  players: number | null;
  drawing: 'only' | 'exclude' | null;
  length: 'short' | 'medium' | 'long' | null;
  isFamilyFriendly: boolean;
  isUnplayed: boolean;
};

export const FIRST_FILTERS: Filters = {
  players: null,
  drawing: null,
  length: null,
  isFamilyFriendly: false,
  isUnplayed: true,
};

/** So many games of a night aren't picked again at once, whatever the filters. */
const RECENT_GAMES = 2;

type Filtered = Pick<
  CatalogueGame,
  'id' | 'min_players' | 'max_players' | 'length_minutes' | 'game_type' | 'family_friendly'
>;

function lengthOf({ length_minutes: minutes }: Filtered): Filters['length'] {
  if (minutes === null || minutes <= 15) return 'short';
  return minutes <= 25 ? 'medium' : 'long';
}

/**
 * The games that the dice choose among: the server's own rule, so that their number is there before they are rolled.
 * @param playedIds of the catalogue, in the order of play
 */
export function matchGames<T extends Filtered>(
  games: readonly T[],
  { players, drawing, length, isFamilyFriendly, isUnplayed }: Filters,
  playedIds: readonly number[],
): T[] {
  const excluded = new Set(isUnplayed ? playedIds : playedIds.slice(-RECENT_GAMES));
  return games.filter(
    (game) =>
      !excluded.has(game.id) &&
      (players === null || (game.min_players <= players && players <= game.max_players)) &&
      (drawing === null || (drawing === 'only') === (game.game_type === 'Drawing')) &&
      (length === null || length === lengthOf(game)) &&
      (!isFamilyFriendly || game.family_friendly === 1),
  );
}

export type Relaxation = { name: keyof Filters; filters: Filters; count: number };

/** Without any filter. */
export const NO_FILTERS: Filters = { ...FIRST_FILTERS, isUnplayed: false };

/** Which single filters stand in the way, those first that let in the most games without them. */
export function findRelaxations(
  games: readonly Filtered[],
  filters: Filters,
  playedIds: readonly number[],
): Relaxation[] {
  const names = ['players', 'drawing', 'length', 'isFamilyFriendly', 'isUnplayed'] as const;
  return names
    .filter((name) => filters[name] !== NO_FILTERS[name])
    .map((name) => {
      const relaxed = { ...filters, [name]: NO_FILTERS[name] };
      return { name, filters: relaxed, count: matchGames(games, relaxed, playedIds).length };
    })
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
}
