import { type Change, listOccurrences, type Occurrence } from './occurrences.ts';
import type { Series } from './recurrence.ts';
import type { SessionFields } from './session-fields.ts';
import { DAY_MS } from './wall-clock.ts';

/** What is told of a session beside each of its occurrences. */
export type ListedSession = { id: string; timelineId: string; hostId: string } & Pick<
  SessionFields,
  'name' | 'type' | 'timeZone' | 'activity'
>;

/** A session as it is until its next change. */
export type Version = {
  session: ListedSession;
  sequence: number;
  series: Series;
  changes: readonly Change[];
};

type Window = { fromMs: number; toMs: number };
type Entry = Version & { last?: Window & { occurrences: readonly Occurrence[] } };

/** Of an entry with nothing in it; what is in it weighs one each. Some 30 MB in all. */
const ENTRY_WEIGHT = 10;
const MAX_WEIGHT = 300_000;
/** More of one session are worked out again. */
const MAX_OCCURRENCES = 400;

const MAX_WIDENING_MS = 62 * DAY_MS;

const weightOf = ({ series, changes, last }: Entry): number =>
  ENTRY_WEIGHT + series.excluded.size + changes.length + (last?.occurrences.length ?? 0);

/**
 * Sessions as they were read and when they take place, for those that are listed again and again: reading and
 * expanding a thousand takes most of the time of an answer. Every change of a session raises its sequence, in the
 * same transaction; so what is known of a version is true for ever, and what is older than the store's isn't found.
 * The ones that were longest not asked for go first.
 */
export function createOccurrenceCache({ maxWeight = MAX_WEIGHT }: { maxWeight?: number } = {}) {
  const entries = new Map<string, Entry>();
  let weight = 0;

  function forget(id: string): void {
    const entry = entries.get(id);
    if (entry) weight -= weightOf(entry);
    entries.delete(id);
  }

  function keep(entry: Entry): void {
    entries.set(entry.session.id, entry);
    weight += weightOf(entry);
    for (const id of entries.keys()) {
      if (weight <= maxWeight) return;
      forget(id);
    }
  }

  return {
    find(id: string, sequence: number): Version | undefined {
      const entry = entries.get(id);
      if (entry?.sequence !== sequence) return undefined;
      entries.delete(id);
      entries.set(id, entry);
      return entry;
    },

    /** An older version than the one that is known is left to whoever has it. */
    add(version: Version): void {
      const { id } = version.session;
      if ((entries.get(id)?.sequence ?? -1) >= version.sequence) return;
      forget(id);
      keep({ ...version });
    },

    /** As `listOccurrences` of the version. */
    list(version: Version, { limit, ...window }: Window & { limit: number }): readonly Occurrence[] {
      const { session, series, changes, sequence } = version;
      const entry = entries.get(session.id);
      if (entry?.sequence !== sequence) return listOccurrences(series, changes, { ...window, limit });
      const { last } = entry;
      if (last && isWithin(window, last)) return pick(last.occurrences, window, limit);
      const looked = last ? widen(window) : window;
      const occurrences = listOccurrences(series, changes, { ...looked, limit: MAX_OCCURRENCES + 1 });
      if (occurrences.length > MAX_OCCURRENCES) return listOccurrences(series, changes, { ...window, limit });
      forget(session.id);
      keep({ session, series, changes, sequence, last: { ...looked, occurrences } });
      return pick(occurrences, window, limit);
    },
  };
}

function pick(occurrences: readonly Occurrence[], { fromMs, toMs }: Window, limit: number) {
  const found = occurrences.filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs);
  return found.length > limit ? found.slice(0, limit) : found;
}

/** Who turns to another month is likely to go on to the next: the expansion of three is little more than that of one. */
function widen({ fromMs, toMs }: Window): Window {
  const byMs = Math.min(toMs - fromMs, MAX_WIDENING_MS);
  return { fromMs: fromMs - byMs, toMs: toMs + byMs };
}

const isWithin = (inner: Window, outer: Window): boolean =>
  inner.fromMs >= outer.fromMs && inner.toMs <= outer.toMs;
