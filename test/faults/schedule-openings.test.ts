import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { reach, register } from '../setup/accounts.ts';
import { createTestDatabase, queryStore, type TestDatabase } from '../setup/database.ts';
import { type NodeProcess, startNode, toDatabaseUrl } from '../setup/node-process.ts';
import { makeQuiz } from '../setup/quiz.ts';
import { type Calendar, openCalendar } from '../setup/schedule.ts';
import { startTcpProxy } from '../setup/tcp-proxy.ts';

const SOON = { timeout: 20_000 };

let dataDir: string;
let database: TestDatabase;
let way: Awaited<ReturnType<typeof startTcpProxy>>;
let nodes: NodeProcess[];
let calendars: Calendar[];
let activities: object[];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-openings-'));
  database = await createTestDatabase();
  const { host: directory, port } = database.connection;
  way = await startTcpProxy({ path: `${directory}/.s.PGSQL.${port}` });
  const store = { ...database.connection, host: way.host, port: way.port };
  const env = {
    DATA_DIR: dataDir,
    DATABASE_URL: toDatabaseUrl(store),
    PUBLIC_URL: 'https://soiree.example',
    TRUST_PROXY: '1',
  };
  nodes = await Promise.all([startNode(env), startNode(env)]);
  const apps = nodes.map(({ url }) => reach(url));
  const [app] = apps;
  if (!app) throw new Error('there are no nodes');
  const { token } = await register(app);
  calendars = apps.map((one) => openCalendar(one, { token }));
  const { id: quizId } = await makeQuiz(app, token);
  activities = [{ kind: 'night' }, { kind: 'quiz', quizId }, { kind: 'watch' }];
});

afterAll(async () => {
  await Promise.all((nodes ?? []).map((node) => node.stop()));
  await way?.close();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function makeSessions(): Promise<string[]> {
  const [calendar] = calendars;
  const timelineId = await calendar?.makeTimeline();
  const sessions = activities.map((activity) => calendar?.makeSession({ timelineId, activity }));
  return (await Promise.all(sessions)).map(({ id }) => id);
}

const openEverywhere = (id: string, times: number) =>
  Promise.all(
    Array.from({ length: times }, () =>
      calendars.map(({ call }) => call('POST', `/sessions/${id}/open`, {})),
    ).flat(),
  );

/** Of nights, rooms and parties. */
const countAll = () =>
  Promise.all(
    ['nights', 'quiz_rooms', 'watch_parties'].map(
      async (table) => (await queryStore(database.connection, `SELECT id FROM ${table}`)).length,
    ),
  );

it('[X153] openings at once on two nodes start one of each', async () => {
  for (const id of await makeSessions()) {
    const answers = await openEverywhere(id, 6);
    expect(answers.map(({ status, text }) => (status === 200 ? '' : text)).join('')).toBe('');
    expect(new Set(answers.map(({ body }) => body.data.url)).size).toBe(1);
  }
  const count = async (table: string) =>
    (await queryStore(database.connection, `SELECT id FROM ${table}`)).length;
  expect(await Promise.all(['nights', 'quiz_rooms', 'watch_parties'].map(count))).toEqual([1, 1, 1]);
});

it('[X153] [C2] cut off from its store it is 503 in the calendar’s form, and afterwards goes on', async () => {
  const ids = await makeSessions();
  const underWay = Promise.all(ids.map((id) => openEverywhere(id, 2)));
  await way.cut();
  for (const { status } of (await underWay).flat()) expect([200, 503]).toContain(status);
  for (const id of ids)
    for (const answer of await openEverywhere(id, 1))
      expect(answer).toMatchObject({ status: 503, body: { statusCode: 503, error: 'unavailable' } });
  await way.restore();
  for (const id of ids)
    await vi.waitFor(async () => {
      const answers = await openEverywhere(id, 1);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(new Set(answers.map(({ body }) => body.data.url)).size).toBe(1);
    }, SOON);
  expect(await countAll()).toEqual([1, 2, 2]);
});
