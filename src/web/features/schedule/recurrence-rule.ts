import type { Session, SessionChange } from './calendar-data.ts';

const FREQUENCIES = ['MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** In the order of ISO 8601, Monday first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Every such day, or the nth of the month or year, negative from its end. */
export type RuleDay = { weekday: Weekday; nth?: number };

/** Until an instant, or the time that clocks show; both count as the last start there may be. */
export type RuleEnd = { count?: number; until?: Temporal.Instant | Temporal.PlainDateTime };

/** A recurrence rule of RFC 5545, 3.3.10, as the server has checked it. What a part doesn't say is empty. */
export type Rule = RuleEnd & {
  frequency: Frequency;
  interval: number;
  weekStart: Weekday;
  byDay: readonly RuleDay[];
  byMonth: readonly number[];
  byMonthDay: readonly number[];
  bySetPos: readonly number[];
  /** BYHOUR and such, as they stand: what neither words nor the editor know. */
  others: readonly string[];
};

export const plainRule = (frequency: Frequency): Rule => ({
  frequency,
  interval: 1,
  weekStart: 'MO',
  byDay: [],
  byMonth: [],
  byMonthDay: [],
  bySetPos: [],
  others: [],
});

type RecurrenceFields = Pick<
  Session,
  | 'type'
  | 'repeatCycleType'
  | 'recurringDayOfWeek'
  | 'rrule'
  | 'sessionEndType'
  | 'recurrenceEndDateTime'
  | 'occurrenceCount'
>;

const WEEKDAY_OF = {
  MONDAY: 'MO',
  TUESDAY: 'TU',
  WEDNESDAY: 'WE',
  THURSDAY: 'TH',
  FRIDAY: 'FR',
  SATURDAY: 'SA',
  SUNDAY: 'SU',
} as const satisfies Record<NonNullable<Session['recurringDayOfWeek']>, Weekday>;

const DAY_OF = {
  MO: 'MONDAY',
  TU: 'TUESDAY',
  WE: 'WEDNESDAY',
  TH: 'THURSDAY',
  FR: 'FRIDAY',
  SA: 'SATURDAY',
  SU: 'SUNDAY',
} as const satisfies Record<Weekday, keyof typeof WEEKDAY_OF>;

export const weekdayOf = (date: Temporal.PlainDate | Temporal.PlainDateTime): Weekday =>
  WEEKDAYS[date.dayOfWeek - 1] ?? 'MO';

/** @returns undefined of what takes place once, and of a rule that can't be read */
export function ruleOf(session: RecurrenceFields): Rule | undefined {
  if (session.type !== 'RECURRING') return undefined;
  const rule = session.rrule === null ? cycleOf(session) : parseRule(session.rrule);
  if (!rule || rule.count !== undefined || rule.until) return rule;
  return { ...rule, ...endOf(session) };
}

function cycleOf({ repeatCycleType, recurringDayOfWeek }: RecurrenceFields): Rule | undefined {
  if (!repeatCycleType) return undefined;
  const byDay =
    repeatCycleType === 'WEEKLY' && recurringDayOfWeek ? [{ weekday: WEEKDAY_OF[recurringDayOfWeek] }] : [];
  return { ...plainRule(repeatCycleType), byDay };
}

function endOf({ sessionEndType, recurrenceEndDateTime, occurrenceCount }: RecurrenceFields): RuleEnd {
  if (sessionEndType === 'ON_DATE' && recurrenceEndDateTime)
    return { until: Temporal.Instant.from(recurrenceEndDateTime) };
  return sessionEndType === 'AFTER_OCCURRENCES' && occurrenceCount ? { count: occurrenceCount } : {};
}

/** Reads the value of an RRULE. */
export function parseRule(text: string): Rule | undefined {
  const value = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .replace(/;$/, '');
  const parts = new Map(
    value.split(';').map((part): [string, string] => {
      const [name = '', content = ''] = part.split('=');
      return [name, content];
    }),
  );
  const take = (name: string): string | undefined => {
    const content = parts.get(name);
    parts.delete(name);
    return content;
  };
  const numbers = (name: string) => take(name)?.split(',').map(Number) ?? [];
  const given = take('FREQ');
  const frequency = FREQUENCIES.find((name) => name === given);
  if (!frequency) return undefined;
  const count = take('COUNT');
  const until = take('UNTIL');
  const weekStart = take('WKST');
  return {
    frequency,
    interval: Number(take('INTERVAL') ?? 1),
    weekStart: WEEKDAYS.find((name) => name === weekStart) ?? 'MO',
    byDay: (take('BYDAY')?.split(',') ?? []).flatMap(parseDay),
    byMonth: numbers('BYMONTH'),
    byMonthDay: numbers('BYMONTHDAY'),
    bySetPos: numbers('BYSETPOS'),
    others: [...parts].map(([name, content]) => `${name}=${content}`),
    ...(count !== undefined && { count: Number(count) }),
    ...(until !== undefined && { until: parseUntil(until) }),
  };
}

function parseDay(text: string): RuleDay[] {
  const weekday = WEEKDAYS.find((name) => name === text.slice(-2));
  const nth = Number(text.slice(0, -2));
  return weekday ? [{ weekday, ...(nth !== 0 && { nth }) }] : [];
}

/** A date counts to its end. */
function parseUntil(text: string): Temporal.Instant | Temporal.PlainDateTime {
  const [, date = '', time = '235959', zone = ''] = /^(\d{8})(?:T(\d{6})(Z?))?$/.exec(text) ?? [];
  const written = `${date}T${time}`;
  return zone ? Temporal.Instant.from(`${written}Z`) : Temporal.PlainDateTime.from(written);
}

/** The value of an RRULE, without its end, which sessions tell in fields of their own. */
export function formatRule(rule: Rule): string {
  const parts = [`FREQ=${rule.frequency}`];
  if (rule.interval !== 1) parts.push(`INTERVAL=${rule.interval}`);
  const add = (name: string, values: readonly (string | number)[]) => {
    if (values.length > 0) parts.push(`${name}=${values.join(',')}`);
  };
  add('BYMONTH', rule.byMonth);
  add('BYMONTHDAY', rule.byMonthDay);
  add(
    'BYDAY',
    rule.byDay.map(({ weekday, nth }) => `${nth ?? ''}${weekday}`),
  );
  add('BYSETPOS', rule.bySetPos);
  parts.push(...rule.others);
  if (rule.weekStart !== 'MO') parts.push(`WKST=${rule.weekStart}`);
  return parts.join(';');
}

type RuleFields = Required<
  Pick<
    SessionChange,
    | 'type'
    | 'repeatCycleType'
    | 'recurringDayOfWeek'
    | 'rrule'
    | 'sessionEndType'
    | 'recurrenceEndDateTime'
    | 'occurrenceCount'
  >
>;

/** What takes place once. */
export const WITHOUT_RULE = {
  type: 'ONE_TIME',
  repeatCycleType: null,
  recurringDayOfWeek: null,
  rrule: null,
  sessionEndType: null,
  recurrenceEndDateTime: null,
  occurrenceCount: null,
} as const satisfies RuleFields;

/**
 * All fields that say a rule, for a session that then has no other: those of the contract where they can say it.
 * @param start the first start by the clocks of its zone, which a plain cycle follows
 */
export function fieldsOf(rule: Rule, start: Temporal.PlainDateTime, zone: string): RuleFields {
  return {
    ...WITHOUT_RULE,
    type: 'RECURRING',
    ...(isPlain(rule, start) ? cycleFields(rule) : { rrule: formatRule(rule) }),
    ...endFields(rule, zone),
  };
}

function cycleFields(rule: Rule): Partial<RuleFields> {
  const { frequency } = rule;
  switch (frequency) {
    case 'WEEKLY':
      return { repeatCycleType: frequency, recurringDayOfWeek: weeklyDayOf(rule) ?? null };
    case 'DAILY':
    case 'MONTHLY':
    case 'YEARLY':
      return { repeatCycleType: frequency };
    default:
      return {};
  }
}

/** Whether a cycle and a day of the week say all of it. */
function isPlain(rule: Rule, start: Temporal.PlainDateTime): boolean {
  const { frequency, interval, byDay, byMonth, byMonthDay, bySetPos, others } = rule;
  if (interval !== 1 || byMonth.length + bySetPos.length + others.length > 0) return false;
  if (frequency === 'WEEKLY') return byDay.length <= 1 && byMonthDay.length === 0;
  if (byDay.length > 0) return false;
  if (frequency === 'MONTHLY') return byMonthDay.every((day) => day === start.day);
  return (frequency === 'DAILY' || frequency === 'YEARLY') && byMonthDay.length === 0;
}

/** Of a weekly rule with one day of the week. */
export function weeklyDayOf({ frequency, byDay }: Rule): keyof typeof WEEKDAY_OF | undefined {
  const [day, ...others] = byDay;
  return frequency === 'WEEKLY' && day && others.length === 0 ? DAY_OF[day.weekday] : undefined;
}

/** How a rule ends, in the fields that say so. */
export function endFields(
  { count, until }: RuleEnd,
  zone: string,
): Pick<RuleFields, 'sessionEndType' | 'recurrenceEndDateTime' | 'occurrenceCount'> {
  if (until)
    return {
      sessionEndType: 'ON_DATE',
      recurrenceEndDateTime: untilInstant(until, zone).toString(),
      occurrenceCount: null,
    };
  return {
    sessionEndType: count === undefined ? 'NEVER' : 'AFTER_OCCURRENCES',
    recurrenceEndDateTime: null,
    occurrenceCount: count ?? null,
  };
}

export const untilInstant = (
  until: Temporal.Instant | Temporal.PlainDateTime,
  zone: string,
): Temporal.Instant => (until instanceof Temporal.Instant ? until : until.toZonedDateTime(zone).toInstant());

/**
 * The last day on which a rule that ends by date can have a start. An end earlier in its day than the starts leaves
 * that day out.
 */
export function lastDayOf(
  until: Temporal.Instant | Temporal.PlainDateTime,
  start: Temporal.PlainDateTime,
  zone: string,
): Temporal.PlainDate {
  const wall = until instanceof Temporal.Instant ? until.toZonedDateTimeISO(zone).toPlainDateTime() : until;
  const day = wall.toPlainDate();
  return Temporal.PlainTime.compare(wall.toPlainTime(), start.toPlainTime()) < 0
    ? day.subtract({ days: 1 })
    : day;
}

/** The end that has its last start on a day at the latest. */
export const endOfDay = (day: Temporal.PlainDate): Temporal.PlainDateTime =>
  day.toPlainDateTime({ hour: 23, minute: 59, second: 59 });
