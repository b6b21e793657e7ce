import { expect, it } from 'vitest';
import { createSeries } from './recurrence.ts';
import { fieldsOf, type RecurrenceFields, ruleOf } from './recurrence-fields.ts';
import { formatRule, parseRule } from './recurrence-rule.ts';

const ENDS = Date.parse('2024-06-30T12:00:00Z');

it.each<[RecurrenceFields, string]>([
  [{ repeatCycleType: 'DAILY' }, 'FREQ=DAILY'],
  [{ repeatCycleType: 'WEEKLY' }, 'FREQ=WEEKLY'],
  [{ repeatCycleType: 'WEEKLY', recurringDayOfWeek: 'FRIDAY' }, 'FREQ=WEEKLY;BYDAY=FR'],
  [{ repeatCycleType: 'MONTHLY', recurringDayOfWeek: 'FRIDAY' }, 'FREQ=MONTHLY'],
  [{ repeatCycleType: 'YEARLY', rrule: null, sessionEndType: null }, 'FREQ=YEARLY'],
  [{ repeatCycleType: 'DAILY', sessionEndType: 'NEVER', occurrenceCount: 3 }, 'FREQ=DAILY'],
  [
    { repeatCycleType: 'DAILY', sessionEndType: 'AFTER_OCCURRENCES', occurrenceCount: 3 },
    'FREQ=DAILY;COUNT=3',
  ],
  [{ repeatCycleType: 'DAILY', occurrenceCount: 3 }, 'FREQ=DAILY;COUNT=3'],
  [{ repeatCycleType: 'DAILY', rrule: 'FREQ=MONTHLY;BYDAY=-1FR' }, 'FREQ=MONTHLY;BYDAY=-1FR'],
  [{ rrule: 'FREQ=DAILY', sessionEndType: 'AFTER_OCCURRENCES', occurrenceCount: 3 }, 'FREQ=DAILY;COUNT=3'],
  [
    { rrule: 'FREQ=DAILY;COUNT=5', sessionEndType: 'AFTER_OCCURRENCES', occurrenceCount: 3 },
    'FREQ=DAILY;COUNT=5',
  ],
  [{ rrule: 'FREQ=DAILY;COUNT=5', sessionEndType: 'ON_DATE', recurrenceEndMs: ENDS }, 'FREQ=DAILY;COUNT=5'],
])('[S3] %j is the rule %s', (fields, rule) => {
  expect(formatRule(ruleOf(fields))).toBe(rule);
});

it('[S3] ON_DATE is an end by the last instant that an occurrence may start at', () => {
  const until = { instantMs: ENDS };
  expect(
    ruleOf({ repeatCycleType: 'DAILY', sessionEndType: 'ON_DATE', recurrenceEndMs: ENDS }).until,
  ).toEqual(until);
  expect(ruleOf({ rrule: 'FREQ=DAILY', recurrenceEndMs: ENDS }).until).toEqual(until);
});

it.each<RecurrenceFields>([
  {},
  { recurringDayOfWeek: 'MONDAY' },
  { repeatCycleType: 'DAILY', sessionEndType: 'ON_DATE' },
  { repeatCycleType: 'DAILY', sessionEndType: 'AFTER_OCCURRENCES' },
  { repeatCycleType: 'DAILY', sessionEndType: 'AFTER_OCCURRENCES', occurrenceCount: 0 },
  { repeatCycleType: 'DAILY', sessionEndType: 'AFTER_OCCURRENCES', occurrenceCount: 1.5 },
  { repeatCycleType: 'DAILY', sessionEndType: 'AFTER_OCCURRENCES', occurrenceCount: 10_001 },
  { repeatCycleType: 'DAILY', rrule: 'nonsense' },
])('[S3] %j is refused', (fields) => {
  expect(() => ruleOf(fields)).toThrow(expect.objectContaining({ code: 'invalid_payload' }));
});

it.each([
  ['FREQ=WEEKLY;BYDAY=FR', 'NEVER'],
  ['FREQ=WEEKLY;COUNT=7;BYDAY=FR', 'AFTER_OCCURRENCES'],
  ['FREQ=DAILY;UNTIL=20240630T120000Z', 'ON_DATE'],
  ['FREQ=DAILY;UNTIL=20240630', 'ON_DATE'],
])('[S3] the fields of a series with %s say the same rule', (text, sessionEndType) => {
  const startMs = Date.parse('2024-01-05T18:00:00Z');
  const times = { startMs, endMs: startMs + 1, timeZone: 'Europe/Berlin' };
  const series = createSeries({ ...times, rule: parseRule(text) });
  const fields = fieldsOf(series);
  expect(fields.sessionEndType).toBe(sessionEndType);
  const again = createSeries({ ...times, rule: ruleOf(fields) });
  expect(fieldsOf(again)).toEqual(fields);
  expect(fieldsOf(createSeries(times))).toEqual({
    rrule: null,
    sessionEndType: null,
    recurrenceEndMs: null,
    occurrenceCount: null,
  });
});
