import type { Standing } from './scoring.ts';

/** From the first to the last: by score, then by what the correct answers took, then by who came first. */
export function rank(standings: readonly Standing[]): (Standing & { rank: number })[] {
  return standings
    .toSorted((a, b) => b.score - a.score || a.elapsedMs - b.elapsedMs || a.joinedOrder - b.joinedOrder)
    .map((standing, index) => ({ ...standing, rank: index + 1 }));
}
