/** How far down something begins, and how high it is, in pixels. */
export type Span = { top: number; height: number };

const middleOf = ({ top, height }: Span): number => top + height / 2;

/** The place in the list that an item has which is dragged so far: it passes another where their middles do. */
export function findPlace(spans: readonly Span[], index: number, offset: number): number {
  const dragged = spans[index];
  if (!dragged) return index;
  const middle = middleOf(dragged) + offset;
  const before = spans.slice(0, index).filter((span) => middleOf(span) < middle).length;
  const after = spans.slice(index + 1).filter((span) => middleOf(span) < middle).length;
  return before + after;
}
