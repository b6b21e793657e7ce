import type { Timeline } from '#protocol/timelines.ts';

/** How a calendar is told from others: classes of its colour, and the shape that goes with it (`TimelineMark`). */
export type TimelineColor = {
  /** Of `TimelineMark`; a colour is never alone. */
  shape: number;
  /** A full ground with text on it. */
  fill: string;
  /** A faint ground, for the usual text. */
  tint: string;
  /** Of a border. */
  edge: string;
  /** Of a mark on the page's own grounds. */
  ink: string;
};

const COLORS: readonly TimelineColor[] = [
  {
    shape: 2,
    fill: 'bg-timeline-0 text-on-timeline',
    tint: 'bg-timeline-0/15',
    edge: 'border-timeline-0',
    ink: 'text-timeline-0',
  },
  {
    shape: 3,
    fill: 'bg-timeline-1 text-on-timeline',
    tint: 'bg-timeline-1/15',
    edge: 'border-timeline-1',
    ink: 'text-timeline-1',
  },
  {
    shape: 0,
    fill: 'bg-timeline-2 text-on-timeline',
    tint: 'bg-timeline-2/15',
    edge: 'border-timeline-2',
    ink: 'text-timeline-2',
  },
  {
    shape: 1,
    fill: 'bg-timeline-3 text-on-timeline',
    tint: 'bg-timeline-3/15',
    edge: 'border-timeline-3',
    ink: 'text-timeline-3',
  },
  {
    shape: 5,
    fill: 'bg-timeline-4 text-on-timeline',
    tint: 'bg-timeline-4/15',
    edge: 'border-timeline-4',
    ink: 'text-timeline-4',
  },
  {
    shape: 6,
    fill: 'bg-timeline-5 text-on-timeline',
    tint: 'bg-timeline-5/15',
    edge: 'border-timeline-5',
    ink: 'text-timeline-5',
  },
  {
    shape: 7,
    fill: 'bg-timeline-6 text-on-timeline',
    tint: 'bg-timeline-6/15',
    edge: 'border-timeline-6',
    ink: 'text-timeline-6',
  },
  {
    shape: 4,
    fill: 'bg-timeline-7 text-on-timeline',
    tint: 'bg-timeline-7/15',
    edge: 'border-timeline-7',
    ink: 'text-timeline-7',
  },
];

type Known = Pick<Timeline, 'id' | 'createdAt'>;

/**
 * The colour of one calendar among those of its viewer. It follows from the id, so that it stays; where two would have
 * the same one, the younger takes the next that is free.
 */
export function colorOf(timelineId: string, timelines: readonly Known[]): TimelineColor {
  const index = assign(timelines).get(timelineId) ?? preferred(timelineId);
  const color = COLORS[index];
  if (!color) throw new Error('there is a colour for each');
  return color;
}

/** The same list is asked for each of its occurrences. */
const assigned = new WeakMap<readonly Known[], ReadonlyMap<string, number>>();

function assign(timelines: readonly Known[]): ReadonlyMap<string, number> {
  const known = assigned.get(timelines);
  if (known) return known;
  const indexes = new Map<string, number>();
  let free = new Set(COLORS.keys());
  const oldestFirst = timelines.toSorted(
    (a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id),
  );
  for (const { id } of oldestFirst) {
    if (free.size === 0) free = new Set(COLORS.keys());
    let index = preferred(id);
    while (!free.has(index)) index = (index + 1) % COLORS.length;
    free.delete(index);
    indexes.set(id, index);
  }
  assigned.set(timelines, indexes);
  return indexes;
}

/** Ids are random: any of their digits will do. */
const preferred = (timelineId: string): number => Number.parseInt(timelineId.slice(0, 4), 16) % COLORS.length;
