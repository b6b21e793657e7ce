import { type DayRule, dayRuleAt, findDay, turnWeekdays } from './recurrence-move.ts';
import {
  endOfDay,
  lastDayOf,
  plainRule,
  type Rule,
  type RuleEnd,
  WEEKDAYS,
  type Weekday,
  weekdayOf,
} from './recurrence-rule.ts';

/** `kept` is a rule that the editor can't show, and leaves as it is. */
export type Repeats = 'once' | 'daily' | 'weekly' | 'monthly' | 'yearly' | 'kept';
export type Ends = 'never' | 'date' | 'count';

/** A recurrence while it is edited: what was typed, also into fields that aren't shown at the moment. */
export type RecurrenceDraft = {
  repeats: Repeats;
  interval: string;
  /** In the order of the week. */
  weekdays: readonly Weekday[];
  weekStart: Weekday;
  /** Of a monthly rule. */
  on: DayRule;
  ends: Ends;
  endDate: string;
  count: string;
  /** As it was before it was edited. */
  kept?: Rule;
};

export const MAX_INTERVAL = 999;
export const MAX_COUNT = 10_000;

/** How the editor begins, of a session with a rule or none; `start` is the first by the clocks of its zone. */
export function draftOf(
  rule: Rule | undefined,
  start: Temporal.PlainDateTime,
  zone: string,
): RecurrenceDraft {
  const blank: RecurrenceDraft = {
    repeats: 'once',
    interval: '1',
    weekdays: [weekdayOf(start)],
    weekStart: 'MO',
    on: { byMonthDay: start.day },
    ends: 'never',
    endDate: start.toPlainDate().add({ months: 3 }).toString(),
    count: '10',
  };
  if (!rule) return blank;
  const draft: RecurrenceDraft = {
    ...blank,
    kept: rule,
    interval: String(rule.interval),
    weekStart: rule.weekStart,
    ends: rule.until ? 'date' : rule.count === undefined ? 'never' : 'count',
    ...(rule.until && { endDate: lastDayOf(rule.until, start, zone).toString() }),
    ...(rule.count !== undefined && { count: String(rule.count) }),
  };
  return { ...draft, ...readCycle(rule, start) };
}

function readCycle(
  rule: Rule,
  start: Temporal.PlainDateTime,
): Partial<Pick<RecurrenceDraft, 'weekdays' | 'on'>> & Pick<RecurrenceDraft, 'repeats'> {
  const { frequency, byDay, byMonth, byMonthDay, bySetPos, others } = rule;
  if (others.length + bySetPos.length > 0) return { repeats: 'kept' };
  const parts = byDay.length + byMonth.length + byMonthDay.length;
  const [day] = byDay;
  const [monthDay] = byMonthDay;
  switch (frequency) {
    case 'DAILY':
      return { repeats: parts === 0 ? 'daily' : 'kept' };
    case 'WEEKLY':
      if (byMonth.length > 0) return { repeats: 'kept' };
      if (!day) return { repeats: 'weekly' };
      return {
        repeats: 'weekly',
        weekdays: WEEKDAYS.filter((name) => byDay.some(({ weekday }) => weekday === name)),
      };
    case 'MONTHLY':
      if (parts === 0) return { repeats: 'monthly' };
      if (parts > 1) return { repeats: 'kept' };
      if (monthDay !== undefined) return { repeats: 'monthly', on: { byMonthDay: monthDay } };
      return day?.nth === undefined
        ? { repeats: 'kept' }
        : { repeats: 'monthly', on: { byDay: { weekday: day.weekday, nth: day.nth } } };
    case 'YEARLY': {
      const isStart =
        byDay.length === 0 && byMonth.join() === `${start.month}` && byMonthDay.join() === `${start.day}`;
      return { repeats: parts === 0 || isStart ? 'yearly' : 'kept' };
    }
    default:
      return { repeats: 'kept' };
  }
}

const isWhole = (text: string, max: number): boolean => /^\d+$/.test(text) && +text >= 1 && +text <= max;

/** @returns the rule that a draft says, null for none, undefined where it isn't complete */
export function ruleOfDraft(draft: RecurrenceDraft): Rule | null | undefined {
  const { repeats, interval, kept } = draft;
  if (repeats === 'once') return null;
  if (repeats === 'kept') return kept;
  const end = endOfDraft(draft);
  if (!end || !isWhole(interval, MAX_INTERVAL)) return undefined;
  return { ...cycleOf(draft, repeats), ...end, interval: Number(interval) };
}

