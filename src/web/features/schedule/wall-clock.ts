/** An occurrence's start and end, as instants. */
export type When = { startDateTime: string; endDateTime: string };

/** A part of something, in a day's column: minutes of that day, as its clocks show them. */
export type Piece = {
  day: number;
  start: number;
  end: number;
  /** Whether it begins, or ends, here rather than on another day. */
  isFirst: boolean;
  isLast: boolean;
};

export const MINUTES_PER_DAY = 1_440;
export const SNAP_MINUTES = 15;
const MS_PER_MINUTE = 60_000;
/** What is as long is told by its days rather than by its hours. */
const LONG_MS = 24 * 60 * MS_PER_MINUTE;

const lengthMs = ({ startDateTime, endDateTime }: When): number =>
  Date.parse(endDateTime) - Date.parse(startDateTime);

export const isLong = (times: When): boolean => lengthMs(times) >= LONG_MS;

const zoned = (instant: string, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone);

const minuteOf = ({ hour, minute }: Temporal.ZonedDateTime): number => hour * 60 + minute;

/**
 * The days that it is listed under, as dates. A night out belongs to the day it began on, even where it ends on the
 * next; only what is long is on each of its days.
 */
export function listedDays(times: When, zone: string): { first: string; last: string } {
  const first = zoned(times.startDateTime, zone).toPlainDate().toString();
  if (!isLong(times)) return { first, last: first };
  const end = Temporal.Instant.from(times.endDateTime).subtract({ milliseconds: 1 });
  return { first, last: end.toZonedDateTimeISO(zone).toPlainDate().toString() };
}

/** What of it is on which of these days, which follow one another. */
export function piecesOf(times: When, days: readonly Temporal.PlainDate[], zone: string): Piece[] {
  const start = zoned(times.startDateTime, zone);
  const end = zoned(times.endDateTime, zone);
  const startDay = start.toPlainDate();
  const endDay = end.toPlainDate();
  const endsAtMidnight = minuteOf(end) === 0 && Temporal.PlainDate.compare(startDay, endDay) < 0;
  const lastDay = endsAtMidnight ? endDay.subtract({ days: 1 }) : endDay;
  const pieces: Piece[] = [];
  for (const [day, date] of days.entries()) {
    if (Temporal.PlainDate.compare(date, startDay) < 0 || Temporal.PlainDate.compare(date, lastDay) > 0)
      continue;
    const isFirst = date.equals(startDay);
    const isLast = date.equals(lastDay);
    const from = isFirst ? minuteOf(start) : 0;
    const until = isLast && !endsAtMidnight ? minuteOf(end) : MINUTES_PER_DAY;
    // Where the clocks went back in between, it ends before it began, as they show it.
    const isBack = isFirst && isLast && until <= from;
    const shownEnd = isBack ? from + lengthMs(times) / MS_PER_MINUTE : until;
    pieces.push({ day, start: from, end: Math.min(MINUTES_PER_DAY, shownEnd), isFirst, isLast });
  }
  return pieces;
}

const snap = (wall: Temporal.PlainDateTime): Temporal.PlainDateTime =>
  wall.round({ smallestUnit: 'minute', roundingIncrement: SNAP_MINUTES });

/** A time that the clocks skip is as much later; of one that they show twice it is the first. */
const instantAt = (wall: Temporal.PlainDateTime, zone: string): Temporal.Instant =>
  wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant();

const written = (instant: Temporal.Instant): string => instant.toString({ fractionalSecondDigits: 3 });

/**
 * The same thing on another day or at another time of the day, as the viewer's clocks show it; as long as it was. A
 * change of time ends at a quarter of an hour, a change of day alone keeps the time.
 */
export function moveBy(times: When, by: { days: number; minutes: number }, zone: string): When {
  if (by.days === 0 && by.minutes === 0) return times;
  const wall = zoned(times.startDateTime, zone)
    .toPlainDateTime()
    .add({ days: by.days })
    .add({ minutes: Math.round(by.minutes) });
  const start = instantAt(by.minutes === 0 ? wall : snap(wall), zone);
  return {
    startDateTime: written(start),
    endDateTime: written(start.add({ milliseconds: lengthMs(times) })),
  };
}

const wallAt = (day: Temporal.PlainDate, minute: number): Temporal.PlainDateTime =>
  day.toPlainDateTime().add({ minutes: Math.round(minute) });

/** Ends at that minute of a day, at a quarter of an hour, and no earlier than one after its start. */
export function endAt(times: When, day: Temporal.PlainDate, minute: number, zone: string): When {
  const end = instantAt(snap(wallAt(day, minute)), zone);
  const earliest = Temporal.Instant.from(times.startDateTime).add({ minutes: SNAP_MINUTES });
  const isTooEarly = Temporal.Instant.compare(end, earliest) < 0;
  return { ...times, endDateTime: written(isTooEarly ? earliest : end) };
}

/** What was drawn over a day, from one minute to another, whichever comes first. */
export function drawn(day: Temporal.PlainDate, from: number, to: number, zone: string): When {
  const floor = (minute: number) => Math.floor(minute / SNAP_MINUTES) * SNAP_MINUTES;
  const start = floor(Math.min(from, to));
  const end = Math.min(MINUTES_PER_DAY, floor(Math.max(from, to)) + SNAP_MINUTES);
  const startsAt = instantAt(wallAt(day, start), zone);
  return endAt({ startDateTime: written(startsAt), endDateTime: written(startsAt) }, day, end, zone);
}

/** When most game nights begin, and how long they are. */
const EVENING_HOUR = 19;
const EVENING_HOURS = 3;

/** That evening, for what is to be made on a day; where it has begun already, from the next full hour on. */
export function eveningOf(day: Temporal.PlainDate, zone: string, now: Temporal.Instant): When {
  const evening = day.toZonedDateTime({ timeZone: zone, plainTime: { hour: EVENING_HOUR } });
  const present = now.toZonedDateTimeISO(zone);
  const nextHour = present.round({ smallestUnit: 'hour', roundingMode: 'ceil' });
  const isLate = present.toPlainDate().equals(day) && Temporal.ZonedDateTime.compare(nextHour, evening) > 0;
  const start = (isLate ? nextHour : evening).toInstant();
  return { startDateTime: written(start), endDateTime: written(start.add({ hours: EVENING_HOURS })) };
}
