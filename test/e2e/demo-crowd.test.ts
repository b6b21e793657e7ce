import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatherViewers, planVotes } from '../../scripts/demo-crowd.ts';
import { createRandom } from '../../scripts/demo-random.ts';

const game = fc.record({
  title: fc.string(),
  gameType: fc.option(fc.constantFrom('Drawing', 'Trivia', 'Writing')),
  lengthMs: fc.integer({ min: 60_000, max: 1_800_000 }),
});

describe("the demo's crowd", () => {
  it('votes alike for the same seed, in order, while the game is on, and no faster than people type', () => {
    fc.assert(
      fc.property(fc.string(), game, (seed, game) => {
        const plan = () => {
          const random = createRandom(seed);
          return planVotes(random, gatherViewers(random), game);
        };
        const votes = plan();
        expect(plan()).toEqual(votes);
        expect(votes.length).toBeGreaterThan(10);
        const last = new Map<string, number>();
        for (const { username, afterMs } of votes) {
          expect(afterMs).toBeGreaterThanOrEqual(Math.max(0, ...last.values()));
          expect(afterMs).toBeLessThanOrEqual(game.lengthMs);
          expect(afterMs - (last.get(username) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(1_000);
          last.set(username, afterMs);
        }
      }),
    );
  });
});
