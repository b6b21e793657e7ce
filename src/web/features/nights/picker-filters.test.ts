import { describe, expect, it } from 'vitest';
import { FIRST_FILTERS, type Filters, findRelaxations, matchGames, NO_FILTERS } from './picker-filters.ts';

const game = (id: number, change: Partial<Parameters<typeof matchGames>[0][number]> = {}) => ({
  id,
  min_players: 3,
  max_players: 8,
  length_minutes: 20,
  game_type: 'Writing',
  family_friendly: 1 as const,
  ...change,
});

const games = [
  game(1, { length_minutes: null, family_friendly: null }),
  game(2, { game_type: 'Drawing', length_minutes: 15 }),
  game(3, { min_players: 1, max_players: 4, length_minutes: 25 }),
  game(4, { game_type: null, length_minutes: 26, family_friendly: 0 }),
];
const match = (change: Partial<Filters>, playedIds: number[] = []) =>
  matchGames(games, { ...NO_FILTERS, ...change }, playedIds).map(({ id }) => id);

describe('games match', () => {
  it.each<[Partial<Filters>, number[]]>([
    [{}, [1, 2, 3, 4]],
    [{ players: 1 }, [3]],
    [{ players: 8 }, [1, 2, 4]],
    [{ players: 9 }, []],
    [{ drawing: 'only' }, [2]],
    [{ drawing: 'exclude' }, [1, 3, 4]],
    [{ length: 'short' }, [1, 2]],
    [{ length: 'medium' }, [3]],
    [{ length: 'long' }, [4]],
    [{ isFamilyFriendly: true }, [2, 3]],
    [{ players: 5, drawing: 'only', length: 'short', isFamilyFriendly: true }, [2]],
  ])('%o', (filters, ids) => {
    expect(match(filters)).toEqual(ids);
  });

  it('unless they were played tonight, or as one of the last two', () => {
    expect(match({ isUnplayed: true }, [1, 2, 3])).toEqual([4]);
    expect(match({}, [1, 2, 3])).toEqual([1, 4]);
  });
});

describe('where nothing matches', () => {
  it('the filters in the way are named, the greatest hindrance first', () => {
    const filters: Filters = { ...FIRST_FILTERS, length: 'long', isFamilyFriendly: true };
    expect(findRelaxations(games, filters, [])).toEqual([
      { name: 'length', filters: { ...filters, length: null }, count: 2 },
      { name: 'isFamilyFriendly', filters: { ...filters, isFamilyFriendly: false }, count: 1 },
    ]);
  });

  it('a whole evening in the way is named too', () => {
    expect(findRelaxations(games, FIRST_FILTERS, [1, 2, 3, 4]).map(({ name }) => name)).toEqual([
      'isUnplayed',
    ]);
  });

  it('nothing is named that wouldn’t help by itself', () => {
    expect(findRelaxations(games, { ...FIRST_FILTERS, players: 20 }, [1, 2, 3, 4])).toEqual([]);
  });
});
