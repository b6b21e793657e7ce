import type { SessionActivity } from '#protocol/activities.ts';
import type { NamedOccurrence, Session, SessionChange } from './calendar-data.ts';
import { type Moved, moveSeries } from './recurrence-move.ts';
import {
  endFields,
  fieldsOf,
  formatRule,
  type Rule,
  ruleOf,
  untilInstant,
  WITHOUT_RULE,
  weeklyDayOf,
} from './recurrence-rule.ts';

/** What shall be otherwise about an event; what is absent stays. Its times are those of the one that was looked at. */
export type EventChange = {
  timelineId?: string;
  name?: string;
  description?: string | null;
  activity?: SessionActivity | null;
  startDateTime?: string;
  /** Without it, the event stays as long as it is. */
  endDateTime?: string;
  timeZone?: string;
  /** Null has it take place once. */
  recurrence?: Rule | null;
};

/** What is left of a change for a whole session. */
export type Said = Omit<SessionChange, 'timelineId'>;

/** Of an occurrence, what writing it asks for. */
export type Written = Pick<
  NamedOccurrence,
  'originalStart' | 'startDateTime' | 'endDateTime' | 'name' | 'description'
>;

export const sameInstant = (a: string, b: string): boolean => Date.parse(a) === Date.parse(b);

export const isTimed = ({ startDateTime, endDateTime, timeZone, recurrence }: EventChange): boolean =>
  [startDateTime, endDateTime, timeZone, recurrence].some((value) => value !== undefined);

/** Where the event shall be. */
function targetOf(
  occurrence: Written,
  change: EventChange,
): { start: Temporal.Instant; end: Temporal.Instant } {
  const [oldStart, oldEnd] = [occurrence.startDateTime, occurrence.endDateTime].map((text) =>
    Temporal.Instant.from(text),
  );
  if (!oldStart || !oldEnd) throw new Error('an occurrence has a start and an end');
  const start = change.startDateTime === undefined ? oldStart : Temporal.Instant.from(change.startDateTime);
  if (change.endDateTime !== undefined) return { start, end: Temporal.Instant.from(change.endDateTime) };
  return { start, end: start.add(oldStart.until(oldEnd)) };
}

const wallOf = (instant: string | Temporal.Instant, zone: string): Temporal.PlainDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime();

/** A time that is skipped shifts forward, one that comes twice is its first: so does the server. */
const toInstant = (wall: Temporal.PlainDateTime, zone: string): Temporal.Instant =>
  wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant();

const write = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'millisecond' });

const writeRange = (start: Temporal.Instant, lasts: Temporal.Duration) => ({
  startDateTime: write(start),
  endDateTime: write(start.add(lasts)),
});

/** A series that goes where one of its events goes. */
type SeriesMove = { moved: Moved; from: Temporal.PlainDateTime; to: Temporal.PlainDateTime; rule: Rule };

/** Whether a rule can say where a change has the events go. */
export const canMove = (session: Session, occurrence: Written, change: EventChange): boolean =>
  change.recurrence !== undefined || !isTimed(change) || moveOf(session, occurrence, change) !== undefined;

/** @returns undefined of what has no rule, or one that can't say where it goes */
function moveOf(session: Session, occurrence: Written, change: EventChange): SeriesMove | undefined {
  const rule = ruleOf(session);
  if (!rule || session.startDateTime === null) return undefined;
  const { timeZone } = session;
  const start = wallOf(session.startDateTime, timeZone);
  const original = wallOf(occurrence.originalStart, timeZone);
  // By the rule it is at the usual time, though that may be skipped on its day.
  const isByDays = rule.frequency !== 'HOURLY' && rule.frequency !== 'MINUTELY' && rule.others.length === 0;
  const from = isByDays ? original.withPlainTime(start.toPlainTime()) : original;
  const to = wallOf(targetOf(occurrence, change).start, change.timeZone ?? timeZone);
  // It stays where it is told to be, though it has been moved away on its own.
  const goesTo = change.startDateTime === undefined && change.timeZone === undefined ? from : to;
  const moved = moveSeries({ rule, start, from, to: goesTo });
  return moved && { moved, from, to: goesTo, rule };
}

