import type { DAYS_OF_WEEK, REPEAT_CYCLES, SESSION_END_TYPES } from '#protocol/sessions.ts';
import { invalid } from '#server/platform/errors.ts';
import { type Series, untilOf } from './recurrence.ts';
import {
  formatRule,
  MAX_COUNT,
  parseRule,
  plainRule,
  type RecurrenceRule,
  type RuleEnd,
  type Weekday,
  withoutEnd,
} from './recurrence-rule.ts';

type DayOfWeek = (typeof DAYS_OF_WEEK)[number];

/** A recurring session's fields; what isn't set is null or left out. */
export type RecurrenceFields = {
  repeatCycleType?: (typeof REPEAT_CYCLES)[number] | null | undefined;
  /** Counts for weekly sessions. */
  recurringDayOfWeek?: DayOfWeek | null | undefined;
  rrule?: string | null | undefined;
  sessionEndType?: (typeof SESSION_END_TYPES)[number] | null | undefined;
  recurrenceEndMs?: number | null | undefined;
  occurrenceCount?: number | null | undefined;
};

const WEEKDAY_OF = {
  MONDAY: 'MO',
  TUESDAY: 'TU',
  WEDNESDAY: 'WE',
  THURSDAY: 'TH',
  FRIDAY: 'FR',
  SATURDAY: 'SA',
  SUNDAY: 'SU',
} as const satisfies Record<DayOfWeek, Weekday>;

/**
 * The one rule that a recurring session's fields say. An `rrule` leads: the cycle counts only without one, and the end
 * only where the rule has none.
 * @throws AppError `invalid_payload`
 */
export function ruleOf(fields: RecurrenceFields): RecurrenceRule {
  const rule = typeof fields.rrule === 'string' ? parseRule(fields.rrule) : cycleOf(fields);
  return rule.count !== undefined || rule.until ? rule : { ...rule, ...endOfFields(fields) };
}

function cycleOf({ repeatCycleType, recurringDayOfWeek }: RecurrenceFields): RecurrenceRule {
  if (!repeatCycleType) throw invalid('A recurring session must have a repeatCycleType or an rrule');
  const rule = plainRule(repeatCycleType);
  return repeatCycleType === 'WEEKLY' && recurringDayOfWeek
    ? { ...rule, byDay: [{ weekday: WEEKDAY_OF[recurringDayOfWeek] }] }
    : rule;
}

type RuleFields = {
  [Field in Exclude<keyof RecurrenceFields, 'repeatCycleType' | 'recurringDayOfWeek'>]-?: Exclude<
    RecurrenceFields[Field],
    undefined
  >;
};

/**
 * The fields that say a series' rule: for one that was split, or came from a calendar.
 * @returns an rrule without an end, which the other fields say
 */
export function fieldsOf(series: Series): RuleFields {
  const { rule } = series;
  const untilMs = untilOf(series);
  const hasDate = untilMs !== Number.POSITIVE_INFINITY;
  const count = rule?.count ?? null;
  return {
    rrule: rule ? formatRule(withoutEnd(rule)) : null,
    sessionEndType: rule ? (hasDate ? 'ON_DATE' : count === null ? 'NEVER' : 'AFTER_OCCURRENCES') : null,
    recurrenceEndMs: hasDate ? untilMs : null,
    occurrenceCount: count,
  };
}

/** Without a type it is the one that the other fields suggest. */
function endOfFields({ sessionEndType, recurrenceEndMs, occurrenceCount }: RecurrenceFields): RuleEnd {
  const hasDate = typeof recurrenceEndMs === 'number';
  const hasCount = typeof occurrenceCount === 'number';
  if (sessionEndType === 'ON_DATE' || (!sessionEndType && hasDate)) {
    if (!hasDate) throw invalid('sessionEndType ON_DATE asks for a recurrenceEndDateTime');
    return { until: { instantMs: recurrenceEndMs } };
  }
  if (sessionEndType === 'AFTER_OCCURRENCES' || (!sessionEndType && hasCount)) {
    if (!hasCount) throw invalid('sessionEndType AFTER_OCCURRENCES asks for an occurrenceCount');
    if (!(Number.isInteger(occurrenceCount) && occurrenceCount >= 1 && occurrenceCount <= MAX_COUNT))
      throw invalid(`occurrenceCount must be from 1 to ${MAX_COUNT}`);
    return { count: occurrenceCount };
  }
  return {};
}
