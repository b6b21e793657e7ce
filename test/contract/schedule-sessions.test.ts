import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UUID } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { newSeries, newSession, registerWithCalendar } from '../setup/schedule.ts';

let app: TestApp;
let host: Awaited<ReturnType<typeof registerWithCalendar>>;
let timelineId: string;
/** Overlaps are allowed, so that what a test writes is in nobody's way. */
beforeAll(async () => {
  app = await startTestApp();
  await registerWithCalendar(app);
  host = await registerWithCalendar(app);
  timelineId = await host.makeTimeline({ allowOverlap: true });
});
afterAll(() => app.close());

const refusal = (statusCode: number, error: string) => ({
  status: statusCode,
  body: { statusCode, error, message: statusCode === 400 ? expect.any(Array) : expect.any(String) },
});

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('creating', () => {
  it('[S1] answers 200 with the documented wrapper and every field', async () => {
    const { status, body } = await host.call('POST', '/sessions', {
      type: 'ONE_TIME',
      timelineId,
      name: 'Special Workshop',
      startDateTime: '2023-12-15T14:00:00Z',
      endDateTime: '2023-12-15T16:00:00Z',
      description: 'Special workshop event',
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        id: expect.stringMatching(UUID),
        type: 'ONE_TIME',
        timelineId,
        name: 'Special Workshop',
        startDateTime: '2023-12-15T14:00:00.000Z',
        endDateTime: '2023-12-15T16:00:00.000Z',
        repeatCycleType: null,
        recurringDayOfWeek: null,
        description: 'Special workshop event',
        rrule: null,
        timeZone: 'UTC',
        sessionEndType: null,
        recurrenceEndDateTime: null,
        occurrenceCount: null,
        exDates: [],
        activity: null,
        hostId: host.id,
        conflictCheckedUntil: null,
        conflictingOccurrence: null,
        createdAt: expect.stringMatching(INSTANT),
        updatedAt: expect.stringMatching(INSTANT),
        removedAt: null,
      },
      meta: { message: 'success' },
    });
    expect((await host.call('GET', `/sessions/${body.data.id}`)).body).toEqual(body);
  });

  it('[S3] the documented example of a recurring session', async () => {
    const session = await host.makeSession({
      type: 'RECURRING',
      timelineId,
      name: 'Weekly Yoga Class',
      startDateTime: '2023-12-01T09:00:00Z',
      endDateTime: '2023-12-01T10:00:00Z',
      repeatCycleType: 'WEEKLY',
      recurringDayOfWeek: 'FRIDAY',
      description: 'Weekly yoga session for intermediate level',
    });
    expect(session).toMatchObject({
      repeatCycleType: 'WEEKLY',
      recurringDayOfWeek: 'FRIDAY',
      sessionEndType: 'NEVER',
      startDateTime: '2023-12-01T09:00:00.000Z',
    });
    const starts = await host.occurrencesOf(session.id, '2023-12-01T00:00:00Z', '2023-12-20T00:00:00Z');
    expect(starts.map(({ startDateTime }: { startDateTime: string }) => startDateTime)).toEqual([
      '2023-12-01T09:00:00.000Z',
      '2023-12-08T09:00:00.000Z',
      '2023-12-15T09:00:00.000Z',
    ]);
  });

  it('[S3] another day of the week than the start’s moves the start to the first such day', async () => {
    const session = await host.makeSession(
      newSeries({
        timelineId,
        startDateTime: '2026-03-06T19:00:00.000Z',
        recurringDayOfWeek: 'MONDAY',
      }),
    );
    expect(session).toMatchObject({
      startDateTime: '2026-03-09T19:00:00.000Z',
      endDateTime: '2026-03-09T20:00:00.000Z',
    });
  });

  it('[S3] a session may have no date yet', async () => {
    const session = await host.makeSession({ timelineId });
    expect(session).toMatchObject({ startDateTime: null, endDateTime: null, timeZone: 'UTC' });
  });

  const dates = { startDateTime: '2026-03-06T19:00:00Z', endDateTime: '2026-03-06T20:00:00Z' };
  const recurring = { type: 'RECURRING', ...dates };
  it.each([
    ['an end that is its start', { ...dates, endDateTime: dates.startDateTime }],
    ['an end before its start', { ...dates, endDateTime: '2026-03-05T19:00:00Z' }],
    ['a start without an end', { startDateTime: dates.startDateTime }],
    ['a date that isn’t one', { ...dates, startDateTime: 'tomorrow' }],
    ['a date far from any evening', { ...dates, startDateTime: '0001-01-01T00:00:00Z' }],
    ['an unknown field', { colour: 'red' }],
    ['an unknown type', { type: 'SOMETIMES' }],
    ['no name', { name: undefined }],
    ['an empty name', { name: '' }],
    ['a blank name', { name: '  ' }],
    ['a name of 201 characters', { name: 'x'.repeat(201) }],
    ['a description of 5,001 characters', { description: 'x'.repeat(5_001) }],
    ['text with U+0000', { description: 'a\0b' }],
    ['an unknown zone', { timeZone: 'Europe/Nowhere' }],
    ['an offset as a zone', { timeZone: '+02:00' }],
    ['a recurrence of a one-time session', { ...dates, repeatCycleType: 'DAILY' }],
    ['a recurring session without dates', { type: 'RECURRING', repeatCycleType: 'DAILY' }],
    ['a recurring session without a cycle', recurring],
    ['an unknown cycle', { ...recurring, repeatCycleType: 'HOURLY' }],
    ['an unknown day', { ...recurring, repeatCycleType: 'WEEKLY', recurringDayOfWeek: 'FREITAG' }],
    ['a rule by the second', { ...recurring, rrule: 'FREQ=SECONDLY' }],
    ['a rule that is none', { ...recurring, rrule: 'every friday' }],
    ['a rule without an occurrence', { ...recurring, rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }],
    ['an end without its date', { ...recurring, repeatCycleType: 'DAILY', sessionEndType: 'ON_DATE' }],
    ['a count of 0', { ...recurring, repeatCycleType: 'DAILY', occurrenceCount: 0 }],
    ['a count over 10,000', { ...recurring, repeatCycleType: 'DAILY', occurrenceCount: 10_001 }],
    ['occurrences that overlap', { ...recurring, endDateTime: '2026-03-08T19:00:00Z', rrule: 'FREQ=DAILY' }],
    ['a malformed timeline', { timelineId: 'a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8' }],
    ['an unknown timeline', { timelineId: 'a1b2c3d4-e5f6-4890-a1b2-a3b4c5d6e7f8' }],
  ])('[S3] [C4] %s is a 400 that says so', async (_, fields) => {
    const answer = await host.call('POST', '/sessions', newSession({ timelineId, ...fields }));
    expect(answer).toMatchObject(refusal(400, 'invalid_payload'));
    expect(answer.body.message.every((text: unknown) => typeof text === 'string' && text !== '')).toBe(true);
  });

  it('[C4] of a field that may be null no more is told than what is wrong with it', async () => {
    const fields = { startDateTime: 'soon', occurrenceCount: '3', recurringDayOfWeek: 'FREITAG' };
    const { body } = await host.call('POST', '/sessions', newSession({ timelineId, ...fields }));
    expect(body.message).toEqual([
      expect.stringMatching(/^startDateTime .*date-time/),
      expect.stringMatching(/^recurringDayOfWeek must be one of MONDAY/),
      expect.stringMatching(/^occurrenceCount must be integer/),
    ]);
  });

  it('[C4] all that is wrong is told at once', async () => {
    const { body } = await host.call('POST', '/sessions', { type: 'X', name: '', colour: 'red' });
    expect(body.message.length).toBeGreaterThanOrEqual(4);
  });

  it.each([
    ['malformed JSON', '{"type":', 'application/json', 400],
    ['another content type', 'type=ONE_TIME', 'application/x-www-form-urlencoded', 415],
    ['a body over its limit', `{"name":"${'x'.repeat(300_000)}"}`, 'application/json', 413],
  ])('[C4] %s', async (_, text, type, status) => {
    const headers = { 'content-type': type };
    const answer = await app.call('POST', '/sessions', text, { token: host.token, headers });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ statusCode: status, error: expect.any(String) });
  });

  it('[S4] counts in the wall-clock time of its zone', async () => {
    const session = await host.makeSession(
      newSeries({
        timelineId,
        startDateTime: '2026-03-22T19:00:00.000Z',
        timeZone: 'Europe/Berlin',
      }),
    );
    const found = await host.occurrencesOf(session.id, '2026-03-20T00:00:00Z', '2026-04-01T00:00:00Z');
    expect(found).toEqual([
      {
        sessionId: session.id,
        originalStart: '2026-03-22T19:00:00.000Z',
        startDateTime: '2026-03-22T19:00:00.000Z',
        endDateTime: '2026-03-22T20:00:00.000Z',
      },
      {
        sessionId: session.id,
        originalStart: '2026-03-29T18:00:00.000Z',
        startDateTime: '2026-03-29T18:00:00.000Z',
        endDateTime: '2026-03-29T19:00:00.000Z',
      },
    ]);
  });
});

