import { describe, expect, it } from 'vitest';
import { ALL_GAMES, type CatalogueFilters, filterGames, groupByPack, isFiltered } from './filter.ts';

const game = (
  id: number,
  title: string,
  pack_name: string,
  change: { enabled?: 0 | 1; max_players?: number } = {},
) => ({
  id,
  title,
  pack_name,
  min_players: 3,
  max_players: 8,
  enabled: 1 as const,
  ...change,
});

const games = [
  game(1, "You Don't Know Jack", 'Pack 1', { max_players: 4 }),
  game(2, 'Drawful', 'Pack 1', { enabled: 0 }),
  game(3, 'Quiplash', 'Pack 2'),
  game(4, 'Café Würfel', 'Ze House', { enabled: 0 }),
  game(5, 'ドロー・フル', 'パック3'),
];
const find = (change: Partial<CatalogueFilters>, keptIds?: ReadonlySet<number>) =>
  filterGames(games, { ...ALL_GAMES, ...change }, keptIds).map(({ id }) => id);

describe('the games that are shown', () => {
  it.each<[Partial<CatalogueFilters>, number[]]>([
    [{}, [1, 2, 3, 4, 5]],
    [{ text: '  ' }, [1, 2, 3, 4, 5]],
    [{ text: 'quip' }, [3]],
    [{ text: 'dont know' }, [1]],
    [{ text: 'JACK pack' }, [1]],
    [{ text: 'pack 1' }, [1, 2]],
    [{ text: 'cafe wurfel' }, [4]],
    [{ text: 'ドローフル' }, [5]],
    [{ text: 'quip drawful' }, []],
    [{ state: 'on' }, [1, 3, 5]],
    [{ state: 'off' }, [2, 4]],
    [{ players: 2 }, []],
    [{ players: 4 }, [1, 2, 3, 4, 5]],
    [{ players: 5 }, [2, 3, 4, 5]],
    [{ text: 'pack', state: 'on', players: 8 }, [3]],
  ])('for %j are %j', (filters, ids) => {
    expect(find(filters)).toEqual(ids);
  });

  it('include those that were just changed, in their place', () => {
    expect(find({ state: 'on', text: 'drawful' }, new Set([2, 4]))).toEqual([2, 4]);
  });

  it('are all of them without a filter', () => {
    expect(isFiltered(ALL_GAMES)).toBe(false);
    expect(isFiltered({ ...ALL_GAMES, text: ' ' })).toBe(false);
    expect(isFiltered({ ...ALL_GAMES, text: 'a' })).toBe(true);
    expect(isFiltered({ ...ALL_GAMES, state: 'off' })).toBe(true);
    expect(isFiltered({ ...ALL_GAMES, players: 1 })).toBe(true);
  });
});

describe('packs', () => {
  const namesOf = (shown: typeof games) => groupByPack(games, shown).map(({ name }) => name);

  it('come in the order of the games, without those that have none to show', () => {
    expect(namesOf(games)).toEqual(['Pack 1', 'Pack 2', 'Ze House', 'パック3']);
    expect(namesOf(games.filter(({ id }) => id > 2))).toEqual(['Pack 2', 'Ze House', 'パック3']);
    expect(groupByPack(games, [])).toEqual([]);
  });

  it('know all of their games, and how many are on, whatever is shown', () => {
    const [pack] = groupByPack(games, filterGames(games, { ...ALL_GAMES, text: 'drawful' }));
    expect(pack).toEqual({
      name: 'Pack 1',
      games: [games[0], games[1]],
      shown: [games[1]],
      enabledCount: 1,
    });
  });
});
