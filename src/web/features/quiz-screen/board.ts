import type { RankingEntry } from '#protocol/quiz-live-fields.ts';

export type BoardRow = RankingEntry & {
  /** The place before the last question; without one where all began with nothing. */
  before: number | undefined;
};

/**
 * The leaderboard with where each was before the last question. That follows from what the question gave, so that a
 * screen that has just been opened knows it too; who had the same score stood as they stand now.
 */
export function toBoard(rankings: readonly RankingEntry[]): BoardRow[] {
  const scoreBefore = ({ score, delta }: RankingEntry) => score - delta;
  const isFirst = rankings.every((entry) => scoreBefore(entry) === 0);
  const before = rankings.toSorted((a, b) => scoreBefore(b) - scoreBefore(a) || a.rank - b.rank);
  const places = new Map(before.map(({ playerId }, at) => [playerId, at + 1]));
  return rankings.map((entry) => ({ ...entry, before: isFirst ? undefined : places.get(entry.playerId) }));
}
