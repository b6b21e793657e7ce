import fc from 'fast-check';
import { plainRule, type RecurrenceRule, type RuleDay, WEEKDAYS, type Weekday } from './recurrence-rule.ts';

const DAILY_OR_MORE = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;

const weekday: fc.Arbitrary<Weekday> = fc.constantFrom(...WEEKDAYS);
const some = <T>(values: fc.Arbitrary<T>, maxLength = 3) =>
  fc.uniqueArray(values, { minLength: 1, maxLength, selector: (value) => JSON.stringify(value) });
const orNone = <T>(values: fc.Arbitrary<T[]>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant<T[]>([]) }, values);

const signed = (max: number) => fc.integer({ min: -max, max }).filter((number) => number !== 0);
const plainDays = some(
  weekday.map((day): RuleDay => ({ weekday: day })),
  7,
);
const daysWithNth = (max: number) => some(fc.record({ weekday, nth: signed(max) }));

const pace = fc.record({
  interval: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 5 })),
  weekStart: fc.constantFrom<Weekday>('MO', 'SU'),
});

const months = some(fc.integer({ min: 1, max: 12 }));

const monthly = fc.oneof(
  fc.constant({}),
  fc.record({ byMonthDay: some(signed(31)) }),
  fc.record({ byDay: fc.oneof(plainDays, daysWithNth(5)) }),
);

/** Those that have a generator of their own. */
export const commonRule: fc.Arbitrary<RecurrenceRule> = fc
  .oneof(
    fc.constant({ frequency: 'DAILY' as const }),
    fc.record({ frequency: fc.constant('WEEKLY' as const), byDay: orNone(plainDays) }),
    fc
      .tuple(monthly, orNone(months))
      .map(([parts, byMonth]) => ({ frequency: 'MONTHLY' as const, ...parts, byMonth })),
    fc
      .tuple(monthly, months)
      .map(([parts, byMonth]) => ({ frequency: 'YEARLY' as const, ...parts, byMonth })),
    fc.constant({ frequency: 'YEARLY' as const }),
  )
  .chain((parts) => pace.map((given) => normalise({ ...plainRule(parts.frequency), ...parts, ...given })));

/** Any that repeats daily or less often; weeks of the year stay away from its ends, where weeks have two years. */
export const anyRule: fc.Arbitrary<RecurrenceRule> = fc
  .record({
    frequency: fc.constantFrom(...DAILY_OR_MORE),
    byMonth: orNone(months),
    byMonthDay: orNone(some(signed(31))),
    byYearDay: orNone(some(signed(366))),
    byWeekNo: orNone(some(fc.integer({ min: 2, max: 51 }))),
    byDay: orNone(fc.oneof(plainDays, daysWithNth(5))),
    byHour: orNone(some(fc.nat(23))),
    byMinute: orNone(some(fc.nat(59))),
    bySetPos: orNone(some(signed(4), 2)),
    pace,
  })
  .map(({ pace: given, ...parts }) => {
    const { frequency } = parts;
    const rule = { ...plainRule(frequency), ...parts, ...given };
    if (frequency === 'WEEKLY') rule.byMonthDay = [];
    if (frequency !== 'YEARLY') {
      rule.byYearDay = [];
      rule.byWeekNo = [];
    }
    if (rule.byWeekNo.length > 0) {
      rule.weekStart = 'MO';
    }
    if ((frequency !== 'MONTHLY' && frequency !== 'YEARLY') || rule.byWeekNo.length > 0)
      rule.byDay = rule.byDay.map((day) => ({ weekday: day.weekday }));
    const others = [rule.byMonth, rule.byMonthDay, rule.byYearDay, rule.byDay, rule.byHour, rule.byMinute];
    if (others.every((part) => part.length === 0)) rule.bySetPos = [];
    return normalise(rule);
  });

/** In the order in which a rule that was read has its numbers. */
function normalise(rule: RecurrenceRule): RecurrenceRule {
  const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
  return {
    ...rule,
    byMonth: sorted(rule.byMonth),
    byMonthDay: sorted(rule.byMonthDay),
    byYearDay: sorted(rule.byYearDay),
    byWeekNo: sorted(rule.byWeekNo),
    byHour: sorted(rule.byHour),
    byMinute: sorted(rule.byMinute),
    bySetPos: sorted(rule.bySetPos),
  };
}

export const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Pacific/Apia',
  'America/Santiago',
] as const;

