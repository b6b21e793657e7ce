import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClaimExtension } from '#server/features/schedule/claim-extension.ts';
import { createOccurrenceService } from '#server/features/schedule/occurrences-service.ts';
import { createSessionService } from '#server/features/schedule/sessions-service.ts';
import { createDatabase, type Database } from '#server/platform/database.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { later, newSeries, newSession, registerWithCalendar } from '../setup/schedule.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const WEEK_MINUTES = 7 * 24 * 60;
const YEAR_MS = 365 * DAY_MS;
const logger = pino({ level: 'silent' });

let app: TestApp;
let database: Database;
let host: Awaited<ReturnType<typeof registerWithCalendar>>;
beforeAll(async () => {
  app = await startTestApp();
  database = createDatabase({ connection: app.connection, logger });
  await registerWithCalendar(app);
  host = await registerWithCalendar(app);
});
afterAll(async () => {
  await database.close();
  await app.close();
});

/** The services of a node as it is at another time. */
function createServices(clock: { now: () => number }) {
  const activities = { mayHostQuiz: async () => true };
  const sessions = createSessionService({ database, activities, clock, publicUrl: 'http://localhost' });
  return { sessions, occurrences: createOccurrenceService({ database, sessions }) };
}

const callerOf = (accountId: string) =>
  ({
    accountId,
    isAdmin: false,
    expiresAt: Number.MAX_SAFE_INTEGER,
    kind: 'login',
    loginId: accountId,
  }) as const;

const hour = (startDateTime: string) => ({ startDateTime, endDateTime: later(startDateTime, 60) });

it('[S5] what takes place once keeps its time, however far it was moved', async () => {
  const timelineId = await host.makeTimeline();
  const start = '2031-01-06T19:00:00.000Z';
  const far = hour('2041-01-07T19:00:00.000Z');
  const { id } = await host.makeSession({ timelineId, ...hour(start) });
  await host.done('PATCH', `/sessions/${id}/occurrences/${start}`, far);
  expect((await host.call('POST', '/sessions', newSession({ timelineId, ...far }))).status).toBe(409);
});

it('[S5] a series that is over is 400 too where its own occurrences overlap', async () => {
  const timelineId = await host.makeTimeline();
  const startDateTime = '2021-01-06T19:00:00.000Z';
  const series = { timelineId, startDateTime, repeatCycleType: 'DAILY', occurrenceCount: 3 };
  const endDateTime = later(startDateTime, 25 * 60);
  expect((await host.call('POST', '/sessions', newSeries({ ...series, endDateTime }))).status).toBe(400);
  await host.makeSession(newSeries(series));
});

it('[S5] a series whose own occurrences meet years from now goes on being claimed', async () => {
  const timelineId = await host.makeTimeline();
  const leapYear = Math.ceil((new Date().getUTCFullYear() + 4) / 4) * 4;
  // Of 30 hours each, which only a leap day brings together.
  const series = await host.makeSession(
    newSeries({
      timelineId,
      startDateTime: `${leapYear - 3}-03-01T10:00:00.000Z`,
      endDateTime: `${leapYear - 3}-03-02T16:00:00.000Z`,
      rrule: 'FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=29,1;BYHOUR=10',
    }),
  );
  expect(series.startDateTime).toBe(`${leapYear - 3}-03-01T10:00:00.000Z`);
  const clock = { now: () => Date.UTC(leapYear - 1, 5, 1) };
  await createClaimExtension({ database, clock, logger, registry: new Registry() }).run();
  const told = await host.done('GET', `/sessions/${series.id}`);
  expect(Date.parse(told.conflictCheckedUntil)).toBeGreaterThan(clock.now() + 2 * YEAR_MS - 1);
  const body = newSession({ timelineId, ...hour(`${leapYear + 1}-03-01T11:00:00.000Z`) });
  expect((await host.call('POST', '/sessions', body)).status).toBe(409);
});

it('[S5] a clash that time brought is no fault of later changes, which keep telling it', async () => {
  const timelineId = await host.makeTimeline();
  const start = `${new Date(Date.now() + DAY_MS).toISOString().slice(0, 10)}T13:00:00.000Z`;
  const series = await host.makeSession(newSeries({ timelineId, startDateTime: start }));
  let first = start;
  while (first < series.conflictCheckedUntil) first = later(first, WEEK_MINUTES);
  const blocked = [first, later(first, WEEK_MINUTES)].map(hour);
  for (const times of blocked) await host.makeSession({ timelineId, ...times });

  const clock = { now: () => Date.now() + 40 * DAY_MS };
  await createClaimExtension({ database, clock, logger, registry: new Registry() }).run();
  const { sessions, occurrences } = createServices(clock);
  const caller = callerOf(host.id);
  const named = await sessions.change(caller, series.id, { name: 'Another name' });
  expect(named.clash).toEqual({ startMs: Date.parse(first), endMs: Date.parse(later(first, 60)) });
  await occurrences.cancel(caller, series.id, Date.parse(first));
  const told = await sessions.find(caller, series.id);
  expect(told.clash?.startMs).toBe(Date.parse(later(first, WEEK_MINUTES)));
  // What is new about it may not clash.
  const moved = { startMs: Date.parse(later(start, 30)), endMs: Date.parse(later(start, 90)) };
  await expect(sessions.change(caller, series.id, moved)).rejects.toMatchObject({ code: 'conflict' });
});

it('[S5] of two series that clash at every hour the first clash is told', async () => {
  const timelineId = await host.makeTimeline();
  const hourly = (startDateTime: string) =>
    newSeries({
      timelineId,
      startDateTime,
      endDateTime: later(startDateTime, 20),
      rrule: 'FREQ=HOURLY;COUNT=3000',
    });
  const start = '2034-01-01T10:00:00.000Z';
  await host.makeSession(hourly(start));
  const { status, body } = await host.call('POST', '/sessions', hourly(later(start, 15)));
  expect(status).toBe(409);
  expect(body.conflict.occurrence).toEqual({ startDateTime: start, endDateTime: later(start, 20) });
});
