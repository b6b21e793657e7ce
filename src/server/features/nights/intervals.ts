/** A game of a night's timeline, which is in the order of `playedAtMs`, then id. */
export type Played = { playedAtMs: number };

/**
 * The game that was played at an instant: each lasts from its own start to the next one's, the last is
 * open-ended; of two that start together it is the later in the timeline.
 * @returns undefined before the first game
 */
export function findPlayedAt<T extends Played>(timeline: readonly T[], atMs: number): T | undefined {
  let low = 0;
  let high = timeline.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const game = timeline[middle];
    if (game && game.playedAtMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return timeline[low - 1];
}
