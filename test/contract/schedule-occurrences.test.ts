import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { later, newSeries, registerWithCalendar } from '../setup/schedule.ts';

let app: TestApp;
let host: Awaited<ReturnType<typeof registerWithCalendar>>;
beforeAll(async () => {
  app = await startTestApp();
  await registerWithCalendar(app);
});
afterAll(() => app.close());

const START = '2031-03-07T19:00:00.000Z';
const WEEK = 7 * 24 * 60;
const nth = (week: number) => later(START, week * WEEK);
const MONTH = ['2031-03-01T00:00:00Z', '2031-04-01T00:00:00Z'] as const;
type Told = { originalStart: string; startDateTime: string; endDateTime: string };
const startsOf = (rows: Told[]) => rows.map(({ startDateTime }) => startDateTime);

/** A weekly series of somebody new. */
async function makeWeekly(fields: object = {}) {
  host = await registerWithCalendar(app);
  const timelineId = await host.makeTimeline();
  const { id } = await host.makeSession(newSeries({ timelineId, startDateTime: START, ...fields }));
  return { timelineId, id: String(id), path: `/sessions/${id}` };
}

const listMonth = (id: string): Promise<Told[]> => host.occurrencesOf(id, ...MONTH);

describe('[S8] one occurrence', () => {
  it('is moved, and stays called by its original start', async () => {
    const { id, path } = await makeWeekly();
    const moved = { startDateTime: later(nth(1), 90), endDateTime: later(nth(1), 120) };
    const change = { ...moved, name: 'Later' };
    const told = { sessionId: id, originalStart: nth(1), ...change };
    expect(await host.done('PATCH', `${path}/occurrences/${nth(1)}`, change)).toEqual(told);
    expect(await listMonth(id)).toEqual([
      { sessionId: id, originalStart: START, startDateTime: START, endDateTime: later(START, 60) },
      told,
      ...[2, 3].map((week) => ({
        sessionId: id,
        originalStart: nth(week),
        startDateTime: nth(week),
        endDateTime: later(nth(week), 60),
      })),
    ]);
    const again = await host.done('PATCH', `${path}/occurrences/${nth(1)}`, { name: null });
    expect(again).toEqual({ sessionId: id, originalStart: nth(1), ...moved });
    const back = await host.done('PATCH', `${path}/occurrences/${nth(1)}`, { startDateTime: nth(1) });
    expect(back).toMatchObject({ startDateTime: nth(1), endDateTime: later(nth(1), 30) });
  });

  it('is called off, and is then not there', async () => {
    const { id, path } = await makeWeekly();
    await host.done('DELETE', `${path}/occurrences/${nth(1)}`);
    expect(startsOf(await listMonth(id))).toEqual([START, nth(2), nth(3)]);
    for (const method of ['PATCH', 'DELETE'])
      expect((await host.call(method, `${path}/occurrences/${nth(1)}`, {})).status).toBe(404);
  });

  it('[X149] stays called off, or elsewhere, where the whole series moves', async () => {
    const { id, path } = await makeWeekly();
    await host.done('DELETE', `${path}/occurrences/${nth(1)}`);
    await host.done('PATCH', `${path}/occurrences/${nth(2)}`, { startDateTime: later(nth(2), 24 * 60) });
    const byMinutes = 24 * 60 + 30;
    const startDateTime = later(START, byMinutes);
    const moved = { startDateTime, endDateTime: later(startDateTime, 60), recurringDayOfWeek: null };
    await host.done('PATCH', path, moved);
    const [first, second] = await host.occurrencesOf(id, MONTH[0], MONTH[1]);
    expect(first.startDateTime).toBe(startDateTime);
    expect(second).toMatchObject({
      originalStart: later(nth(2), byMinutes),
      startDateTime: later(nth(2), 24 * 60),
    });
  });

  it('that the series has not is 404; an end before the start 400', async () => {
    const { path } = await makeWeekly({ exDates: [nth(2)] });
    for (const at of [
      later(START, 1),
      nth(-1),
      nth(2),
      'first',
      '2031',
      '2031-03-07T19:00:00',
      '9999-01-01T00:00:00Z',
    ])
      for (const method of ['PATCH', 'DELETE'])
        expect((await host.call(method, `${path}/occurrences/${at}`, {})).status).toBe(404);
    const backwards = { startDateTime: nth(1), endDateTime: nth(0) };
    expect((await host.call('PATCH', `${path}/occurrences/${START}`, backwards)).status).toBe(400);
  });

  it('[S5] that is moved onto another session is 409, onto another of its own 400', async () => {
    const { timelineId, path } = await makeWeekly();
    const at = later(START, 24 * 60);
    await host.makeSession({ timelineId, startDateTime: at, endDateTime: later(at, 60) });
    const move = (to: string) => host.call('PATCH', `${path}/occurrences/${START}`, { startDateTime: to });
    expect((await move(later(at, -30))).body).toMatchObject({
      statusCode: 409,
      conflict: { occurrence: { startDateTime: at } },
    });
    expect((await move(later(nth(1), 30))).status).toBe(400);
    expect((await move(later(at, -60))).status).toBe(200);
  });
});