function cycleOf(
  { weekdays, weekStart, on }: RecurrenceDraft,
  repeats: Exclude<Repeats, 'once' | 'kept'>,
): Rule {
  switch (repeats) {
    case 'daily':
      return plainRule('DAILY');
    case 'weekly':
      return { ...plainRule('WEEKLY'), weekStart, byDay: weekdays.map((weekday) => ({ weekday })) };
    case 'monthly':
      return {
        ...plainRule('MONTHLY'),
        ...('byDay' in on ? { byDay: [on.byDay] } : { byMonthDay: [on.byMonthDay] }),
      };
    case 'yearly':
      return plainRule('YEARLY');
  }
}

function endOfDraft({ ends, endDate, count }: RecurrenceDraft): RuleEnd | undefined {
  if (ends === 'never') return {};
  if (ends === 'count') return isWhole(count, MAX_COUNT) ? { count: Number(count) } : undefined;
  return /^\d{4}-\d{2}-\d{2}$/.test(endDate)
    ? { until: endOfDay(Temporal.PlainDate.from(endDate)) }
    : undefined;
}

/** Goes along with the day that an event starts on. */
export function followStart(
  draft: RecurrenceDraft,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
): RecurrenceDraft {
  return {
    ...draft,
    weekdays: turnWeekdays(draft.weekdays, from.until(to).days),
    on: dayRuleAt(draft.on, to),
    ...(draft.ends === 'never' && { endDate: to.add({ months: 3 }).toString() }),
  };
}

/** What a monthly event that starts on a day may be on each month, and what the draft says. */
export function listMonthDays({ on }: RecurrenceDraft, start: Temporal.PlainDate): DayRule[] {
  const { day, daysInMonth } = start;
  const weekday = weekdayOf(start);
  const nth = Math.ceil(day / 7);
  const isLastWeek = day > daysInMonth - 7;
  const options: DayRule[] = [
    { byMonthDay: day },
    ...(day === daysInMonth ? [{ byMonthDay: -1 }] : []),
    ...(nth < 5 ? [{ byDay: { weekday, nth } }] : []),
    ...(isLastWeek ? [{ byDay: { weekday, nth: -1 } }] : []),
  ];
  const isThere = options.some((option) => JSON.stringify(option) === JSON.stringify(on));
  return isThere ? options : [on, ...options];
}

/** Beyond so many steps without a date there is none that is worth showing. */
const MAX_STEPS = 400;

/** The first days on which a draft takes place, for those that can be drawn up; `start` is where it begins. */
export function listFirstDays(rule: Rule, start: Temporal.PlainDate, limit: number): Temporal.PlainDate[] {
  const last = rule.until instanceof Temporal.PlainDateTime ? rule.until.toPlainDate() : undefined;
  const found: Temporal.PlainDate[] = [];
  const most = Math.min(limit, rule.count ?? limit);
  for (let step = 0; step < MAX_STEPS && found.length < most; step += 1)
    for (const day of daysOfStep(rule, start, step * rule.interval)) {
      if (Temporal.PlainDate.compare(day, start) < 0 || found.length === most) continue;
      if (last && Temporal.PlainDate.compare(day, last) > 0) return found;
      found.push(day);
    }
  return found;
}

/** The days of the day, week, month or year that is so many after that of the start. */
function daysOfStep(rule: Rule, start: Temporal.PlainDate, steps: number): Temporal.PlainDate[] {
  const [day] = rule.byDay;
  switch (rule.frequency) {
    case 'DAILY':
      return [start.add({ days: steps })];
    case 'WEEKLY': {
      const weekStart = WEEKDAYS.indexOf(rule.weekStart);
      const toStart = (start.dayOfWeek - 1 - weekStart + 7) % 7;
      const week = start.subtract({ days: toStart }).add({ weeks: steps });
      const days = rule.byDay.length > 0 ? rule.byDay : [{ weekday: weekdayOf(start) }];
      return days
        .map(({ weekday }) => (WEEKDAYS.indexOf(weekday) - weekStart + 7) % 7)
        .toSorted((a, b) => a - b)
        .map((place) => week.add({ days: place }));
    }
    case 'MONTHLY': {
      const month = start.toPlainYearMonth().add({ months: steps });
      const on: DayRule =
        day?.nth === undefined
          ? { byMonthDay: rule.byMonthDay[0] ?? start.day }
          : { byDay: { weekday: day.weekday, nth: day.nth } };
      return [findDay(on, month) ?? []].flat();
    }
    case 'YEARLY': {
      const month = start.toPlainYearMonth().add({ years: steps });
      return [findDay({ byMonthDay: start.day }, month) ?? []].flat();
    }
    default:
      return [];
  }
}
