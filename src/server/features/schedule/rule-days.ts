import { type RecurrenceRule, type RuleDay, WEEKDAYS } from './recurrence-rule.ts';
import { DAY_MS, wallOf } from './wall-clock.ts';

/** Days are counted from 1970-01-01, in the session's zone. They come by the month, since one by one costs more. */
export type DayFinder = (fromDay: number, toDay: number) => Iterable<readonly number[]>;

/** A day as the parts of a rule see it; weekdays are from 0, Monday. */
type CalendarDay = {
  day: number;
  weekday: number;
  ofMonth: number;
  monthLength: number;
  ofYear: number;
  yearLength: number;
};

type Test = (day: CalendarDay) => boolean;

/**
 * The days of a rule between two days, both included, in order. It looks at each day of the months that the rule may
 * mean: some nanoseconds a day, for any rule, so that no rule costs more than another.
 * @param firstDay where the rule starts, which may not fit it
 */
export function createDayFinder(rule: RecurrenceRule, firstDay: number): DayFinder {
  const tests = testsOf(rule, firstDay);
  const isMonthMeant = createMonthTest(rule, firstDay);
  return function* (fromDay, toDay) {
    const last = monthOf(toDay);
    for (let month = monthOf(fromDay); month <= last; month += 1) {
      if (!isMonthMeant(month)) continue;
      const year = Math.floor(month / 12);
      const monthStart = firstDayOf(month);
      const monthEnd = firstDayOf(month + 1);
      const yearStart = firstDayOf(year * 12);
      const calendarDay: CalendarDay = {
        day: 0,
        weekday: 0,
        ofMonth: 0,
        monthLength: monthEnd - monthStart,
        ofYear: 0,
        yearLength: firstDayOf(year * 12 + 12) - yearStart,
      };
      const days: number[] = [];
      const end = Math.min(monthEnd - 1, toDay);
      for (let day = Math.max(monthStart, fromDay); day <= end; day += 1) {
        calendarDay.day = day;
        calendarDay.weekday = weekdayOf(day);
        calendarDay.ofMonth = day - monthStart + 1;
        calendarDay.ofYear = day - yearStart + 1;
        if (tests.every((test) => test(calendarDay))) days.push(day);
      }
      if (days.length > 0) yield days;
    }
  };
}

/** The first and last day of the day, week, month or year that a day is in, as the rule repeats. */
export function periodAround({ frequency, weekStart }: RecurrenceRule, day: number): [number, number] {
  switch (frequency) {
    case 'YEARLY': {
      const january = monthOf(day) - (monthOf(day) % 12);
      return [firstDayOf(january), firstDayOf(january + 12) - 1];
    }
    case 'MONTHLY':
      return [firstDayOf(monthOf(day)), firstDayOf(monthOf(day) + 1) - 1];
    case 'WEEKLY': {
      const start = startOfWeek(day, WEEKDAYS.indexOf(weekStart));
      return [start, start + 6];
    }
    default:
      return [day, day];
  }
}

function createMonthTest(rule: RecurrenceRule, firstDay: number): (month: number) => boolean {
  const { frequency, interval, byMonth } = rule;
  const first = monthOf(firstDay);
  const months = new Set(isYearlyDate(rule) ? [(first % 12) + 1] : byMonth);
  return (month) => {
    if (months.size > 0 && !months.has((month % 12) + 1)) return false;
    if (frequency === 'MONTHLY') return (month - first) % interval === 0;
    return frequency !== 'YEARLY' || (Math.floor(month / 12) - Math.floor(first / 12)) % interval === 0;
  };
}

/** What is the start's month and day for want of a part that says others. */
const isYearlyDate = (rule: RecurrenceRule): boolean =>
  rule.frequency === 'YEARLY' && rule.byMonth.length === 0 && rule.byWeekNo.length === 0 && !saysDays(rule);

