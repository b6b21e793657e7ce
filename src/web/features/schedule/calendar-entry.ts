import { useMemo } from 'react';
import { isEditable, type NamedOccurrence, type Timeline } from './calendar-data.ts';
import type { SessionDraft } from './session-dialog.tsx';
import { colorOf, type TimelineColor } from './timeline-colors.ts';
import { isElsewhere, type Times } from './viewer-zone.ts';
import { listedDays, type When } from './wall-clock.ts';

/** An occurrence with all that the views show of it. */
export type Entry = {
  /** Stays the same wherever it is moved to. */
  key: string;
  occurrence: NamedOccurrence;
  timeline: Timeline;
  color: TimelineColor;
  /** The viewer may change it. */
  canEdit: boolean;
  isSeries: boolean;
  /** Of the days that it is listed under, as dates. */
  first: string;
  last: string;
  /** The time of the session's own zone, where clocks there show another one. */
  elsewhere: { time: string; place: string } | undefined;
};

export const keyOf = ({ sessionId, originalStart }: NamedOccurrence): string =>
  `${sessionId} ${originalStart}`;

type Known = {
  occurrences: readonly NamedOccurrence[] | undefined;
  timelines: readonly Timeline[];
  hidden: ReadonlySet<string>;
  times: Times;
};

/** In the order of their starts; without those of calendars that are hidden. */
export function useEntries({ occurrences, timelines, hidden, times }: Known): Entry[] {
  const all = useMemo(() => {
    const byId = new Map(timelines.map((timeline) => [timeline.id, timeline]));
    const entries = (occurrences ?? []).flatMap((occurrence): Entry[] => {
      const timeline = byId.get(occurrence.timelineId);
      if (!timeline) return [];
      const { startDateTime, timeZone } = occurrence;
      const isAway = isElsewhere(timeZone, times.zone, startDateTime);
      return [
        {
          key: keyOf(occurrence),
          occurrence,
          timeline,
          color: colorOf(timeline.id, timelines),
          canEdit: isEditable(timeline),
          isSeries: occurrence.type === 'RECURRING',
          ...listedDays(occurrence, times.zone),
          elsewhere: isAway
            ? { time: times.time(startDateTime, timeZone), place: times.zoneCity(timeZone) }
            : undefined,
        },
      ];
    });
    const startOf = ({ occurrence }: Entry) => Date.parse(occurrence.startDateTime);
    const nameOf = ({ occurrence }: Entry) => occurrence.name;
    return entries.sort((a, b) => startOf(a) - startOf(b) || nameOf(a).localeCompare(nameOf(b)));
  }, [occurrences, timelines, times]);
  return all.filter(({ timeline }) => !hidden.has(timeline.id));
}

export const isOn = ({ first, last }: Entry, day: string): boolean => first <= day && day <= last;

/** In words, for who hears rather than sees where it stands. */
export const labelOf = ({ occurrence, timeline }: Entry, times: Times): string =>
  `${occurrence.name}, ${times.when(occurrence.startDateTime, occurrence.endDateTime)}, ${timeline.name}`;

export const draftOf = ({ startDateTime, endDateTime }: When): SessionDraft => ({
  start: startDateTime,
  end: endDateTime,
});

/** On so many days, from that one on, it is still to be seen of at most so many. */
export const daysLeft = ({ last }: Entry, day: Temporal.PlainDate, shown: number): number =>
  Math.min(shown, day.until(last).days + 1);

/** Of what is written over several days, less some room at its ends. */
export const widthOver = (days: number): string => `calc(${days * 100}% - 0.75rem)`;
