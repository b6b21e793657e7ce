/** What takes room from `start` to `end`, in whatever unit. */
type Span = { start: number; end: number };

/** Which of `lanes` columns, side by side, it is in, and over how many of them it is drawn. */
export type Place = { lane: number; lanes: number; width: number };

/**
 * Puts what overlaps side by side: each in the first lane that is free, and as wide as what is beside it lets it be.
 * @returns a place for each, in the order given
 */
export function placeSideBySide(spans: readonly Span[]): Place[] {
  const lanes = lanesOf(spans);
  const places: Place[] = [];
  for (const group of groupsOf(spans)) {
    const count = Math.max(...group.map((index) => lanes[index] ?? 0)) + 1;
    for (const index of group) {
      const span = spans[index];
      const lane = lanes[index] ?? 0;
      if (!span) continue;
      const neighbours = group.filter((other) => other !== index && overlap(span, spans[other]));
      const nextLane = Math.min(
        count,
        ...neighbours.map((other) => lanes[other] ?? 0).filter((other) => other > lane),
      );
      places[index] = { lane, lanes: count, width: nextLane - lane };
    }
  }
  return places;
}

/** The first lane, for each, in which nothing is that it overlaps. */
export function lanesOf(spans: readonly Span[]): number[] {
  const lanes: number[] = [];
  const ends: number[] = [];
  for (const index of inOrder(spans)) {
    const span = spans[index];
    if (!span) continue;
    const free = ends.findIndex((end) => end <= span.start);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = span.end;
    lanes[index] = lane;
  }
  return lanes;
}

/** What hangs together by overlaps, even at one remove. */
function groupsOf(spans: readonly Span[]): number[][] {
  const groups: number[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const index of inOrder(spans)) {
    const span = spans[index];
    if (!span) continue;
    if (span.start >= end) groups.push([]);
    groups.at(-1)?.push(index);
    end = Math.max(end, span.end);
  }
  return groups;
}

/** By their starts; of those that start together the longest first. */
const inOrder = (spans: readonly Span[]): number[] =>
  [...spans.entries()]
    .sort(([i, a], [j, b]) => a.start - b.start || b.end - a.end || i - j)
    .map(([index]) => index);

const overlap = (a: Span, b: Span | undefined): boolean =>
  b !== undefined && a.start < b.end && b.start < a.end;
