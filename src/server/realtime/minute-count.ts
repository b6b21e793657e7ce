import type { Clock } from '#server/platform/clock.ts';

const MINUTE = 60_000;

/** Past this many times its limit, a client isn't hasty but flooding, and answering it is work for nothing. */
export const FLOOD_FACTOR = 10;

/** Counts one more, and returns how many came in the present minute. */
export function createMinuteCount(clock: Clock): () => number {
  let startedAt = clock.now();
  let count = 0;
  return () => {
    const now = clock.now();
    if (now - startedAt >= MINUTE) {
      startedAt = now;
      count = 0;
    }
    return ++count;
  };
}
