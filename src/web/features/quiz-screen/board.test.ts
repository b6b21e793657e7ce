import { describe, expect, it } from 'vitest';
import { toBoard } from './board.ts';

const ranked = (entries: readonly [name: string, score: number, delta: number][]) =>
  entries.map(([playerId, score, delta], at) => ({
    playerId,
    displayName: playerId,
    score,
    rank: at + 1,
    correct: 1,
    streak: 1,
    delta,
  }));
const movesOf = (entries: Parameters<typeof ranked>[0]) =>
  toBoard(ranked(entries)).map(({ playerId, before, rank }) => [playerId, before, rank]);

describe('the leaderboard', () => {
  it('has nobody move at the first question', () => {
    expect(
      movesOf([
        ['Ada', 100, 100],
        ['Bob', 0, 0],
      ]),
    ).toEqual([
      ['Ada', undefined, 1],
      ['Bob', undefined, 2],
    ]);
  });

  it('shows who overtook whom', () => {
    expect(
      movesOf([
        ['Cy', 250, 200],
        ['Ada', 200, 0],
        ['Bob', 100, 0],
      ]),
    ).toEqual([
      ['Cy', 3, 1],
      ['Ada', 1, 2],
      ['Bob', 2, 3],
    ]);
  });

  it('has nobody pass another of the same score before and after', () => {
    expect(
      movesOf([
        ['Ada', 200, 100],
        ['Bob', 200, 100],
        ['Cy', 100, 0],
      ]),
    ).toEqual([
      ['Ada', 1, 1],
      ['Bob', 2, 2],
      ['Cy', 3, 3],
    ]);
  });
});