/** The times of a whole session that goes where one of its events goes. */
export function timesOfAll(session: Session, occurrence: Written, change: EventChange): Said {
  if (!isTimed(change)) return {};
  const { start, end } = targetOf(occurrence, change);
  const lasts = start.until(end);
  const zone = change.timeZone ?? session.timeZone;
  const hasTimes =
    change.startDateTime !== undefined || change.endDateTime !== undefined || change.timeZone !== undefined;
  const { recurrence } = change;
  if (recurrence === null) return { ...WITHOUT_RULE, ...writeRange(start, lasts) };
  if (session.type === 'ONE_TIME' || session.startDateTime === null)
    return {
      ...(hasTimes && writeRange(start, lasts)),
      ...(recurrence && fieldsOf(recurrence, wallOf(start, zone), zone)),
    };
  const move = moveOf(session, occurrence, change);
  const present = wallOf(session.startDateTime, session.timeZone);
  if (recurrence) {
    const first = move?.moved.start ?? present.add(differenceOf(session, occurrence, start, zone));
    return {
      ...(hasTimes && writeRange(toInstant(first, zone), lasts)),
      ...fieldsOf(recurrence, first, zone),
    };
  }
  if (!move) throw new Error('The rule of this series can not say where it goes');
  // A start that is kept may be one that comes twice, or is skipped.
  const isKept = move.moved.start.equals(present) && zone === session.timeZone;
  const first = isKept ? Temporal.Instant.from(session.startDateTime) : toInstant(move.moved.start, zone);
  return {
    ...writeRange(first, lasts),
    ...ruleChange(session, move, zone, { isSplit: false }),
    ...exDatesChange(session, move, zone, session.exDates),
  };
}

function differenceOf(
  session: Session,
  occurrence: Written,
  start: Temporal.Instant,
  zone: string,
): Temporal.Duration {
  return wallOf(occurrence.originalStart, session.timeZone).until(wallOf(start, zone));
}

/** The times of what goes on from one event, which is then the first. */
export function timesFrom(session: Session, occurrence: Written, change: EventChange): Said {
  if (!isTimed(change)) return {};
  const { start, end } = targetOf(occurrence, change);
  const range = writeRange(start, start.until(end));
  const zone = change.timeZone ?? session.timeZone;
  const { recurrence } = change;
  if (recurrence === null) return { ...WITHOUT_RULE, ...range };
  if (recurrence) return { ...range, ...fieldsOf(recurrence, wallOf(start, zone), zone) };
  const move = moveOf(session, occurrence, change);
  if (!move) throw new Error('The rule of this series can not say where it goes');
  // One that was moved on its own stays where it is while only its length changes.
  const isAsRuled = change.startDateTime === undefined && change.timeZone === undefined;
  const first = isAsRuled ? Temporal.Instant.from(occurrence.originalStart) : start;
  const isLater = (text: string) => Date.parse(text) >= Date.parse(occurrence.originalStart);
  return {
    ...writeRange(first, start.until(end)),
    ...ruleChange(session, move, zone, { isSplit: true }),
    ...exDatesChange(session, move, zone, session.exDates.filter(isLater)),
  };
}

/**
 * What the rule then says otherwise. One with its end in it is told anew, and its end beside it, where anything about
 * it changes; of a split series the server counts what is left.
 */
function ruleChange(
  session: Session,
  move: SeriesMove,
  zone: string,
  { isSplit }: { isSplit: boolean },
): Said {
  const { moved, rule } = move;
  const until = rule.until && moveUntil(rule.until, session.timeZone, move);
  const isEndMoved =
    rule.until !== undefined &&
    until !== undefined &&
    !untilInstant(until, zone).equals(untilInstant(rule.until, session.timeZone));
  if (session.rrule === null) {
    const day = session.recurringDayOfWeek === null ? undefined : weeklyDayOf(moved.rule);
    return {
      ...(day && day !== session.recurringDayOfWeek && { recurringDayOfWeek: day }),
      ...(isEndMoved && endFields({ until }, zone)),
    };
  }
  const rrule = formatRule(moved.rule);
  if (rrule === formatRule(rule) && !isEndMoved) return {};
  if (until) return { rrule, ...endFields({ until }, zone) };
  return isSplit ? { rrule } : { rrule, ...endFields(rule, zone) };
}

/** As much later, so that as many events are left; the end of a day stays one. */
function moveUntil(
  until: Temporal.Instant | Temporal.PlainDateTime,
  zone: string,
  { from, to }: SeriesMove,
): Temporal.PlainDateTime {
  const wall = until instanceof Temporal.Instant ? wallOf(until, zone) : until;
  const isEndOfDay = wall.hour === 23 && wall.minute === 59;
  return wall.add(isEndOfDay ? from.toPlainDate().until(to.toPlainDate()) : from.until(to));
}

/** What was left out stays so. */
function exDatesChange(
  session: Session,
  { moved }: SeriesMove,
  zone: string,
  exDates: readonly string[],
): Said {
  if (exDates.length === 0) return {};
  const goTo = exDates.flatMap((text) => moved.place(wallOf(text, session.timeZone)) ?? []);
  return { exDates: goTo.map((wall) => write(toInstant(wall, zone))) };
}
