import type { NamedOccurrence, Timeline } from './calendar-data.ts';
import type { When } from './wall-clock.ts';

type Known = {
  occurrences: readonly NamedOccurrence[];
  timelines: readonly Timeline[];
};

/**
 * What something would clash with, were it at other times: the first of what takes place then on the same calendar, or
 * takes the same host's time. Calendars that allow overlaps clash with none. The server has the last word.
 */
export function findClash(
  moved: NamedOccurrence,
  to: When,
  { occurrences, timelines }: Known,
): NamedOccurrence | undefined {
  const exclusive = new Set(timelines.filter(({ allowOverlap }) => !allowOverlap).map(({ id }) => id));
  if (!exclusive.has(moved.timelineId)) return undefined;
  const start = Date.parse(to.startDateTime);
  const end = Date.parse(to.endDateTime);
  return occurrences
    .filter(
      (other) =>
        !(other.sessionId === moved.sessionId && other.originalStart === moved.originalStart) &&
        Date.parse(other.startDateTime) < end &&
        start < Date.parse(other.endDateTime) &&
        exclusive.has(other.timelineId) &&
        (other.timelineId === moved.timelineId || other.hostId === moved.hostId),
    )
    .sort((a, b) => Date.parse(a.startDateTime) - Date.parse(b.startDateTime))[0];
}
