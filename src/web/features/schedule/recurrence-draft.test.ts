import { describe, expect, it } from 'vitest';
import { draftOf, followStart, listFirstDays, listMonthDays, ruleOfDraft } from './recurrence-draft.ts';
import { fieldsOf, formatRule, parseRule, type Rule, ruleOf } from './recurrence-rule.ts';
import { createSession } from './test-writes.ts';

const ZONE = 'Europe/Berlin';
/** The second Friday of its month. */
const START = Temporal.PlainDateTime.from('2026-03-13T19:00');

function ruleFrom(text: string): Rule {
  const rule = parseRule(text);
  if (!rule) throw new Error(`${text} is no rule`);
  return rule;
}

const draftFrom = (text: string) => draftOf(ruleFrom(text), START, ZONE);

describe('the editor of recurrences', () => {
  it.each([
    ['FREQ=DAILY;INTERVAL=3', 'daily'],
    ['FREQ=WEEKLY;BYDAY=FR', 'weekly'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU', 'weekly'],
    ['FREQ=MONTHLY;BYMONTHDAY=13', 'monthly'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', 'monthly'],
    ['FREQ=MONTHLY;BYDAY=2FR', 'monthly'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'monthly'],
    ['FREQ=YEARLY', 'yearly'],
    ['FREQ=MONTHLY;BYDAY=1FR,3FR', 'kept'],
    ['FREQ=MONTHLY;BYDAY=FR;BYSETPOS=2', 'kept'],
    ['FREQ=WEEKLY;BYMONTH=3;BYDAY=FR', 'kept'],
    ['FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=13', 'kept'],
    ['FREQ=DAILY;BYHOUR=9,19', 'kept'],
    ['FREQ=HOURLY;INTERVAL=6', 'kept'],
  ])('shows %s as %s, and says the same again', (text, repeats) => {
    const draft = draftFrom(text);
    expect(draft.repeats).toBe(repeats);
    const rule = ruleOfDraft(draft);
    expect(rule && formatRule(rule)).toBe(text);
  });

  it('knows a yearly date that is that of the start', () => {
    expect(draftFrom('FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=13').repeats).toBe('yearly');
  });

  it('tells ends by the last day in the zone of the series, or by their number', () => {
    expect(draftFrom('FREQ=DAILY;UNTIL=20261231T225959Z')).toMatchObject({
      ends: 'date',
      endDate: '2026-12-31',
    });
    expect(draftFrom('FREQ=DAILY;UNTIL=20261231T120000Z')).toMatchObject({
      ends: 'date',
      endDate: '2026-12-30',
    });
    expect(draftFrom('FREQ=DAILY;COUNT=7')).toMatchObject({ ends: 'count', count: '7' });
    const dated = ruleOfDraft({ ...draftFrom('FREQ=DAILY'), ends: 'date', endDate: '2026-12-31' });
    expect(dated && fieldsOf(dated, START, ZONE)).toMatchObject({
      sessionEndType: 'ON_DATE',
      recurrenceEndDateTime: '2026-12-31T22:59:59Z',
    });
  });

  it('has no rule while a number or a date isn’t complete', () => {
    const draft = draftFrom('FREQ=DAILY');
    expect(ruleOfDraft({ ...draft, repeats: 'once' })).toBeNull();
    for (const broken of [
      { interval: '' },
      { interval: '0' },
      { ends: 'count', count: '1.5' },
      { ends: 'date', endDate: '' },
    ] as const)
      expect(ruleOfDraft({ ...draft, ...broken })).toBeUndefined();
  });

  it('goes along with the start', () => {
    const [from, to] = [START.toPlainDate(), Temporal.PlainDate.from('2026-03-31')];
    expect(followStart(draftFrom('FREQ=WEEKLY;BYDAY=MO,FR'), from, to).weekdays).toEqual(['TU', 'FR']);
    expect(followStart(draftFrom('FREQ=MONTHLY;BYDAY=2FR'), from, to).on).toEqual({
      byDay: { weekday: 'TU', nth: -1 },
    });
    expect(followStart(draftFrom('FREQ=MONTHLY'), from, to).on).toEqual({ byMonthDay: 31 });
  });

  it('offers the days of a month that the start is', () => {
    const days = (date: string) =>
      listMonthDays(
        draftOf(undefined, Temporal.PlainDateTime.from(date), ZONE),
        Temporal.PlainDate.from(date),
      );
    expect(days('2026-03-13')).toEqual([{ byMonthDay: 13 }, { byDay: { weekday: 'FR', nth: 2 } }]);
    expect(days('2026-03-31')).toEqual([
      { byMonthDay: 31 },
      { byMonthDay: -1 },
      { byDay: { weekday: 'TU', nth: -1 } },
    ]);
  });
});

describe('the fields that say a rule', () => {
  it.each([
    ['FREQ=DAILY', { repeatCycleType: 'DAILY', rrule: null }],
    ['FREQ=WEEKLY;BYDAY=MO', { repeatCycleType: 'WEEKLY', recurringDayOfWeek: 'MONDAY', rrule: null }],
    ['FREQ=MONTHLY;BYMONTHDAY=13', { repeatCycleType: 'MONTHLY', rrule: null }],
    ['FREQ=MONTHLY;BYMONTHDAY=14', { repeatCycleType: null, rrule: 'FREQ=MONTHLY;BYMONTHDAY=14' }],
    ['FREQ=YEARLY', { repeatCycleType: 'YEARLY', rrule: null }],
    ['FREQ=WEEKLY;BYDAY=MO,WE', { repeatCycleType: null, rrule: 'FREQ=WEEKLY;BYDAY=MO,WE' }],
    [
      'FREQ=DAILY;INTERVAL=2;COUNT=3',
      { rrule: 'FREQ=DAILY;INTERVAL=2', sessionEndType: 'AFTER_OCCURRENCES', occurrenceCount: 3 },
    ],
  ])('%s', (text, fields) => {
    const said = fieldsOf(ruleFrom(text), START, ZONE);
    expect(said).toMatchObject({ type: 'RECURRING', ...fields });
    const again = ruleOf(createSession(said.type ? { ...said, type: 'RECURRING' } : {}));
    expect(again && fieldsOf(again, START, ZONE)).toEqual(said);
  });
});

describe('the first days of a rule', () => {
  it.each([
    ['FREQ=DAILY;INTERVAL=2;COUNT=3', '2026-03-13 2026-03-15 2026-03-17'],
    ['FREQ=WEEKLY;BYDAY=MO,SU', '2026-03-15 2026-03-16 2026-03-22 2026-03-23'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU', '2026-03-15 2026-03-23 2026-03-29 2026-04-06'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU', '2026-03-22 2026-03-23 2026-04-05 2026-04-06'],
    ['FREQ=MONTHLY;BYMONTHDAY=31', '2026-03-31 2026-05-31 2026-07-31 2026-08-31'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2026-03-31 2026-04-30 2026-05-31 2026-06-30'],
    ['FREQ=MONTHLY;BYDAY=2FR', '2026-03-13 2026-04-10 2026-05-08 2026-06-12'],
    ['FREQ=MONTHLY;INTERVAL=3;BYDAY=-1MO', '2026-03-30 2026-06-29 2026-09-28 2026-12-28'],
    ['FREQ=YEARLY;UNTIL=20281231T235959', '2026-03-13 2027-03-13 2028-03-13'],
    ['FREQ=MONTHLY;BYDAY=2FR;UNTIL=20260301T000000', ''],
  ])('%s', (text, days) => {
    expect(listFirstDays(ruleFrom(text), START.toPlainDate(), 4).join(' ')).toBe(days);
  });
});