describe('changing', () => {
  it('[S6] only what is sent changes, and null clears', async () => {
    const session = await host.makeSession({
      timelineId,
      startDateTime: '2023-12-01T09:00:00Z',
      endDateTime: '2023-12-01T10:00:00Z',
      description: 'First',
    });
    const change = { startDateTime: '2023-12-08T10:30:00Z', endDateTime: '2023-12-08T11:30:00Z' };
    const changed = await host.done('PATCH', `/sessions/${session.id}`, change);
    expect(changed).toEqual({
      ...session,
      startDateTime: '2023-12-08T10:30:00.000Z',
      endDateTime: '2023-12-08T11:30:00.000Z',
      updatedAt: expect.stringMatching(INSTANT),
    });
    const cleared = await host.done('PATCH', `/sessions/${session.id}`, {
      description: null,
      startDateTime: null,
      endDateTime: null,
    });
    expect(cleared).toMatchObject({ description: null, startDateTime: null, endDateTime: null });
  });

  it('[S6] an end that is told brings its type along, and takes it with it', async () => {
    const { id } = await host.makeSession(
      newSeries({ timelineId, startDateTime: '2023-12-01T09:00:00.000Z' }),
    );
    const path = `/sessions/${id}`;
    expect(await host.done('PATCH', path, { occurrenceCount: 3 })).toMatchObject({
      sessionEndType: 'AFTER_OCCURRENCES',
      occurrenceCount: 3,
    });
    expect(await host.done('PATCH', path, { recurrenceEndDateTime: '2024-01-01T00:00:00Z' })).toMatchObject({
      sessionEndType: 'ON_DATE',
      occurrenceCount: null,
    });
    expect(await host.done('PATCH', path, { recurrenceEndDateTime: null })).toMatchObject({
      sessionEndType: 'NEVER',
      recurrenceEndDateTime: null,
    });
    expect(await host.done('PATCH', path, { type: 'ONE_TIME' })).toMatchObject({
      type: 'ONE_TIME',
      repeatCycleType: null,
      sessionEndType: null,
    });
  });

  it.each([
    ['a required field of null', { name: null }],
    ['an unknown field', { removedAt: '2026-01-01T00:00:00Z' }],
    [
      'a recurrence without a date',
      { type: 'RECURRING', repeatCycleType: 'DAILY', startDateTime: null, endDateTime: null },
    ],
    ['an unknown timeline', { timelineId: 'a1b2c3d4-e5f6-4890-a1b2-a3b4c5d6e7f8' }],
  ])('[S6] %s is 400', async (_, change) => {
    const { id } = await host.makeSession({ timelineId });
    expect(await host.call('PATCH', `/sessions/${id}`, change)).toMatchObject(
      refusal(400, 'invalid_payload'),
    );
  });

  it('[S6] a deleted session is given back once, and then is 404 everywhere', async () => {
    const session = await host.makeSession({
      timelineId,
      startDateTime: '2023-12-01T09:00:00Z',
      endDateTime: '2023-12-01T10:00:00Z',
    });
    const path = `/sessions/${session.id}`;
    const removed = await host.done('DELETE', path);
    expect(removed).toEqual({
      ...session,
      updatedAt: expect.stringMatching(INSTANT),
      removedAt: expect.stringMatching(INSTANT),
    });
    const window = 'from=2023-12-01T00:00:00Z&to=2023-12-02T00:00:00Z';
    for (const [method, at, body] of [
      ['GET', path],
      ['PATCH', path, { name: 'Again' }],
      ['DELETE', path],
      ['GET', `${path}/occurrences?${window}`],
      ['PATCH', `${path}/occurrences/${session.startDateTime}`, { name: 'Again' }],
      ['DELETE', `${path}/occurrences/${session.startDateTime}`],
      ['POST', `${path}/split`, { originalStart: session.startDateTime }],
    ] as const)
      expect(await host.call(method, at, body)).toMatchObject(refusal(404, 'not_found'));
    const ids = (await host.done('GET', '/sessions?take=100')).map(({ id }: { id: string }) => id);
    expect(ids).not.toContain(session.id);
  });

  it.each(['nope', '7', '00000000-0000-4000-8000-000000000000'])('[S6] /sessions/%s is 404', async (id) => {
    for (const method of ['GET', 'DELETE'])
      expect(await host.call(method, `/sessions/${id}`)).toMatchObject(refusal(404, 'not_found'));
    expect(await host.call('PATCH', `/sessions/${id}`, {})).toMatchObject(refusal(404, 'not_found'));
  });
});

