import type { Texts } from '#web/lib/i18n.tsx';
import { lastDayOf, type Rule, type RuleDay, WEEKDAYS, type Weekday, weekdayOf } from './recurrence-rule.ts';

/** A language, and how dates are written where its reader lives. */
export type Language = { t: Texts['t']; locale: string };

/** When and where a series starts, by the clocks of its zone. */
export type Beginning = { start: Temporal.PlainDateTime; zone: string };

/**
 * A rule in words, such as “Every second Friday until 31 December 2027”. What it says beyond those is told as a rule of
 * its own.
 */
export function ruleInWords(rule: Rule, { start, zone }: Beginning, language: Language): string {
  const { t } = language;
  const words = cycleInWords(rule, start, language);
  if (rule.until) {
    const date = dateInWords(lastDayOf(rule.until, start, zone), { dateStyle: 'long' }, language);
    return t('sessions.rule.until', { rule: words, date });
  }
  return rule.count === undefined ? words : t('sessions.rule.times', { rule: words, count: rule.count });
}

function cycleInWords(rule: Rule, start: Temporal.PlainDateTime, language: Language): string {
  const special = () => language.t('sessions.rule.special', { period: periodInWords(rule, language) });
  if (rule.others.length > 0) return special();
  switch (rule.frequency) {
    case 'DAILY':
    case 'WEEKLY':
      return daysInWords(rule, start, language) ?? special();
    case 'MONTHLY':
      return monthlyInWords(rule, start, language) ?? special();
    case 'YEARLY':
      return yearlyInWords(rule, start, language) ?? special();
    default:
      return hasParts(rule) ? special() : periodInWords(rule, language);
  }
}

const hasParts = ({ byDay, byMonth, byMonthDay, bySetPos }: Rule): boolean =>
  byDay.length + byMonth.length + byMonthDay.length + bySetPos.length > 0;

function periodInWords({ frequency, interval }: Rule, { t }: Language): string {
  switch (frequency) {
    case 'MINUTELY':
      return t('sessions.rule.minutes', { interval });
    case 'HOURLY':
      return t('sessions.rule.hours', { interval });
    case 'DAILY':
      return t('sessions.rule.days', { interval });
    case 'WEEKLY':
      return t('sessions.rule.weeks', { interval });
    case 'MONTHLY':
      return t('sessions.rule.months', { interval });
    case 'YEARLY':
      return t('sessions.rule.years', { interval });
  }
}

function daysInWords(rule: Rule, start: Temporal.PlainDateTime, language: Language): string | undefined {
  const { t } = language;
  const { frequency, interval, byMonth, byMonthDay, bySetPos } = rule;
  if (byMonthDay.length + bySetPos.length > 0) return undefined;
  const days = weekdaysOf(rule);
  if (frequency === 'DAILY' && days.length > 0 && interval > 1) return undefined;
  const isDaily = days.length === 7 && interval === 1;
  let words: string;
  if (isDaily || (frequency === 'DAILY' && days.length === 0)) words = t('sessions.rule.days', { interval });
  else if (isWorkWeek(days) && interval === 1) words = t('sessions.rule.workdays');
  else {
    const named = days.length > 0 ? days : [weekdayOf(start)];
    const values = {
      interval,
      days: list(
        named.map((day) => weekdayName(day, language)),
        language,
      ),
    };
    words = named.length === 1 ? t('sessions.rule.onDay', values) : t('sessions.rule.onDays', values);
  }
  return byMonth.length === 0
    ? words
    : t('sessions.rule.inMonths', { rule: words, months: monthNames(byMonth, language) });
}

function monthlyInWords(rule: Rule, start: Temporal.PlainDateTime, language: Language): string | undefined {
  const { interval, byMonth } = rule;
  // Every month of some is those of each year.
  if (byMonth.length > 0) return interval === 1 ? yearlyInWords(rule, start, language) : undefined;
  const when = whenInMonth(rule, start, language);
  return when && language.t('sessions.rule.monthly', { interval, when });
}

function yearlyInWords(rule: Rule, start: Temporal.PlainDateTime, language: Language): string | undefined {
  const { t } = language;
  const { interval, byMonth, byMonthDay, byDay } = rule;
  const [month = start.month, ...otherMonths] = byMonth;
  const [day = start.day, ...otherDays] = byMonthDay;
  const hasMonths = byMonth.length > 0;
  const isDate = byDay.length + otherMonths.length + otherDays.length === 0 && day > 0;
  if (isDate && (hasMonths || byMonthDay.length === 0)) {
    // In a leap year, so that it has each date.
    const date = Temporal.PlainDate.from({ year: 2024, month, day });
    return t('sessions.rule.yearly', {
      interval,
      when: dateInWords(date, { month: 'long', day: 'numeric' }, language),
    });
  }
  // Each month has the days of a rule that names none.
  if (!hasMonths && byMonthDay.length > 0)
    return interval === 1 ? monthlyInWords({ ...rule, frequency: 'MONTHLY' }, start, language) : undefined;
  // What is counted through the year is told by its number alone.
  if (!hasMonths && byDay.some(({ nth }) => nth === undefined)) return undefined;
  const when = whenInMonth(rule, start, language);
  if (!when) return undefined;
  const ofMonths = hasMonths
    ? t('sessions.rule.ofMonths', { when, months: monthNames(byMonth, language) })
    : t('sessions.rule.ofYear', { when });
  return t('sessions.rule.yearly', { interval, when: ofMonths });
}

