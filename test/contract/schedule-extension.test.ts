import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClaimExtension } from '#server/features/schedule/claim-extension.ts';
import { createDatabase, type Database } from '#server/platform/database.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { later, newSeries, newSession, registerWithCalendar } from '../setup/schedule.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const WEEK_MINUTES = 7 * 24 * 60;
const logger = pino({ level: 'silent' });

let app: TestApp;
let database: Database;
beforeAll(async () => {
  app = await startTestApp();
  database = createDatabase({ connection: app.connection, logger });
});
afterAll(async () => {
  await database.close();
  await app.close();
});

/** A node as it is so many days from now, with what it has counted. */
function createNode(days: number) {
  const registry = new Registry();
  const clock = { now: () => Date.now() + days * DAY_MS };
  const { run } = createClaimExtension({ database, clock, logger, registry });
  const countClashes = async () => Number(/_total (\d+)/.exec(await registry.metrics())?.[1]);
  return { run, countClashes };
}

const countClaims = async (id: string): Promise<number> => {
  const rows = await queryStore(
    app.connection,
    'SELECT count(*)::integer AS count FROM session_claims WHERE session_id = $1',
    [id],
  );
  return rows[0].count;
};

it('[S5] as time passes, what comes is claimed, a clash told, and what is long over let go of, by several nodes', async () => {
  const host = await registerWithCalendar(app);
  const timelineId = await host.makeTimeline();
  const start = `${new Date(Date.now() + DAY_MS).toISOString().slice(0, 10)}T19:00:00.000Z`;
  const series = await host.makeSession(newSeries({ timelineId, startDateTime: start }));
  const before = await countClaims(series.id);
  expect(before).toBeGreaterThanOrEqual(104);

  // The first two that come after what was looked at.
  let first = start;
  while (first < series.conflictCheckedUntil) first = later(first, WEEK_MINUTES);
  const blocked = { startDateTime: first, endDateTime: later(first, 60) };
  const other = await host.makeSession({ timelineId, ...blocked });

  const nodes = [createNode(40), createNode(40)];
  await Promise.all(nodes.map(({ run }) => run()));
  const told = await host.done('GET', `/sessions/${series.id}`);
  expect(told.conflictingOccurrence).toEqual(blocked);
  expect(told.conflictCheckedUntil > series.conflictCheckedUntil).toBe(true);
  expect(told.updatedAt).toBe(series.updatedAt);
  const counts = await Promise.all(nodes.map(({ countClashes }) => countClashes()));
  expect(counts.toSorted()).toEqual([0, 1]);
  // The one after it is kept from others; those of the 39 days that are over go on being so.
  const next = newSession({
    timelineId,
    startDateTime: later(first, WEEK_MINUTES),
    endDateTime: later(first, WEEK_MINUTES + 5),
  });
  expect((await host.call('POST', '/sessions', next)).status).toBe(409);
  expect(await countClaims(series.id)).toBeGreaterThan(before + 3);

  // Told but once while it lasts, and no more when it is over.
  const twoDaysLater = createNode(42);
  await twoDaysLater.run();
  expect(await twoDaysLater.countClashes()).toBe(0);
  await host.done('DELETE', `/sessions/${other.id}`);
  await createNode(44).run();
  expect((await host.done('GET', `/sessions/${series.id}`)).conflictingOccurrence).toBeNull();
  expect((await host.call('POST', '/sessions', newSession({ timelineId, ...blocked }))).status).toBe(409);

  // Five years back and two ahead.
  await createNode(6 * 365).run();
  expect(Math.abs((await countClaims(series.id)) - (7 * 365.25) / 7)).toBeLessThan(3);
});
