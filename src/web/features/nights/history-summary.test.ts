import { describe, expect, it } from 'vitest';
import { countNight, findLoved } from './history-summary.ts';

const NIGHT = { id: 1, created_at: '2026-03-15T19:00:00.000Z' };
const votes = (game_id: number, upvotes: number, downvotes: number) => ({
  game_id,
  title: `Game ${game_id}`,
  pack_name: 'Pack',
  upvotes,
  downvotes,
  net_score: upvotes - downvotes,
  total_votes: upvotes + downvotes,
});
const night = (...all: ReturnType<typeof votes>[]) => countNight(NIGHT, [], all);

describe('a night in figures', () => {
  it('has its votes, its games without the skipped ones, and its largest group', () => {
    const games = [
      { status: 'played' as const, player_count: 4 },
      { status: 'skipped' as const, player_count: null },
      { status: 'playing' as const, player_count: 6 },
    ];
    expect(countNight(NIGHT, games, [votes(1, 3, 1), votes(2, 1, 0)])).toMatchObject({
      id: 1,
      startedAt: NIGHT.created_at,
      games: 2,
      players: 6,
      up: 4,
      down: 1,
    });
  });

  it('has no players where nobody counted them', () => {
    expect(countNight(NIGHT, [{ status: 'played', player_count: null }], []).players).toBeNull();
  });
});

describe('what is loved over the nights', () => {
  it('is summed up, the best balance first', () => {
    expect(
      findLoved([night(votes(1, 3, 1), votes(2, 1, 0)), night(votes(2, 4, 1)), night(votes(3, 2, 0))]),
    ).toEqual([
      { id: 2, title: 'Game 2', up: 5, down: 1, nights: 2 },
      { id: 1, title: 'Game 1', up: 3, down: 1, nights: 1 },
      { id: 3, title: 'Game 3', up: 2, down: 0, nights: 1 },
    ]);
  });

  it('isn’t what as many or more dislike', () => {
    expect(findLoved([night(votes(1, 1, 1), votes(2, 1, 2))])).toEqual([]);
  });
});
