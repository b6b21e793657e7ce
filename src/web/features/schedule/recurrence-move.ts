import { type Rule, type RuleDay, WEEKDAYS, type Weekday, weekdayOf } from './recurrence-rule.ts';

/** A series as it is, and where one of its events shall go; all by the clocks of its zone. */
export type Move = {
  rule: Rule;
  /** Of the series. */
  start: Temporal.PlainDateTime;
  /** Where the rule has the event, and where it shall be. */
  from: Temporal.PlainDateTime;
  to: Temporal.PlainDateTime;
};

export type Moved = {
  rule: Rule;
  /** Where the series then starts. */
  start: Temporal.PlainDateTime;
  /** Where another of its starts goes; undefined where there is none any more, such as on 31 February. */
  place: (wall: Temporal.PlainDateTime) => Temporal.PlainDateTime | undefined;
};

/** On which day of a month the events of a monthly or yearly rule are. */
export type DayRule = { byMonthDay: number } | { byDay: Required<RuleDay> };

/** A leap day comes within 8 years, and within each step of them. */
const MAX_STEPS = 100;

/**
 * Has a whole series go where one of its events goes: the time of day by as much, and the days by what the rule counts
 * in, such as from each second Friday to each third Saturday.
 * @returns undefined where the rule can't say that
 */
export function moveSeries(move: Move): Moved | undefined {
  const { rule, from, to } = move;
  const isSameDay = from.toPlainDate().equals(to.toPlainDate());
  const saysTimes = rule.others.some((part) => /^BY(HOUR|MINUTE|SECOND)=/.test(part));
  if (saysTimes) return from.equals(to) ? moveBy(move, rule) : undefined;
  if (isSameDay && rule.frequency !== 'HOURLY' && rule.frequency !== 'MINUTELY') return moveBy(move, rule);
  if (rule.others.length + rule.bySetPos.length > 0) return undefined;
  switch (rule.frequency) {
    case 'WEEKLY':
      return rule.byMonth.length > 0 ? undefined : moveBy(move, moveWeekdays(rule, from, to));
    case 'MONTHLY':
    case 'YEARLY':
      return moveByMonths(move);
    default:
      return rule.byDay.length + rule.byMonth.length + rule.byMonthDay.length > 0
        ? undefined
        : moveBy(move, rule);
  }
}

/** All starts by as much. */
function moveBy({ start, from, to }: Move, rule: Rule): Moved {
  const difference = from.until(to);
  return { rule, start: start.add(difference), place: (wall) => wall.add(difference) };
}

function moveWeekdays(rule: Rule, from: Temporal.PlainDateTime, to: Temporal.PlainDateTime): Rule {
  const days = from.toPlainDate().until(to.toPlainDate()).days;
  const by = ((days % 7) + 7) % 7;
  const places = rule.byDay.map(
    ({ weekday }) => (WEEKDAYS.indexOf(weekday) - WEEKDAYS.indexOf(rule.weekStart) + 7) % 7,
  );
  // Where some go on into the next week and others don't, weeks begin as much later, so that the same ones count.
  const areApart = places.some((place) => place + by > 6) && places.some((place) => place + by <= 6);
  const weekStart = rule.interval > 1 && areApart ? turnWeekday(rule.weekStart, days) : rule.weekStart;
  const weekdays = rule.byDay.map(({ weekday }) => weekday);
  return { ...rule, weekStart, byDay: turnWeekdays(weekdays, days).map((weekday) => ({ weekday })) };
}

const turnWeekday = (weekday: Weekday, days: number): Weekday =>
  WEEKDAYS[(((WEEKDAYS.indexOf(weekday) + days) % 7) + 7) % 7] ?? weekday;

/** In the order of the week. */
export const turnWeekdays = (weekdays: readonly Weekday[], days: number): Weekday[] =>
  weekdays
    .map((weekday) => turnWeekday(weekday, days))
    .toSorted((a, b) => WEEKDAYS.indexOf(a) - WEEKDAYS.indexOf(b));

