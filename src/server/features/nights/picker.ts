/** How likely a game is to be picked, beside a neutral one. */
const FAVORED_WEIGHT = 3;
const DISFAVORED_WEIGHT = 0.2;

const weightOfBias = (bias: number): number => {
  if (bias > 0) return FAVORED_WEIGHT;
  return bias < 0 ? DISFAVORED_WEIGHT : 1;
};

export type Candidate = { favorBias: number; packBias: number };

/** The game's own weight times its pack's. */
export const weightOf = (candidate: Candidate): number =>
  weightOfBias(candidate.favorBias) * weightOfBias(candidate.packBias);

/**
 * Chooses one of the pool, each in proportion to its weight.
 * @param random gives numbers from 0 up to, and without, 1
 * @returns undefined only for an empty pool
 */
export function chooseWeighted<T extends Candidate>(pool: readonly T[], random: () => number): T | undefined {
  const total = pool.reduce((sum, candidate) => sum + weightOf(candidate), 0);
  let rest = random() * total;
  for (const candidate of pool) {
    rest -= weightOf(candidate);
    if (rest < 0) return candidate;
  }
  // Rounding may leave a rest of zero after the last one.
  return pool.at(-1);
}
