import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, chooseWeighted, weightOf } from './picker.ts';

const bias = fc.constantFrom(-1, 0, 1);
const candidate: fc.Arbitrary<Candidate> = fc.record({ favorBias: bias, packBias: bias });
const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** mulberry32: small, and the same on every machine for a seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const EVERY_BIAS: Candidate[] = [-1, 0, 1].flatMap((favorBias) =>
  [-1, 0, 1].map((packBias) => ({ favorBias, packBias })),
);

describe('the picker’s weights', () => {
  it.each([
    [1, 0, 3],
    [0, 0, 1],
    [-1, 0, 0.2],
    [0, 1, 3],
    [0, -1, 0.2],
    [1, 1, 9],
    [1, -1, 0.6],
    [-1, 1, 0.6],
    [-1, -1, 0.04],
  ])('[N20] a game of bias %i in a pack of bias %i weighs %d', (favorBias, packBias, weight) => {
    expect(weightOf({ favorBias, packBias })).toBeCloseTo(weight, 12);
  });

  it.each([1, 20_260_315, 987_654_321])('[N20] come out in the long run (seed %i)', (seed) => {
    const draws = 200_000;
    const random = createRandom(seed);
    const counts = new Map(EVERY_BIAS.map((game) => [game, 0]));
    for (let draw = 0; draw < draws; draw++) {
      const game = chooseWeighted(EVERY_BIAS, random);
      if (game) counts.set(game, (counts.get(game) ?? 0) + 1);
    }

    const total = EVERY_BIAS.reduce((sum, game) => sum + weightOf(game), 0);
    const chiSquare = EVERY_BIAS.reduce((sum, game) => {
      const expected = (draws * weightOf(game)) / total;
      return sum + ((counts.get(game) ?? 0) - expected) ** 2 / expected;
    }, 0);
    // The 0.999 quantile of chi-square with 8 degrees of freedom.
    expect(chiSquare).toBeLessThan(26.12);
  });
});

describe('the picker’s choice', () => {
  it('[N20] is nothing for an empty pool', () => {
    fc.assert(fc.property(fraction, (random) => chooseWeighted([], () => random) === undefined));
  });

  it('[N20] is always one of the pool', () => {
    fc.assert(
      fc.property(fc.array(candidate, { minLength: 1 }), fraction, (pool, random) => {
        const game = chooseWeighted(pool, () => random);
        expect(game && pool.includes(game)).toBe(true);
      }),
    );
  });

  it('[N20] takes from the line of all weights the game on which the random point falls', () => {
    fc.assert(
      fc.property(fc.array(candidate, { minLength: 1, maxLength: 50 }), fraction, (pool, random) => {
        const chosen = chooseWeighted(pool, () => random);
        const point = random * pool.reduce((sum, game) => sum + weightOf(game), 0);
        if (!chosen) throw new Error('one of the pool was to be chosen');
        const at = pool.indexOf(chosen);
        const start = pool.slice(0, at).reduce((sum, game) => sum + weightOf(game), 0);
        expect(point).toBeGreaterThanOrEqual(start - 1e-9);
        expect(point).toBeLessThanOrEqual(start + weightOf(chosen) + 1e-9);
      }),
    );
  });
});