const saysDays = ({ byDay, byMonthDay, byYearDay }: RecurrenceRule): boolean =>
  byDay.length > 0 || byMonthDay.length > 0 || byYearDay.length > 0;

/** The parts, most of which a rule doesn't have; a day must be right by each. */
function testsOf(rule: RecurrenceRule, firstDay: number): Test[] {
  const { frequency, interval, byMonthDay, byYearDay, byWeekNo, byDay } = rule;
  const weekStart = WEEKDAYS.indexOf(rule.weekStart);
  const tests: Test[] = [];
  if (byMonthDay.length > 0)
    tests.push(({ ofMonth, monthLength }) => isAmong(byMonthDay, ofMonth, monthLength));
  if (byYearDay.length > 0) tests.push(({ ofYear, yearLength }) => isAmong(byYearDay, ofYear, yearLength));
  if (byDay.length > 0) tests.push(createWeekdayTest(rule));
  else if (!saysDays(rule)) {
    if (frequency === 'WEEKLY' || byWeekNo.length > 0)
      tests.push(({ weekday }) => weekday === weekdayOf(firstDay));
    else if (frequency === 'MONTHLY' || frequency === 'YEARLY') {
      const firstOfMonth = new Date(firstDay * DAY_MS).getUTCDate();
      tests.push(({ ofMonth }) => ofMonth === firstOfMonth);
    }
  }
  // It costs more than the others, so they come first.
  if (byWeekNo.length > 0)
    tests.push(({ day }) => {
      const { number, length } = weekOfYear(day, weekStart);
      return isAmong(byWeekNo, number, length);
    });
  if (frequency === 'DAILY' && interval > 1) tests.push(({ day }) => (day - firstDay) % interval === 0);
  if (frequency === 'WEEKLY' && interval > 1) {
    const firstWeek = startOfWeek(firstDay, weekStart);
    tests.push(({ day }) => ((startOfWeek(day, weekStart) - firstWeek) / 7) % interval === 0);
  }
  return tests;
}

/** The nth of a day is counted in the month where the rule names months, in a yearly rule else in the year. */
function createWeekdayTest({ frequency, byMonth, byDay }: RecurrenceRule): Test {
  const isWithinYear = frequency === 'YEARLY' && byMonth.length === 0;
  const nthsByWeekday = WEEKDAYS.map((name) => byDay.filter(({ weekday }) => weekday === name));
  const isRight = ({ nth }: RuleDay, number: number, length: number) =>
    nth === undefined || nth === Math.ceil(number / 7) || nth === -Math.ceil((length - number + 1) / 7);
  return ({ weekday, ofMonth, monthLength, ofYear, yearLength }) => {
    const given = nthsByWeekday[weekday];
    if (!given || given.length === 0) return false;
    return isWithinYear
      ? given.some((day) => isRight(day, ofYear, yearLength))
      : given.some((day) => isRight(day, ofMonth, monthLength));
  };
}

/** Numbers below zero count from the end. */
const isAmong = (numbers: readonly number[], number: number, length: number): boolean =>
  numbers.includes(number) || numbers.includes(number - length - 1);

/** A year's first week is the first with four of its days. */
function weekOfYear(day: number, weekStart: number): { number: number; length: number } {
  const week = startOfWeek(day, weekStart);
  const year = new Date((week + 3) * DAY_MS).getUTCFullYear();
  const firstWeekOf = (ofYear: number) => startOfWeek(firstDayOf(ofYear * 12) + 3, weekStart);
  const first = firstWeekOf(year);
  return { number: (week - first) / 7 + 1, length: (firstWeekOf(year + 1) - first) / 7 };
}

const startOfWeek = (day: number, weekStart: number): number => day - ((weekdayOf(day) - weekStart + 7) % 7);

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** Counted from January of the year 0. */
const monthOf = (day: number): number => {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
const firstDayOf = (month: number): number => wallOf(Math.floor(month / 12), month % 12, 1) / DAY_MS;
