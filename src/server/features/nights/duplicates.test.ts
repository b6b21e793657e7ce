import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, DUPLICATE_WINDOW_MS, decideVotes } from './duplicates.ts';

const candidate = fc.record<Candidate>({
  voterKey: fc.constantFrom('a', 'b', 'c'),
  atMs: fc.integer({ min: 0, max: 6_000 }),
});

/** The rule word for word, a vote at a time: the oracle. */
function decideOneByOne(stored: Candidate[], candidates: readonly Candidate[]) {
  const counted = [...stored];
  return candidates.map((vote) => {
    const distances = counted
      .filter(({ voterKey }) => voterKey === vote.voterKey)
      .map(({ atMs }) => Math.abs(atMs - vote.atMs))
      .filter((distance) => distance < 1_000);
    if (distances.length > 0) return { isDuplicate: true, distanceMs: Math.min(...distances) };
    counted.push(vote);
    return { isDuplicate: false };
  });
}

const withRecorded = (stored: readonly Candidate[], candidates: readonly Candidate[]) =>
  candidates.map((vote) => ({
    ...vote,
    recorded: stored
      .filter(
        ({ voterKey, atMs }) =>
          voterKey === vote.voterKey && Math.abs(atMs - vote.atMs) < DUPLICATE_WINDOW_MS,
      )
      .map(({ atMs }) => atMs),
  }));

describe('[N5] the duplicate window', () => {
  it('decides a batch as one vote after another would be decided, however the votes are split over batches', () => {
    fc.assert(
      fc.property(
        fc.array(candidate, { maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 10 }),
        (votes, sizes) => {
          const stored: Candidate[] = [];
          const decisions: unknown[] = [];
          for (let start = 0, batch = 0; start < votes.length; batch++) {
            const size = sizes[batch % sizes.length] ?? 1;
            const candidates = votes.slice(start, start + size);
            const decided = decideVotes(withRecorded(stored, candidates));
            decisions.push(...decided);
            stored.push(...candidates.filter((_, index) => decided[index]?.isDuplicate === false));
            start += size;
          }
          expect(decisions).toEqual(decideOneByOne([], votes));
        },
      ),
    );
  });

  it('is open at exactly 1,000 ms, in both directions', () => {
    const at = (atMs: number) => ({ voterKey: 'a', atMs });
    expect(decideVotes([at(5_000), at(6_000), at(4_000)])).toEqual([
      { isDuplicate: false },
      { isDuplicate: false },
      { isDuplicate: false },
    ]);
    expect(decideVotes([at(5_000), at(5_999), at(4_001)])).toEqual([
      { isDuplicate: false },
      { isDuplicate: true, distanceMs: 999 },
      { isDuplicate: true, distanceMs: 999 },
    ]);
  });
});
