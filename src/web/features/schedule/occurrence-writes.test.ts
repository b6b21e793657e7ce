import { describe, expect, it } from 'vitest';
import type { NamedOccurrence, Session } from './calendar-data.ts';
import { applyChange, type EventChange, type Scope, scopesOf } from './occurrence-writes.ts';
import { plainRule } from './recurrence-rule.ts';
import { createOccurrence, createSession, createWrites } from './test-writes.ts';

async function change(
  session: Session,
  occurrence: NamedOccurrence,
  changes: EventChange,
  scope: Scope,
): Promise<unknown[][]> {
  const { writes, calls } = createWrites(session);
  await applyChange(writes, session, occurrence, changes, scope);
  return calls;
}

/** What a series is told where one of its events goes elsewhere. */
async function moveAll(
  said: Partial<Session>,
  originalStart: string,
  startDateTime: string,
): Promise<unknown> {
  const session = createSession(said);
  const occurrence = createOccurrence(session, originalStart);
  const calls = await change(session, occurrence, { startDateTime }, 'all');
  expect(calls).toEqual([['change', session.id, expect.anything()]]);
  return calls[0]?.[2];
}

const weekly = createSession();
/** After the clocks went forward on 29 March: 19:00 in Berlin is an hour earlier by UTC. */
const inApril = createOccurrence(weekly, '2026-04-03T17:00:00.000Z');

describe('a change of one event', () => {
  it('of a series goes to that event alone', async () => {
    const calls = await change(
      weekly,
      inApril,
      { startDateTime: '2026-04-03T18:00:00.000Z', name: 'Late night' },
      'this',
    );
    expect(calls).toEqual([
      [
        'changeOccurrence',
        weekly.id,
        inApril.originalStart,
        { startDateTime: '2026-04-03T18:00:00.000Z', name: 'Late night' },
      ],
    ]);
  });

  it('says what is as the series has it by null, and a description taken away by an empty one', async () => {
    const own = createOccurrence(weekly, inApril.originalStart, { name: 'Late night' });
    const calls = await change(weekly, own, { name: 'Game night', description: null }, 'this');
    expect(calls[0]?.[3]).toEqual({ name: null, description: '' });
  });

  it('that takes place once is one of its session, whatever is chosen', async () => {
    const once = createSession({ type: 'ONE_TIME', repeatCycleType: null, recurringDayOfWeek: null });
    const only = createOccurrence(once, '2026-03-06T18:00:00.000Z');
    const moved = { startDateTime: '2026-03-07T18:00:00.000Z', endDateTime: '2026-03-07T20:00:00.000Z' };
    for (const scope of ['this', 'following', 'all'] as const)
      expect(await change(once, only, { startDateTime: moved.startDateTime }, scope)).toEqual([
        ['change', once.id, moved],
      ]);
  });

  it('that changes nothing isn’t written', async () => {
    expect(await change(weekly, inApril, {}, 'all')).toEqual([]);
    expect(await change(weekly, inApril, { startDateTime: inApril.startDateTime }, 'all')).toEqual([]);
  });
});

