/** Chance that can be had again: the same seed gives the same evening. */
export type Random = ReturnType<typeof createRandom>;

export function createRandom(seed: string) {
  let state = hash(seed);

  /** From 0 up to, and without, 1: mulberry32, by Tommy Ettinger. */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  function oneOf<T>(list: readonly T[]): T {
    const chosen = list[Math.floor(next() * list.length)];
    if (chosen === undefined) throw new Error('there is nothing to choose from');
    return chosen;
  }

  /** The time to the next of events that come independently, so long after one another on average. */
  const gap = (mean: number): number => -mean * Math.log(1 - next());

  return {
    next,
    oneOf,
    gap,
    chance: (probability: number): boolean => next() < probability,
    between: (low: number, high: number): number => low + (high - low) * next(),
    /** How many such events come where `mean` are expected: Poisson's distribution. */
    count(mean: number): number {
      let events = 0;
      for (let time = gap(1); time < mean; time += gap(1)) events += 1;
      return events;
    },
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (const byte of Buffer.from(text)) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum;
}