describe('listing', () => {
  type Listed = { name: string };
  const names = (rows: Listed[]) => rows.map(({ name }) => name);

  it('[S7] sorts by the start, nulls last, pages, and filters by occurrence', async () => {
    const id = await host.makeTimeline({ allowOverlap: true });
    const at = (name: string, day: string) => ({
      timelineId: id,
      name,
      startDateTime: `${day}T19:00:00Z`,
      endDateTime: `${day}T20:00:00Z`,
    });
    await host.makeSession(at('second', '2026-03-10'));
    await host.makeSession({ timelineId: id, name: 'undated' });
    await host.makeSession({ ...at('first', '2026-03-02'), type: 'RECURRING', rrule: 'FREQ=WEEKLY;COUNT=3' });
    const list = async (query: string) =>
      (await host.call('GET', `/sessions?timelineId=${id}&${query}`)).body;
    expect(names((await list('')).data)).toEqual(['second', 'first', 'undated']);
    expect(names((await list('startDateTimeSortOrder=asc')).data)).toEqual(['first', 'second', 'undated']);
    expect(names((await list('startDateTimeSortOrder=DeSc')).data)).toEqual(['second', 'first', 'undated']);
    expect(await list('startDateTimeSortOrder=ASC&skip=1&take=1')).toMatchObject({
      data: [{ name: 'second' }],
      meta: { message: 'success', meta: { skip: 1, take: 1, count: 3 } },
    });
    expect((await list('')).meta).toEqual({ message: 'success', meta: { skip: 0, take: 10, count: 3 } });

    const within = async (from: string, to: string) =>
      names((await list(`startDateTimeFrom=${from}T00:00:00Z&startDateTimeTo=${to}T00:00:00Z`)).data);
    expect(await within('2026-03-09', '2026-03-10')).toEqual(['first']);
    expect(await within('2026-03-10', '2026-03-11')).toEqual(['second']);
    expect(await within('2026-03-11', '2026-03-16')).toEqual([]);
    expect(names((await list('startDateTimeFrom=2026-03-16T00:00:00Z')).data)).toEqual(['first']);
    expect(names((await list('startDateTimeTo=2026-03-03T00:00:00Z')).data)).toEqual(['first']);
    expect((await list('startDateTimeTo=2026-03-03T00:00:00Z')).meta.meta.count).toBe(1);
  });

  it.each(['a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8', '7', ''])(
    '[S7] timelineId=%s, as documented or not, is no timeline’s and has nothing',
    async (id) => {
      const query = `timelineId=${id}&startDateTimeSortOrder=ASC&skip=0&take=10`;
      const { status, body } = await host.call('GET', `/sessions?${query}`);
      expect({ status, body }).toEqual({
        status: 200,
        body: { data: [], meta: { message: 'success', meta: { skip: 0, take: 10, count: 0 } } },
      });
    },
  );

  it.each([
    'skip=-1',
    'take=0',
    'take=101',
    'take=ten',
    'skip=1.5',
    'take=',
    'startDateTimeSortOrder=up',
    'startDateTimeFrom=today',
    'colour=red',
  ])('[S7] ?%s is 400', async (query) => {
    expect(await host.call('GET', `/sessions?${query}`)).toMatchObject(refusal(400, 'invalid_payload'));
  });
});