function moveByMonths(move: Move): Moved | undefined {
  const { rule, start, from, to } = move;
  const isYearly = rule.frequency === 'YEARLY';
  const dayRule = dayRuleOf(rule, from);
  if (!dayRule) return undefined;
  const months = (to.year - from.year) * 12 + to.month - from.month;
  if (isYearly) {
    // Of a year without a month, days are counted in the year, or are in all of its months.
    if (rule.byMonth.length === 0 && rule.byDay.length + rule.byMonthDay.length > 0) return undefined;
    if (rule.byMonth.length > 1) return undefined;
  } else if (rule.byMonth.length > 0 && months !== 0) return undefined;
  const goesTo = dayRuleAt(dayRule, to);
  const place = (wall: Temporal.PlainDateTime): Temporal.PlainDateTime | undefined => {
    const month = Temporal.PlainYearMonth.from({ year: wall.year, month: wall.month }).add({ months });
    return findDay(goesTo, month)?.toPlainDateTime(to.toPlainTime());
  };
  const first = findFirst(place, start, isYearly ? { years: rule.interval } : { months: rule.interval });
  if (!first) return undefined;
  return {
    rule: {
      ...rule,
      byMonth: isYearly && rule.byMonth.length > 0 ? [to.month] : rule.byMonth,
      ...('byDay' in goesTo
        ? { byDay: [goesTo.byDay] }
        : rule.byMonthDay.length > 0 && { byMonthDay: [goesTo.byMonthDay] }),
    },
    start: first,
    place,
  };
}

/** The first period, from that of the series' start, that has the day. */
function findFirst(
  place: Moved['place'],
  start: Temporal.PlainDateTime,
  step: { months: number } | { years: number },
): Temporal.PlainDateTime | undefined {
  // From the first of a month all months can be counted.
  let period = start.with({ day: 1 });
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const found = place(period);
    if (found) return found;
    period = period.add(step);
  }
  return undefined;
}

/** @returns undefined where a month has several */
function dayRuleOf(rule: Rule, from: Temporal.PlainDateTime): DayRule | undefined {
  const { byDay, byMonthDay } = rule;
  if (byDay.length + byMonthDay.length > 1) return undefined;
  const [day] = byDay;
  if (!day) return { byMonthDay: byMonthDay[0] ?? from.day };
  return day.nth === undefined ? undefined : { byDay: { weekday: day.weekday, nth: day.nth } };
}

/** The rule of the same kind that a day fits. A fifth such day is the last: few months have one. */
export function dayRuleAt(dayRule: DayRule, date: Temporal.PlainDateTime | Temporal.PlainDate): DayRule {
  const { day, daysInMonth } = date;
  if ('byMonthDay' in dayRule) {
    const fromEnd = day - daysInMonth - 1;
    return { byMonthDay: dayRule.byMonthDay === fromEnd ? fromEnd : day };
  }
  const nth = Math.ceil(day / 7);
  const fromEnd = -Math.ceil((daysInMonth - day + 1) / 7);
  const isFromEnd = nth === 5 || (dayRule.byDay.nth < 0 && fromEnd === dayRule.byDay.nth);
  return { byDay: { weekday: weekdayOf(date), nth: isFromEnd ? fromEnd : nth } };
}

/** The day of a month that a rule means, if the month has it. */
export function findDay(dayRule: DayRule, month: Temporal.PlainYearMonth): Temporal.PlainDate | undefined {
  const { daysInMonth } = month;
  const at = (day: number) => (day >= 1 && day <= daysInMonth ? month.toPlainDate({ day }) : undefined);
  if ('byMonthDay' in dayRule)
    return at(dayRule.byMonthDay > 0 ? dayRule.byMonthDay : daysInMonth + 1 + dayRule.byMonthDay);
  const { weekday, nth } = dayRule.byDay;
  const wanted = WEEKDAYS.indexOf(weekday) + 1;
  if (nth > 0) {
    const first = month.toPlainDate({ day: 1 });
    return at(1 + ((wanted - first.dayOfWeek + 7) % 7) + (nth - 1) * 7);
  }
  const last = month.toPlainDate({ day: daysInMonth });
  return at(daysInMonth - ((last.dayOfWeek - wanted + 7) % 7) + (nth + 1) * 7);
}