describe('a change of all events', () => {
  it.each([
    [
      'Europe/Berlin',
      'an hour later',
      '2026-04-03T17:00:00Z',
      '2026-04-03T18:00:00Z',
      '2026-03-06T19:00:00.000Z',
    ],
    [
      'America/New_York',
      'an hour earlier',
      '2026-03-13T17:00:00Z',
      '2026-03-13T16:00:00Z',
      '2026-03-06T17:00:00.000Z',
    ],
  ])(
    'in %s goes by the clocks there: %s in summer is that in winter',
    async (timeZone, _, from, to, start) => {
      const end = new Date(Date.parse(start) + 2 * 60 * 60 * 1000).toISOString();
      expect(await moveAll({ timeZone }, from, to)).toEqual({ startDateTime: start, endDateTime: end });
    },
  );

  it('moves over the night of the change as far as the clocks show', async () => {
    // From 23:00 on the Saturday to 01:00 on the Sunday, when the clocks go on from 02:00 to 03:00.
    const daily = { repeatCycleType: 'DAILY', recurringDayOfWeek: null } as const;
    expect(
      await moveAll(
        { ...daily, startDateTime: '2026-03-06T22:00:00.000Z' },
        '2026-03-28T22:00:00Z',
        '2026-03-29T00:00:00Z',
      ),
    ).toEqual({
      startDateTime: '2026-03-07T00:00:00.000Z',
      endDateTime: '2026-03-07T02:00:00.000Z',
    });
  });

  it('takes the weekday along', async () => {
    expect(await moveAll({}, inApril.originalStart, '2026-04-05T17:00:00Z')).toMatchObject({
      startDateTime: '2026-03-08T18:00:00.000Z',
      recurringDayOfWeek: 'SUNDAY',
    });
    expect(
      await moveAll({ recurringDayOfWeek: null }, inApril.originalStart, '2026-04-02T17:00:00Z'),
    ).toEqual({
      startDateTime: '2026-03-05T18:00:00.000Z',
      endDateTime: '2026-03-05T20:00:00.000Z',
    });
  });

  it.each([
    ['FREQ=WEEKLY;BYDAY=MO,FR', '2026-04-03', '2026-04-04', 'FREQ=WEEKLY;BYDAY=TU,SA'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR', '2026-04-03', '2026-04-02', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH'],
    // What goes into the next week would else be in one that is left out.
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SU',
      '2026-04-03',
      '2026-04-04',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;WKST=TU',
    ],
    ['FREQ=MONTHLY;BYDAY=1FR', '2026-04-03', '2026-04-11', 'FREQ=MONTHLY;BYDAY=2SA'],
    ['FREQ=MONTHLY;BYDAY=-4FR', '2026-04-03', '2026-04-10', 'FREQ=MONTHLY;BYDAY=2FR'],
    ['FREQ=MONTHLY;BYDAY=1FR', '2026-04-03', '2026-04-30', 'FREQ=MONTHLY;BYDAY=-1TH'],
    ['FREQ=MONTHLY;BYMONTHDAY=3', '2026-04-03', '2026-04-05', 'FREQ=MONTHLY;BYMONTHDAY=5'],
    ['FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=3', '2026-04-03', '2026-05-01', 'FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1'],
    ['FREQ=YEARLY;BYMONTH=4;BYDAY=1FR', '2026-04-03', '2026-04-01', 'FREQ=YEARLY;BYMONTH=4;BYDAY=1WE'],
  ])('takes the days of a rule along: %s from %s to %s is %s', async (rrule, from, to, moved) => {
    const said = { rrule, repeatCycleType: null, recurringDayOfWeek: null };
    expect(await moveAll(said, `${from}T17:00:00Z`, `${to}T17:00:00Z`)).toMatchObject({ rrule: moved });
  });

  it.each([
    ['FREQ=MONTHLY', '2026-01-15', '2026-03-15', '2026-02-28', '2025-12-28'],
    ['FREQ=MONTHLY', '2026-02-15', '2026-03-15', '2026-03-31', '2026-03-31'],
    ['FREQ=MONTHLY;INTERVAL=2', '2026-01-15', '2026-03-15', '2026-04-16', '2026-02-16'],
    ['FREQ=YEARLY', '2025-03-15', '2026-03-15', '2026-04-01', '2025-04-01'],
  ])('of %s from %s counts in months: %s to %s', async (rrule, start, from, to, first) => {
    const said = { timeZone: 'UTC', rrule, repeatCycleType: null, recurringDayOfWeek: null };
    const startDateTime = `${start}T18:00:00.000Z`;
    expect(await moveAll({ ...said, startDateTime }, `${from}T18:00:00Z`, `${to}T18:00:00Z`)).toMatchObject({
      startDateTime: `${first}T18:00:00.000Z`,
    });
  });

  it('takes the end along where it would cut off the last event, and what is left out', async () => {
    const said = {
      sessionEndType: 'ON_DATE',
      recurrenceEndDateTime: '2026-06-26T21:59:59.000Z',
      exDates: ['2026-03-13T18:00:00.000Z', '2026-04-10T17:00:00.000Z'],
    } as const;
    expect(
      await moveAll({ ...said, exDates: [...said.exDates] }, inApril.originalStart, '2026-04-04T18:00:00Z'),
    ).toMatchObject({
      recurrenceEndDateTime: '2026-06-27T21:59:59Z',
      exDates: ['2026-03-14T19:00:00.000Z', '2026-04-11T18:00:00.000Z'],
    });
  });

  it('tells an end within the rule beside it', async () => {
    const said = { rrule: 'FREQ=WEEKLY;BYDAY=FR;COUNT=9', repeatCycleType: null, recurringDayOfWeek: null };
    expect(await moveAll(said, inApril.originalStart, '2026-04-04T17:00:00Z')).toMatchObject({
      rrule: 'FREQ=WEEKLY;BYDAY=SA',
      sessionEndType: 'AFTER_OCCURRENCES',
      occurrenceCount: 9,
    });
  });

  it('goes where one is told to be that was moved on its own', async () => {
    const session = createSession();
    const moved = createOccurrence(session, inApril.originalStart, {
      startDateTime: '2026-04-03T18:00:00.000Z',
      endDateTime: '2026-04-03T21:00:00.000Z',
    });
    const calls = await change(session, moved, { startDateTime: '2026-04-03T18:30:00.000Z' }, 'all');
    expect(calls[0]?.[2]).toEqual({
      startDateTime: '2026-03-06T19:30:00.000Z',
      endDateTime: '2026-03-06T22:30:00.000Z',
    });
  });

  it('shows on one that has a name of its own, too', async () => {
    const own = createOccurrence(weekly, inApril.originalStart, { name: 'Late night' });
    expect(await change(weekly, own, { name: 'Games' }, 'all')).toEqual([
      ['change', weekly.id, { name: 'Games' }],
      ['changeOccurrence', weekly.id, own.originalStart, { name: null }],
    ]);
  });

  it('keeps the time that clocks show in another zone', async () => {
    const session = createSession();
    const to = { timeZone: 'Asia/Tokyo', startDateTime: '2026-04-03T10:00:00.000Z' };
    expect((await change(session, inApril, to, 'all'))[0]?.[2]).toMatchObject({
      timeZone: 'Asia/Tokyo',
      startDateTime: '2026-03-06T10:00:00.000Z',
    });
  });

  it('can have it repeat otherwise, or no more', async () => {
    const rule = { ...plainRule('WEEKLY'), interval: 2, byDay: [{ weekday: 'FR' }] as const };
    expect((await change(weekly, inApril, { recurrence: rule }, 'all'))[0]?.[2]).toMatchObject({
      rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR',
      repeatCycleType: null,
      recurringDayOfWeek: null,
    });
    expect((await change(weekly, inApril, { recurrence: null }, 'all'))[0]?.[2]).toMatchObject({
      type: 'ONE_TIME',
      startDateTime: inApril.startDateTime,
      repeatCycleType: null,
    });
  });
});

