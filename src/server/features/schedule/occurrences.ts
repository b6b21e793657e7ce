import {
  countStartsBefore,
  findStart,
  findStarts,
  listStarts,
  type Range,
  type Series,
} from './recurrence.ts';

/** What was changed about one occurrence, which its original start identifies: called off, or moved or told otherwise. */
export type Change = { originalStartMs: number } & (
  | { isCancelled: true }
  | ({ isCancelled: false; name?: string | undefined; description?: string | undefined } & Range)
);

/** `change` has the name and description where they differ from the series'. */
export type Occurrence = Range & { originalStartMs: number; change?: Change };

/**
 * What takes place within a window: begins before its end and ends after its start. In order of the starts.
 * @param changes of this series; one of a start that the series doesn't have does nothing
 * @param window.limit at most so many, from the earliest
 */
export function listOccurrences(
  series: Series,
  changes: readonly Change[],
  { fromMs, toMs, limit = Number.POSITIVE_INFINITY }: { fromMs: number; toMs: number; limit?: number },
): Occurrence[] {
  const { durationMs } = series;
  const changed = new Map(changes.map((change) => [change.originalStartMs, change]));
  const occurrences: Occurrence[] = [];
  // Each changed one takes a place that another may need.
  const starts = listStarts(series, { fromMs: fromMs - durationMs + 1, toMs, limit: limit + changed.size });
  for (const { startMs } of starts)
    if (!changed.has(startMs))
      occurrences.push({ originalStartMs: startMs, startMs, endMs: startMs + durationMs });
  const told = [...changed.values()].flatMap((change) =>
    change.isCancelled || change.startMs >= toMs || change.endMs <= fromMs ? [] : [change],
  );
  const there = findStarts(
    series,
    told.map(({ originalStartMs }) => originalStartMs),
  );
  for (const change of told) {
    const { originalStartMs, startMs, endMs } = change;
    if (there.has(originalStartMs)) occurrences.push({ originalStartMs, startMs, endMs, change });
  }
  if (changed.size > 0)
    occurrences.sort((a, b) => a.startMs - b.startMs || a.originalStartMs - b.originalStartMs);
  return occurrences.length > limit ? occurrences.slice(0, limit) : occurrences;
}

/** @returns undefined where the series has no such start, or it was called off */
export function findOccurrence(
  series: Series,
  changes: readonly Change[],
  originalStartMs: number,
): Occurrence | undefined {
  if (!findStart(series, originalStartMs)) return undefined;
  const change = changes.find((candidate) => candidate.originalStartMs === originalStartMs);
  if (!change) {
    const endMs = originalStartMs + series.durationMs;
    return { originalStartMs, startMs: originalStartMs, endMs };
  }
  if (change.isCancelled) return undefined;
  return { originalStartMs, startMs: change.startMs, endMs: change.endMs, change };
}

/**
 * The changes whose occurrences are still there after a series was edited. Where it has moved, by days or to another
 * time of day, they go along; what was given times of its own stays at these.
 * @param former the series before
 */
export function keepChanges(series: Series, changes: readonly Change[], former: Series = series): Change[] {
  const byMs = series.startWallMs - former.startWallMs;
  const shift = (startMs: number) => series.zone.toInstant(former.zone.toWall(startMs) + byMs);
  const there = findStarts(
    series,
    changes.flatMap(({ originalStartMs }) => [originalStartMs, shift(originalStartMs)]),
  );
  const [staying, leaving] = partition(changes, ({ originalStartMs }) => there.has(originalStartMs));
  const kept = new Map(staying.map((change) => [change.originalStartMs, change]));
  for (const change of leaving) {
    const originalStartMs = shift(change.originalStartMs);
    if (there.has(originalStartMs) && !kept.has(originalStartMs))
      kept.set(originalStartMs, goAlong(change, originalStartMs, series, former));
  }
  return [...kept.values()];
}

function goAlong(change: Change, originalStartMs: number, series: Series, former: Series): Change {
  if (change.isCancelled || change.startMs !== change.originalStartMs) return { ...change, originalStartMs };
  const lengthMs = change.endMs - change.startMs;
  const durationMs = lengthMs === former.durationMs ? series.durationMs : lengthMs;
  return { ...change, originalStartMs, startMs: originalStartMs, endMs: originalStartMs + durationMs };
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

type Part = { series: Series; changes: Change[] };

/**
 * Ends a series before one of its occurrences and has another go on from there, with what is left of its count, its
 * exclusions and its changes. Together they are what the whole was.
 * @returns undefined where the series has no such start, or it is the first: then the whole series is what follows
 */
export function splitSeries(
  series: Series,
  changes: readonly Change[],
  originalStartMs: number,
): { before: Part; after: Part } | undefined {
  const { rule, excluded } = series;
  const start = findStart(series, originalStartMs);
  if (!rule || !start || start.wallMs === series.startWallMs) return undefined;
  const passed = rule.count === undefined ? undefined : countStartsBefore(series, start.wallMs);
  const isBefore = (startMs: number) => startMs < originalStartMs;
  const startsOf = (keep: (startMs: number) => boolean) => new Set([...excluded].filter(keep));
  const changesOf = (keep: (startMs: number) => boolean) =>
    changes.filter((change) => keep(change.originalStartMs));
  const isAfter = (startMs: number) => !isBefore(startMs);
  return {
    before: {
      series: {
        ...series,
        // No two starts are nearer than a second, in which calendars count.
        rule: {
          ...rule,
          ...(passed === undefined ? { until: { instantMs: originalStartMs - 1_000 } } : { count: passed }),
        },
        excluded: startsOf(isBefore),
      },
      changes: changesOf(isBefore),
    },
    after: {
      series: {
        ...series,
        startMs: start.startMs,
        startWallMs: start.wallMs,
        rule: { ...rule, ...(passed === undefined ? {} : { count: (rule.count ?? 0) - passed }) },
        excluded: startsOf(isAfter),
      },
      changes: changesOf(isAfter),
    },
  };
}
