/** Numbers that look random and are the same for the same seed (mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0;

  /** From 0 up to 1. */
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return {
    next,
    between: (from: number, to: number) => from + next() * (to - from),
    /** With few large values, as delays are. */
    exponential: (mean: number) => -mean * Math.log(1 - next()),
  };
}

export type Random = ReturnType<typeof createRandom>;