describe('[S8] windows', () => {
  it('have what ends after they begin and starts before they end, in pages', async () => {
    const { id, path } = await makeWeekly({ exDates: [nth(1)] });
    expect(startsOf(await host.occurrencesOf(id, later(START, 59), nth(2)))).toEqual([START]);
    expect(startsOf(await host.occurrencesOf(id, later(START, 60), later(nth(2), 1)))).toEqual([nth(2)]);
    const { body } = await host.call(
      'GET',
      `${path}/occurrences?from=${MONTH[0]}&to=${MONTH[1]}&skip=1&take=1`,
    );
    expect(body.meta.meta).toEqual({ skip: 1, take: 1, count: 3 });
    expect(startsOf(body.data)).toEqual([nth(2)]);
  });

  it.each([
    'from=2031-01-01T00:00:00Z',
    'from=2031-01-01T00:00:00Z&to=2031-01-01T00:00:00Z',
    'from=2031-01-01T00:00:00Z&to=2031-02-01T00:00:00Z&take=1001',
    'from=2031-01-01T00:00:00Z&to=2031-02-01T00:00:00Z&colour=red',
  ])('?%s is 400', async (query) => {
    const { path } = await makeWeekly();
    expect((await host.call('GET', `${path}/occurrences?${query}`)).status).toBe(400);
    expect((await host.call('GET', `/occurrences?${query}`)).status).toBe(400);
  });

  it('of all that one may read are in one order', async () => {
    const { id, timelineId } = await makeWeekly();
    const other = await host.makeSession({
      timelineId: await host.makeTimeline(),
      name: 'Between',
      startDateTime: later(START, 120),
      endDateTime: later(START, 180),
    });
    const list = (query = '') => host.done('GET', `/occurrences?from=${MONTH[0]}&to=${MONTH[1]}${query}`);
    const all: (Told & { name: string; sessionId: string })[] = await list();
    expect(all.map(({ sessionId }) => sessionId)).toEqual([id, other.id, id, id, id]);
    expect(all[1]).toEqual({
      sessionId: other.id,
      timelineId: other.timelineId,
      name: 'Between',
      originalStart: later(START, 120),
      startDateTime: later(START, 120),
      endDateTime: later(START, 180),
      type: 'ONE_TIME',
      timeZone: 'UTC',
      hostId: host.id,
    });
    expect(await list(`&timelineId=${timelineId}`)).toHaveLength(4);
    const stranger = await registerWithCalendar(app);
    const foreign = `/occurrences?from=${MONTH[0]}&to=${MONTH[1]}&timelineId=${timelineId}`;
    expect(await stranger.done('GET', foreign)).toEqual([]);
  });

  it('[S3] may be of many years: February 29th is each leap year', async () => {
    const { timelineId } = await makeWeekly();
    const leapDays = [2032, 2036, 2040, 2044].map((year) => `${year}-02-29T10:00:00.000Z`);
    const series = newSeries({ timelineId, startDateTime: String(leapDays[0]), repeatCycleType: 'YEARLY' });
    const { id } = await host.makeSession(series);
    const [from, to] = ['2020-01-01T00:00:00Z', '2045-01-01T00:00:00Z'];
    expect(startsOf(await host.occurrencesOf(id, from, to))).toEqual(leapDays);
    expect((await host.call('GET', `/occurrences?from=${from}&to=${to}&take=1`)).body.meta.meta.take).toBe(1);
  });

  it('with far too much in them are 400, soon', async () => {
    const { timelineId } = await makeWeekly();
    await host.done('PATCH', `/timelines/${timelineId}`, { allowOverlap: true });
    const often = { startDateTime: START, endDateTime: later(START, 1), rrule: 'FREQ=MINUTELY;INTERVAL=60' };
    for (const name of ['one', 'two', 'three'])
      await host.makeSession(newSeries({ timelineId, name, ...often }));
    const answer = await host.call('GET', '/occurrences?from=2031-01-01T00:00:00Z&to=2035-12-31T00:00:00Z');
    expect(answer).toMatchObject({ status: 400, body: { statusCode: 400 } });
    const tooMany = newSeries({ timelineId, ...often, rrule: 'FREQ=MINUTELY', endDateTime: later(START, 1) });
    expect((await host.call('POST', '/sessions', tooMany)).status).toBe(400);
  });
});

describe('[S8] a series that goes on otherwise', () => {
  it('is two that together are the one', async () => {
    const { id, path } = await makeWeekly({ occurrenceCount: 4 });
    await host.done('PATCH', `${path}/occurrences/${nth(3)}`, { startDateTime: later(nth(3), 30) });
    const next = await host.done('POST', `${path}/split`, { originalStart: nth(2) });
    expect(next).toMatchObject({ repeatCycleType: 'WEEKLY', occurrenceCount: 2, startDateTime: nth(2) });
    expect(startsOf(await listMonth(id))).toEqual([START, nth(1)]);
    expect(startsOf(await listMonth(next.id))).toEqual([nth(2), later(nth(3), 30)]);
  });

  it('says what it is told to, or stays whole', async () => {
    const { timelineId, id, path } = await makeWeekly();
    const at = later(nth(3), 120);
    await host.makeSession({ timelineId, startDateTime: at, endDateTime: later(at, 60) });
    const shift = { startDateTime: later(nth(2), 120), endDateTime: later(nth(2), 180) };
    const split = (changes: object) => host.call('POST', `${path}/split`, { originalStart: nth(2), changes });
    expect((await split(shift)).status).toBe(409);
    expect(await listMonth(id)).toHaveLength(4);
    const { body } = await split({ name: 'Otherwise' });
    expect(body.data).toMatchObject({ name: 'Otherwise', sessionEndType: 'NEVER' });
    for (const [originalStart, status] of [
      [START, 400],
      [nth(2), 404],
      [later(START, 1), 404],
    ] as const)
      expect((await host.call('POST', `${path}/split`, { originalStart })).status).toBe(status);
  });
});
