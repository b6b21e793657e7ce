import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPlayedAt } from './intervals.ts';

const timeline = fc
  .array(fc.integer({ min: 0, max: 50 }), { maxLength: 30 })
  .map((starts) => starts.sort((a, b) => a - b).map((playedAtMs, id) => ({ id, playedAtMs })));

describe('[N3] the game played at an instant', () => {
  it('is the last one that had started, whatever the timeline', () => {
    fc.assert(
      fc.property(timeline, fc.integer({ min: -5, max: 60 }), (games, at) => {
        const started = games.filter((game) => game.playedAtMs <= at);
        expect(findPlayedAt(games, at)).toBe(started.at(-1));
      }),
    );
  });

  it('is none before the first, the first from its very start, and the last for ever', () => {
    const games = [{ playedAtMs: 1_000 }, { playedAtMs: 2_000 }];
    expect(findPlayedAt(games, 999)).toBeUndefined();
    expect(findPlayedAt(games, 1_000)).toBe(games[0]);
    expect(findPlayedAt(games, 1_999)).toBe(games[0]);
    expect(findPlayedAt(games, 2_000)).toBe(games[1]);
    expect(findPlayedAt(games, Number.MAX_SAFE_INTEGER)).toBe(games[1]);
    expect(findPlayedAt([], 0)).toBeUndefined();
  });
});
