import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rank } from './ranking.ts';
import type { Standing } from './scoring.ts';

const standing = (playerId: string, score: number, elapsedMs: number, joinedOrder: number): Standing => ({
  playerId,
  joinedOrder,
  score,
  correct: 0,
  elapsedMs,
  streak: 0,
  delta: 0,
});

describe('[Q12] the ranking', () => {
  it('goes by score, then by the time of the correct answers, then by who came first', () => {
    const ranked = rank([
      standing('last', 100, 9_000, 1),
      standing('later', 200, 4_000, 5),
      standing('first', 300, 60_000, 4),
      standing('sooner', 200, 4_000, 3),
      standing('quicker', 200, 3_999, 6),
    ]);
    expect(ranked.map(({ playerId, rank }) => [playerId, rank])).toEqual([
      ['first', 1],
      ['quicker', 2],
      ['sooner', 3],
      ['later', 4],
      ['last', 5],
    ]);
  });

  it('gives each rank from 1 to n once, in order, and is the same in whatever order the players are given', () => {
    const few = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(few, few), { maxLength: 30 }).chain((pairs) => {
          const standings = pairs.map(([score, elapsedMs], at) => standing(`p${at}`, score, elapsedMs, at));
          return fc.tuple(
            fc.constant(standings),
            fc.shuffledSubarray(standings, { minLength: standings.length }),
          );
        }),
        ([standings, shuffled]) => {
          const ranked = rank(shuffled);
          expect(ranked).toEqual(rank(standings));
          expect(ranked.map(({ rank }) => rank)).toEqual(standings.map((_, at) => at + 1));
          expect(new Set(ranked.map(({ playerId }) => playerId)).size).toBe(standings.length);
          for (const [at, player] of ranked.entries()) {
            const next = ranked[at + 1];
            if (next) expect(comesBefore(player, next)).toBe(true);
          }
        },
      ),
    );
  });
});

function comesBefore(a: Standing, b: Standing): boolean {
  if (a.score !== b.score) return a.score > b.score;
  if (a.elapsedMs !== b.elapsedMs) return a.elapsedMs < b.elapsedMs;
  return a.joinedOrder < b.joinedOrder;
}