/** On which days of a month. */
export function whenInMonth(
  rule: Rule,
  start: Temporal.PlainDateTime,
  language: Language,
): string | undefined {
  const { t } = language;
  const { byDay, byMonthDay, bySetPos } = rule;
  const days = weekdaysOf(rule);
  if (bySetPos.length > 0) return byMonthDay.length > 0 ? undefined : positionInWords(rule, days, language);
  const dates = byMonthDay.map((day) => monthDayInWords(day, language));
  if (byDay.length === 0)
    return list(dates.length > 0 ? dates : [monthDayInWords(start.day, language)], language);
  const names = days.map((day) => weekdayName(day, language));
  const areNumbered = byDay.map(({ nth }) => nth !== undefined);
  if (areNumbered.every((isNumbered) => !isNumbered))
    return dates.length > 0
      ? t('sessions.rule.dayIf', { when: list(dates, language), days: list(names, language) })
      : t('sessions.rule.each', { days: list(names, language) });
  if (dates.length > 0 || areNumbered.some((isNumbered) => !isNumbered)) return undefined;
  const [weekday] = days;
  const nths = byDay.map(({ nth = 1 }) => nth);
  if (weekday && days.length === 1 && nths.length > 1 && nths.every(isSimple))
    return t('sessions.rule.nth', {
      nth: list(
        nths.map((nth) => ordinalInWords(nth, language)),
        language,
      ),
      day: weekdayName(weekday, language),
    });
  return list(
    byDay.map((day) => nthInWords(day, language)),
    language,
  );
}

/** Such as the last of the days from Monday to Friday. */
function positionInWords(
  { bySetPos, byDay }: Rule,
  days: readonly Weekday[],
  language: Language,
): string | undefined {
  if (byDay.some(({ nth }) => nth !== undefined)) return undefined;
  const [weekday] = days;
  const name =
    days.length === 1 && weekday
      ? weekdayName(weekday, language)
      : isWorkWeek(days)
        ? language.t('sessions.rule.workday')
        : undefined;
  return (
    name &&
    list(
      bySetPos.map((nth) => numberedInWords(nth, name, language)),
      language,
    )
  );
}

const nthInWords = ({ weekday, nth = 1 }: RuleDay, language: Language): string =>
  numberedInWords(nth, weekdayName(weekday, language), language);

/** What has a word of its own. */
const isSimple = (nth: number): boolean => nth === -1 || (nth > 0 && nth <= 5);

const ordinalInWords = (nth: number, { t }: Language): string =>
  t('sessions.rule.ordinal', { nth: nth === -1 ? 'last' : String(nth) });

function numberedInWords(nth: number, day: string, language: Language): string {
  const { t } = language;
  if (isSimple(nth)) return t('sessions.rule.nth', { nth: ordinalInWords(nth, language), day });
  return nth < 0
    ? t('sessions.rule.nthFromEnd', { nth: -nth, day })
    : t('sessions.rule.nthOfMany', { nth, day });
}

function monthDayInWords(day: number, { t }: Language): string {
  if (day > 0) return t('sessions.rule.day', { day });
  return day === -1 ? t('sessions.rule.lastDay') : t('sessions.rule.dayFromEnd', { day: -day });
}

/** Without their numbers, in the order of the week. */
const weekdaysOf = ({ byDay }: Rule): Weekday[] =>
  WEEKDAYS.filter((name) => byDay.some(({ weekday }) => weekday === name));

const isWorkWeek = (days: readonly Weekday[]): boolean => days.join() === 'MO,TU,WE,TH,FR';

/** 1 January 2024 was a Monday. */
export const weekdayName = (
  weekday: Weekday,
  language: Language,
  style: 'long' | 'short' | 'narrow' = 'long',
): string =>
  dateInWords(
    Temporal.PlainDate.from({ year: 2024, month: 1, day: 1 + WEEKDAYS.indexOf(weekday) }),
    { weekday: style },
    language,
  );

const monthNames = (months: readonly number[], language: Language): string =>
  list(
    months.map((month) =>
      dateInWords(Temporal.PlainDate.from({ year: 2024, month, day: 1 }), { month: 'long' }, language),
    ),
    language,
  );

export const dateInWords = (
  date: Temporal.PlainDate,
  options: Intl.DateTimeFormatOptions,
  { locale }: Language,
): string =>
  new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(
    new Date(`${date.toString()}T12:00Z`),
  );

function list(items: readonly string[], { t }: Language): string {
  const [first = '', ...others] = items;
  const last = others.pop();
  const before = others.reduce((all, next) => t('sessions.rule.comma', { all, next }), first);
  return last === undefined ? before : t('sessions.rule.and', { all: before, last });
}
