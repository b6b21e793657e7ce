import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { later, registerWithCalendar } from '../setup/schedule.ts';

let app: TestApp;
let client: pg.Client;
beforeAll(async () => {
  app = await startTestApp();
  client = new pg.Client(app.connection);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await app.close();
});

const START = '2031-03-07T19:00:00.000Z';
const hour = (startDateTime: string) => ({ startDateTime, endDateTime: later(startDateTime, 60) });

const countWaiting = async (): Promise<number> => {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM pg_locks JOIN pg_database AS databases ON databases.oid = database
     WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`,
  );
  return rows[0]?.count ?? 0;
};

// Who waits for the host while it has a claim half gone is waited for by the host's next claim.
it('[S5] a change waits for its host’s lock before it lets go of a claim', async () => {
  const host = await registerWithCalendar(app);
  const [timelineId, otherId] = [await host.makeTimeline(), await host.makeTimeline()];
  const one = await host.makeSession({ timelineId, ...hour(START) });
  const two = await host.makeSession({ timelineId, ...hour(later(START, 24 * 60)) });
  await client.query('BEGIN');
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('host ' || $1, 0))", [host.id]);
  const changes = [
    host.call('PATCH', `/sessions/${one.id}`, hour(later(START, 120))),
    host.call('PATCH', `/sessions/${two.id}`, { timelineId: otherId }),
  ];
  await vi.waitFor(async () => expect(await countWaiting()).toBe(1));
  await expect(
    client.query('SELECT 1 FROM session_claims WHERE host_id = $1 FOR UPDATE NOWAIT', [host.id]),
  ).resolves.toMatchObject({ rowCount: 2 });
  await client.query('COMMIT');
  const statuses = (await Promise.all(changes)).map(({ status }) => status);
  expect(statuses).toEqual([200, 200]);
});
