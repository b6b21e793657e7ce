/** When an event is, as it is typed: days and times of day as their fields have them, by the clocks of a zone. */
export type TimesDraft = {
  zone: string;
  startDate: string;
  startTime: string;
  endDate: string;
  endTime: string;
};

export type Span = { start: Temporal.Instant; end: Temporal.Instant };

const wallOf = (instant: Temporal.Instant, zone: string): { date: string; time: string } => {
  const wall = instant.toZonedDateTimeISO(zone).toPlainDateTime();
  return {
    date: wall.toPlainDate().toString(),
    time: wall.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
};

export function draftTimes({ start, end }: Span, zone: string): TimesDraft {
  const [from, to] = [wallOf(start, zone), wallOf(end, zone)];
  return { zone, startDate: from.date, startTime: from.time, endDate: to.date, endTime: to.time };
}

/** @returns undefined while a day or a time of day isn't complete */
export function readWall(date: string, time: string): Temporal.PlainDateTime | undefined {
  try {
    return Temporal.PlainDateTime.from(`${date}T${time}`);
  } catch {
    // A field that is being typed into has no value yet.
    return undefined;
  }
}

/** A time that is skipped shifts forward, one that comes twice is its first: so does the server. */
const toInstant = (wall: Temporal.PlainDateTime, zone: string): Temporal.Instant =>
  wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant();

export const readStart = ({ startDate, startTime }: TimesDraft): Temporal.PlainDateTime | undefined =>
  readWall(startDate, startTime);

export function readTimes(draft: TimesDraft): Span | undefined {
  const start = readStart(draft);
  const end = readWall(draft.endDate, draft.endTime);
  return start && end && { start: toInstant(start, draft.zone), end: toInstant(end, draft.zone) };
}

export const isInOrder = ({ start, end }: Span): boolean => Temporal.Instant.compare(start, end) < 0;

/** The end goes along with the start, so that the event stays as long as it is. */
export function moveStart(
  draft: TimesDraft,
  to: Partial<Pick<TimesDraft, 'startDate' | 'startTime'>>,
): TimesDraft {
  const moved = { ...draft, ...to };
  const before = readTimes(draft);
  const start = readStart(moved);
  if (!before || !start || !isInOrder(before)) return moved;
  const end = toInstant(start, draft.zone).add(before.start.until(before.end));
  const { date, time } = wallOf(end, draft.zone);
  return { ...moved, endDate: date, endTime: time };
}

const DEFAULT_HOURS = 2;

/** Where nothing is said: the next full hour, and two of them. */
export function suggestTimes(now: Temporal.ZonedDateTime): Span {
  const start = now.round({ smallestUnit: 'hour', roundingMode: 'floor' }).add({ hours: 1 }).toInstant();
  return { start, end: start.add({ hours: DEFAULT_HOURS }) };
}