describe('a change of one event and those that follow', () => {
  it('splits the series there', async () => {
    const calls = await change(weekly, inApril, { startDateTime: '2026-04-04T18:00:00Z' }, 'following');
    expect(calls).toEqual([
      [
        'split',
        weekly.id,
        inApril.originalStart,
        {
          startDateTime: '2026-04-04T18:00:00.000Z',
          endDateTime: '2026-04-04T20:00:00.000Z',
          recurringDayOfWeek: 'SATURDAY',
        },
      ],
    ]);
  });

  it('is one of all where it is the first', async () => {
    const first = createOccurrence(weekly, '2026-03-06T18:00:00.000Z');
    expect(await change(weekly, first, { name: 'Games' }, 'following')).toEqual([
      ['change', weekly.id, { name: 'Games' }],
    ]);
  });
});

describe('for how many events something can be done', () => {
  const sessionOf = (rrule: string) =>
    createSession({ rrule, repeatCycleType: null, recurringDayOfWeek: null });
  const toSunday = { startDateTime: '2026-04-05T17:00:00Z' };
  const first = createOccurrence(weekly, '2026-03-06T18:00:00.000Z');

  it.each([
    ['an event of a series', weekly, inApril, { name: 'Games' }, ['this', 'following', 'all']],
    ['its first event', weekly, first, { name: 'Games' }, ['this', 'all']],
    ['a calendar', weekly, inApril, { timelineId: 'another' }, ['all']],
    ['an activity', weekly, inApril, { activity: null }, ['following', 'all']],
    ['a time zone', weekly, inApril, { timeZone: 'UTC' }, ['following', 'all']],
    ['a day that the rule can’t say', sessionOf('FREQ=MONTHLY;BYDAY=1FR,3FR'), inApril, toSunday, ['this']],
    ['a time that the rule says', sessionOf('FREQ=DAILY;BYHOUR=19'), inApril, toSunday, ['this']],
    [
      'a time of day with any days',
      sessionOf('FREQ=MONTHLY;BYDAY=1FR,3FR'),
      inApril,
      { startDateTime: '2026-04-03T18:00:00Z' },
      ['this', 'following', 'all'],
    ],
  ])('%s', (_, session, occurrence, changes, scopes) => {
    expect(scopesOf(session, occurrence, changes)).toEqual(scopes);
  });
});
