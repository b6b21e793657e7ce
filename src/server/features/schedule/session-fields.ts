import type { SessionActivity } from '#protocol/activities.ts';
import { DAYS_OF_WEEK, REPEAT_CYCLES, SESSION_END_TYPES, type SESSION_TYPES } from '#protocol/sessions.ts';
import { invalid } from '#server/platform/errors.ts';
import { createSeries, type Series } from './recurrence.ts';
import { fieldsOf, type RecurrenceFields, ruleOf } from './recurrence-fields.ts';
import { findZone } from './wall-clock.ts';

export const DEFAULT_ZONE = 'UTC';

/** What a session says of itself; its times are those of its first occurrence. */
export type SessionFields = {
  type: (typeof SESSION_TYPES)[number];
  name: string;
  description: string | null;
  startMs: number | null;
  endMs: number | null;
  /** Where it isn't the clock's time at `startMs`. */
  startWallMs?: number | undefined;
  timeZone: string;
  exDates: readonly number[];
  activity: SessionActivity | null;
} & { [Field in keyof RecurrenceFields]-?: Exclude<RecurrenceFields[Field], undefined> };

/** What is undefined stays. */
export type SessionChanges = { [Field in keyof SessionFields]?: SessionFields[Field] | undefined };

/** A session as it can be kept: its series is undefined while it has no date. */
export type Plan = { fields: SessionFields; series: Series | undefined };

const WITHOUT_RECURRENCE = {
  repeatCycleType: null,
  recurringDayOfWeek: null,
  rrule: null,
  sessionEndType: null,
  recurrenceEndMs: null,
  occurrenceCount: null,
} as const satisfies Partial<SessionFields>;

/**
 * Checks what a session says, and moves its start to the first that fits the rule.
 * @throws AppError `invalid_payload`
 */
export function planSession(given: SessionFields): Plan {
  const zone = findZone(given.timeZone);
  if (!zone) throw invalid('timeZone must be the name of an IANA time zone');
  const { startMs, endMs, startWallMs } = given;
  if ((startMs === null) !== (endMs === null))
    throw invalid('startDateTime and endDateTime can only be given together');
  if (given.type === 'ONE_TIME') {
    refuseRecurrence(given);
    const fields = { ...given, timeZone: zone.id, exDates: [] };
    if (startMs === null || endMs === null) return { fields, series: undefined };
    const series = createSeries({ startMs, endMs, timeZone: zone.id, startWallMs });
    return { fields: { ...fields, startWallMs: series.startWallMs }, series };
  }
  if (startMs === null || endMs === null)
    throw invalid('A recurring session must have a startDateTime and an endDateTime');
  const ended = withEnd(given);
  const { exDates } = given;
  const series = createSeries({
    startMs,
    endMs,
    timeZone: zone.id,
    rule: ruleOf(ended),
    exDates,
    startWallMs,
  });
  return {
    fields: {
      ...ended,
      timeZone: zone.id,
      startMs: series.startMs,
      endMs: series.startMs + series.durationMs,
      startWallMs: series.startWallMs,
    },
    series,
  };
}

function refuseRecurrence(fields: SessionFields): void {
  const { repeatCycleType, recurringDayOfWeek, rrule, sessionEndType, recurrenceEndMs, occurrenceCount } =
    fields;
  const said = [repeatCycleType, recurringDayOfWeek, rrule, sessionEndType, recurrenceEndMs, occurrenceCount];
  if (said.some((value) => value !== null) || fields.exDates.length > 0)
    throw invalid('A one-time session has no recurrence');
}

/** How it ends is said once: a date or a count that the type leaves out is none. */
function withEnd(fields: SessionFields): SessionFields {
  const { recurrenceEndMs, occurrenceCount } = fields;
  const sessionEndType =
    fields.sessionEndType ??
    (recurrenceEndMs !== null ? 'ON_DATE' : occurrenceCount !== null ? 'AFTER_OCCURRENCES' : 'NEVER');
  return {
    ...fields,
    sessionEndType,
    recurrenceEndMs: sessionEndType === 'ON_DATE' ? recurrenceEndMs : null,
    occurrenceCount: sessionEndType === 'AFTER_OCCURRENCES' ? occurrenceCount : null,
  };
}

/** The session as it is to be, before it is looked at as a whole. */
export function changeFields(present: SessionFields, changes: SessionChanges): SessionFields {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const changed: SessionFields = { ...present, ...given };
  const isOneTime = changed.type === 'ONE_TIME' && present.type !== 'ONE_TIME';
  const isSameStart = changed.startMs === present.startMs && changed.timeZone === present.timeZone;
  return {
    ...changed,
    startWallMs: isSameStart ? present.startWallMs : undefined,
    ...(isOneTime ? { exDates: [], ...WITHOUT_RECURRENCE, ...given } : endAsChanged(changes)),
  };
}

/** An end that is told without its type brings its type along; one that is taken away takes its type with it. */
function endAsChanged({
  sessionEndType,
  recurrenceEndMs,
  occurrenceCount,
}: SessionChanges): Partial<Pick<SessionFields, 'sessionEndType'>> {
  if (sessionEndType !== undefined) return {};
  if (typeof recurrenceEndMs === 'number') return { sessionEndType: 'ON_DATE' };
  if (typeof occurrenceCount === 'number') return { sessionEndType: 'AFTER_OCCURRENCES' };
  if (recurrenceEndMs === null || occurrenceCount === null) return { sessionEndType: null };
  return {};
}

/** What a series of elsewhere says in a session's fields. */
export function fieldsOfSeries(
  series: Series,
  { name, description }: Pick<SessionFields, 'name' | 'description'>,
): SessionFields {
  return {
    type: series.rule ? 'RECURRING' : 'ONE_TIME',
    name,
    description,
    startMs: series.startMs,
    endMs: series.startMs + series.durationMs,
    startWallMs: series.startWallMs,
    timeZone: series.zone.id,
    exDates: series.rule ? [...series.excluded] : [],
    activity: null,
    ...WITHOUT_RECURRENCE,
    ...(series.rule ? fieldsOf(series) : {}),
  };
}

/** The store has but what was checked before. */
export function known<Value extends string>(values: readonly Value[], text: string): Value {
  const value = values.find((one) => one === text);
  if (value === undefined) throw new Error(`the store has ${text} where it can't be`);
  return value;
}

const knownOrNull = <Value extends string>(values: readonly Value[], text: string | null) =>
  text === null ? null : known(values, text);

export const toCycle = (text: string | null) => knownOrNull(REPEAT_CYCLES, text);
export const toDayOfWeek = (text: string | null) => knownOrNull(DAYS_OF_WEEK, text);
export const toEndType = (text: string | null) => knownOrNull(SESSION_END_TYPES, text);
