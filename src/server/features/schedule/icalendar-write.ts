import { escapeText, foldLine, formatLocal, formatUtc } from './icalendar-text.ts';
import { describeZone } from './icalendar-zones.ts';
import type { Change } from './occurrences.ts';
import { findStarts, type Range, type Series, untilOf } from './recurrence.ts';
import { formatRule } from './recurrence-rule.ts';
import { DAY_MS, type Zone } from './wall-clock.ts';

export type CalendarEvent = {
  /** The same for as long as the session is. */
  uid: string;
  /** Grows with each change. */
  sequence: number;
  name: string;
  description: string | null;
  createdMs: number;
  updatedMs: number;
  series: Series;
  changes: readonly Change[];
  /** Where there are several kinds, which one it is of. */
  category?: string;
  url?: string;
};

const YEAR_MS = 366 * DAY_MS;
/** How far into the future zones are described where they don't do the same each year. */
const ZONE_YEARS = 15;
const REFRESH = 'PT1H';

type Calendar = {
  name: string;
  description?: string | null;
  events: readonly CalendarEvent[];
  nowMs: number;
};

/** An iCalendar object (RFC 5545) as calendar programs subscribe to it. */
export const writeCalendar = (calendar: Calendar): string => [...listParts(calendar)].join('');

/** The same in parts, as one with thousands of events takes its time. */
export function* listParts({ name, description, events, nowMs }: Calendar): Generator<string> {
  yield toText([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Soiree//Calendar//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    ...(description ? [`X-WR-CALDESC:${escapeText(description)}`] : []),
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
    ...describeZones(events, nowMs),
  ]);
  for (const event of events) yield toText(describeEvent(event));
  yield toText(['END:VCALENDAR']);
}

const toText = (lines: readonly string[]): string => lines.map(foldLine).join('');

/** Each zone from its earliest event on. */
function describeZones(events: readonly CalendarEvent[], nowMs: number): string[] {
  const spans = new Map<string, { zone: Zone; fromMs: number; toMs: number }>();
  for (const { series, changes } of events) {
    const { zone } = series;
    if (zone.id === 'UTC') continue;
    const moved = changes.flatMap((change) => (change.isCancelled ? [] : [change.startMs]));
    const { fromMs, toMs } = spans.get(zone.id) ?? { fromMs: series.startMs, toMs: nowMs };
    spans.set(zone.id, {
      zone,
      fromMs: Math.min(fromMs, series.startMs, ...moved),
      toMs: Math.max(toMs, series.startMs, ...moved),
    });
  }
  return [...spans.values()].flatMap(({ zone, fromMs, toMs }) =>
    describeZone(zone, { fromMs: fromMs - YEAR_MS, toMs: toMs + ZONE_YEARS * YEAR_MS }),
  );
}

/** A VEVENT, and one more for each occurrence that was changed. */
function describeEvent(event: CalendarEvent): string[] {
  const { series, changes } = event;
  const { zone, rule, startMs, startWallMs, durationMs, excluded } = series;
  const isOwnStart = zone.toInstant(startWallMs) === startMs;
  const range = { startMs, endMs: startMs + durationMs };
  if (!rule) {
    const [change] = changes.filter(({ originalStartMs }) => originalStartMs === startMs);
    // Without a recurrence there is nothing to leave out: what is called off is not there.
    if (change)
      return change.isCancelled ? [] : describeComponent(event, describeRange(zone, change), change);
    return describeComponent(event, describeRange(zone, range));
  }
  const times = isOwnStart
    ? describeRange(zone, range, startWallMs)
    : describeRange(zone, laterBy(zone, series), startWallMs);
  const untilMs = untilOf(series);
  const recurrence = [
    `RRULE:${formatRule(rule, untilMs === Number.POSITIVE_INFINITY ? undefined : formatUtc(untilMs))}`,
  ];
  const all = { ...series, excluded: new Set<number>() };
  const cancelled = changes.flatMap((change) => (change.isCancelled ? [change.originalStartMs] : []));
  for (const { wallMs } of findStarts(all, [...excluded, ...cancelled]).values())
    recurrence.push(describeLocal('EXDATE', zone, wallMs));
  const lines = describeComponent(event, [...times, ...recurrence]);
  const told = new Map(changes.map((change) => [change.originalStartMs, change]));
  // The second of two hours has no name of its own, so the first occurrence is told as one that was moved.
  if (!isOwnStart && !told.has(startMs))
    told.set(startMs, { originalStartMs: startMs, isCancelled: false, ...range });
  const starts = findStarts(series, [...told.keys()]);
  for (const change of told.values()) {
    const start = starts.get(change.originalStartMs);
    if (!start || change.isCancelled) continue;
    const recurrenceId = describeLocal('RECURRENCE-ID', zone, start.wallMs);
    lines.push(...describeComponent(event, [recurrenceId, ...describeRange(zone, change)], change));
  }
  return lines;
}

/** The first occurrence as the clock's reading of its start is understood. */
function laterBy(zone: Zone, { startWallMs, durationMs }: Series): Range {
  const startMs = zone.toInstant(startWallMs);
  return { startMs, endMs: startMs + durationMs };
}

function describeComponent(
  event: CalendarEvent,
  times: readonly string[],
  told: { name?: string | undefined; description?: string | undefined } = {},
): string[] {
  const description = told.description ?? event.description;
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(event.uid)}`,
    `DTSTAMP:${formatUtc(event.updatedMs)}`,
    `CREATED:${formatUtc(event.createdMs)}`,
    `LAST-MODIFIED:${formatUtc(event.updatedMs)}`,
    `SEQUENCE:${event.sequence}`,
    ...times,
    `SUMMARY:${escapeText(told.name ?? event.name)}`,
    ...(description ? [`DESCRIPTION:${escapeText(description)}`] : []),
    ...(event.category === undefined ? [] : [`CATEGORIES:${escapeText(event.category)}`]),
    ...(event.url === undefined ? [] : [`URL:${event.url}`]),
    'STATUS:CONFIRMED',
    'END:VEVENT',
  ];
}

/** @param startWallMs where it is not the clock's reading at the start */
function describeRange(zone: Zone, { startMs, endMs }: Range, startWallMs?: number): string[] {
  const start =
    startWallMs === undefined
      ? describeInstant('DTSTART', zone, startMs)
      : describeLocal('DTSTART', zone, startWallMs);
  return [start, describeInstant('DTEND', zone, endMs)];
}

/** In the zone's time, where that reading of the clock means this instant and not an earlier one. */
function describeInstant(name: string, zone: Zone, instantMs: number): string {
  const wallMs = zone.toWall(instantMs);
  return zone.toInstant(wallMs) === instantMs
    ? describeLocal(name, zone, wallMs)
    : `${name}:${formatUtc(instantMs)}`;
}

const describeLocal = (name: string, zone: Zone, wallMs: number): string =>
  zone.id === 'UTC' ? `${name}:${formatUtc(wallMs)}` : `${name};TZID=${zone.id}:${formatLocal(wallMs)}`;
