import { type CatalogueGame, simplify } from '#web/lib/catalogue.ts';

export type Favor = CatalogueGame['favor_bias'];

export type CatalogueFilters = {
  text: string;
  state: 'all' | 'on' | 'off';
  /** null: however many. */
  players: number | null;
};

export const ALL_GAMES: CatalogueFilters = { text: '', state: 'all', players: null };

export const isFiltered = ({ text, state, players }: CatalogueFilters): boolean =>
  text.trim() !== '' || state !== 'all' || players !== null;

type Filtered = Pick<CatalogueGame, 'id' | 'title' | 'pack_name' | 'min_players' | 'max_players' | 'enabled'>;

/**
 * The games whose title or pack has every word of the text, and that fit the rest, in their order.
 * @param keptIds these stay, whether they fit or not: nothing vanishes from under the hand that changes it
 */
export function filterGames<T extends Filtered>(
  games: readonly T[],
  { text, state, players }: CatalogueFilters,
  keptIds: ReadonlySet<number> = new Set(),
): T[] {
  const words = simplify(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  return games.filter((game) => {
    if (keptIds.has(game.id)) return true;
    if (state !== 'all' && (state === 'on') !== (game.enabled === 1)) return false;
    if (players !== null && (players < game.min_players || players > game.max_players)) return false;
    if (words.length === 0) return true;
    const searched = `${simplify(game.title)} ${simplify(game.pack_name)}`;
    return words.every((word) => searched.includes(word));
  });
}

export type PackOfGames<T> = {
  name: string;
  /** All of its games. */
  games: T[];
  /** Those of them to be shown. */
  shown: T[];
  enabledCount: number;
};

/** The packs that have a game to be shown, in the order in which the games name them. */
export function groupByPack<T extends Filtered>(games: readonly T[], shown: readonly T[]): PackOfGames<T>[] {
  const shownByPack = Map.groupBy(shown, (game) => game.pack_name);
  return [...Map.groupBy(games, (game) => game.pack_name)].flatMap(([name, all]) => {
    const some = shownByPack.get(name);
    return some
      ? [{ name, games: all, shown: some, enabledCount: all.filter(({ enabled }) => enabled === 1).length }]
      : [];
  });
}
