type Played = { title: string; played_at: string };

/** Where on a chart a game began. */
export type Mark = {
  /** Its place in the evening, from 1. */
  rank: number;
  title: string;
  /** From 0, the chart's left edge, to 1. */
  place: number;
};

/**
 * The games on a chart of a time, in their order. One that was on when it begins stands at its edge; those that were
 * over by then, or that began after its end, aren't on it.
 */
export function placeMarks(games: readonly Played[], fromMs: number, lengthMs: number): Mark[] {
  return games.flatMap(({ title, played_at }, index) => {
    const place = (Date.parse(played_at) - fromMs) / lengthMs;
    const next = games[index + 1];
    const isOver = next !== undefined && Date.parse(next.played_at) <= fromMs;
    return isOver || place >= 1 ? [] : [{ rank: index + 1, title, place: Math.max(0, place) }];
  });
}