/** Minutes of 2020 to 2027, in wall-clock time. */
export const wallStart: fc.Arbitrary<string> = fc
  .record({ day: fc.nat(8 * 365), minute: fc.oneof(fc.nat(1439), fc.integer({ min: 60, max: 240 })) })
  .map(({ day, minute }) =>
    Temporal.PlainDateTime.from('2020-01-01')
      .add({ days: day, minutes: minute })
      .toString({ smallestUnit: 'minute' }),
  );

/** What a rule says, looked up day by day: its starts up to a day, in wall-clock time. */
export function listNaively(rule: RecurrenceRule, start: string, lastDay: string): string[] {
  const first = Temporal.PlainDateTime.from(start);
  const last = Temporal.PlainDate.from(lastDay);
  // The last of it may be of a period that begins here.
  const end = rule.bySetPos.length > 0 ? last.add({ days: 366 }) : last;
  const periods = new Map<string, Temporal.PlainDateTime[]>();
  // From the beginning of the year, since a position counts in the whole of a period.
  for (
    let day = first.toPlainDate().with({ month: 1, day: 1 }).subtract({ days: 7 });
    ;
    day = day.add({ days: 1 })
  ) {
    if (Temporal.PlainDate.compare(day, end) > 0) break;
    const period = periodOf(rule, first.toPlainDate(), day);
    if (period % rule.interval !== 0 || !matches(rule, first.toPlainDate(), day)) continue;
    const starts = periods.get(String(period)) ?? [];
    for (const hour of rule.byHour.length > 0 ? rule.byHour : [first.hour])
      for (const minute of rule.byMinute.length > 0 ? rule.byMinute : [first.minute])
        starts.push(day.toPlainDateTime({ hour, minute }));
    periods.set(String(period), starts);
  }
  const chosen = [...periods.values()].flatMap((starts) => choose(rule.bySetPos, starts));
  return chosen
    .filter((moment) => Temporal.PlainDateTime.compare(moment, first) >= 0)
    .filter((moment) => Temporal.PlainDate.compare(moment.toPlainDate(), last) <= 0)
    .sort(Temporal.PlainDateTime.compare)
    .map((moment) => moment.toString({ smallestUnit: 'minute' }));
}

function choose<T>(positions: readonly number[], starts: readonly T[]): T[] {
  if (positions.length === 0) return [...starts];
  const indices = positions.map((position) => (position > 0 ? position - 1 : starts.length + position));
  return starts.filter((_, index) => indices.includes(index));
}

function periodOf(
  { frequency, weekStart }: RecurrenceRule,
  first: Temporal.PlainDate,
  day: Temporal.PlainDate,
): number {
  const toWeekStart = (date: Temporal.PlainDate) =>
    date.subtract({ days: (date.dayOfWeek - 1 - WEEKDAYS.indexOf(weekStart) + 7) % 7 });
  if (frequency === 'DAILY') return first.until(day).days;
  if (frequency === 'WEEKLY') return toWeekStart(first).until(toWeekStart(day)).days / 7;
  if (frequency === 'MONTHLY') return (day.year - first.year) * 12 + day.month - first.month;
  return day.year - first.year;
}

function matches(rule: RecurrenceRule, first: Temporal.PlainDate, day: Temporal.PlainDate): boolean {
  const has = (values: readonly number[], value: number, length: number) =>
    values.length === 0 || values.includes(value) || values.includes(value - length - 1);
  const { frequency } = rule;
  const byYear = frequency === 'YEARLY' && rule.byMonth.length === 0;
  const isDay = ({ weekday: name, nth }: RuleDay) => {
    if (WEEKDAYS[day.dayOfWeek - 1] !== name) return false;
    const [number, length] = byYear ? [day.dayOfYear, day.daysInYear] : [day.day, day.daysInMonth];
    return (
      nth === undefined || nth === Math.ceil(number / 7) || nth === -Math.ceil((length - number + 1) / 7)
    );
  };
  const isGiven =
    has(rule.byMonth, day.month, 12) &&
    has(rule.byMonthDay, day.day, day.daysInMonth) &&
    has(rule.byYearDay, day.dayOfYear, day.daysInYear) &&
    (rule.byWeekNo.length === 0 || rule.byWeekNo.includes(day.weekOfYear ?? 0)) &&
    (rule.byDay.length === 0 || rule.byDay.some(isDay));
  if (!isGiven) return false;
  if (rule.byDay.length > 0 || rule.byMonthDay.length > 0 || rule.byYearDay.length > 0) return true;
  // What no part says is as it is at the start.
  if (frequency === 'WEEKLY' || rule.byWeekNo.length > 0) return day.dayOfWeek === first.dayOfWeek;
  if (frequency === 'MONTHLY') return day.day === first.day;
  if (frequency === 'YEARLY') return day.day === first.day && (!byYear || day.month === first.month);
  return true;
}
