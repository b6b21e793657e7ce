import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reach, register } from '../setup/accounts.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type NodeProcess, startNode, toDatabaseUrl } from '../setup/node-process.ts';
import { type Calendar, later, newSeries, newSession, openCalendar } from '../setup/schedule.ts';

let dataDir: string;
let database: TestDatabase;
let nodes: NodeProcess[];
let calendars: Calendar[];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-calendar-'));
  database = await createTestDatabase();
  const env = { DATA_DIR: dataDir, DATABASE_URL: toDatabaseUrl(database.connection) };
  nodes = await Promise.all([startNode(env), startNode(env)]);
  const apps = nodes.map(({ url }) => reach(url));
  const person = apps[0] && (await register(apps[0]));
  calendars = apps.map((app) => openCalendar(app, { token: person?.token ?? '' }));
});

afterAll(async () => {
  await Promise.all((nodes ?? []).map((node) => node.stop()));
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** As many requests at once, by turns to one node and the other: how many were let through, the others being 409. */
async function race(
  count: number,
  request: (calendar: Calendar, index: number) => ReturnType<Calendar['call']>,
) {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const calendar = calendars[index % calendars.length];
      if (!calendar) throw new Error('there are no nodes');
      return request(calendar, index);
    }),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
  return statuses.filter((status) => status === 200).length;
}

it('[S5] of 30 creations of one slot on two nodes one wins', async () => {
  const timelineId = await calendars[0]?.makeTimeline();
  const startDateTime = '2031-03-07T19:00:00.000Z';
  const body = newSession({ timelineId, startDateTime, endDateTime: later(startDateTime, 60) });
  expect(await race(30, ({ call }) => call('POST', '/sessions', body))).toBe(1);
});

it('[S5] of series that meet somewhere on two timelines of one host one wins', async () => {
  const timelineIds = [await calendars[0]?.makeTimeline(), await calendars[1]?.makeTimeline()];
  const rules = ['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=TU,SA', 'FREQ=MONTHLY;BYMONTHDAY=14'];
  const starts = await race(12, ({ call }, index) =>
    call(
      'POST',
      '/sessions',
      newSeries({
        timelineId: timelineIds[index % 4 < 2 ? 0 : 1],
        startDateTime: '2032-06-01T10:00:00.000Z',
        // Each has a 14th of a month that is a Tuesday or a Saturday.
        rrule: rules[index % rules.length],
      }),
    ),
  );
  expect(starts).toBe(1);
});
