/** Two votes of one voter on one night closer than this are one vote. */
export const DUPLICATE_WINDOW_MS = 1_000;

/** A vote to decide on; votes with the same voter key are of the same user on the same night. */
export type Candidate = {
  voterKey: string;
  atMs: number;
  /** The votes of that voter already stored less than a second from it. */
  recorded?: readonly number[] | undefined;
};

export type Decision = { isDuplicate: false } | { isDuplicate: true; distanceMs: number };

/**
 * Decides votes in their order, as if each were recorded before the next is looked at: a vote is a duplicate if
 * one that counts is less than a second away in either direction.
 */
export function decideVotes(candidates: readonly Candidate[]): Decision[] {
  const accepted = new Map<string, number[]>();
  return candidates.map(({ voterKey, atMs, recorded }) => {
    const earlier = accepted.get(voterKey);
    const distanceMs = Math.min(nearest(recorded, atMs), nearest(earlier, atMs));
    if (distanceMs < DUPLICATE_WINDOW_MS) return { isDuplicate: true, distanceMs };
    if (earlier) earlier.push(atMs);
    else accepted.set(voterKey, [atMs]);
    return { isDuplicate: false };
  });
}

function nearest(times: readonly number[] | undefined, atMs: number): number {
  let distance = Number.POSITIVE_INFINITY;
  for (const time of times ?? []) distance = Math.min(distance, Math.abs(time - atMs));
  return distance;
}
