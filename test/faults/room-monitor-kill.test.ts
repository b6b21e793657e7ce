import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type FakeEcast, startFakeEcast } from '../setup/fake-ecast.ts';
import { type NodeProcess, startNode, toDatabaseUrl } from '../setup/node-process.ts';
import { openNight, send, signIn } from '../setup/vote-load.ts';

let dataDir: string;
let database: TestDatabase;
let ecast: FakeEcast;
let one: NodeProcess;
let other: NodeProcess;
let token: string;
let games: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-monitors-'));
  database = await createTestDatabase();
  ecast = await startFakeEcast();
  const env = {
    DATA_DIR: dataDir,
    DATABASE_URL: toDatabaseUrl(database.connection),
    JACKBOX_API: ecast.url,
  };
  [one, other] = await Promise.all([startNode(env), startNode(env)]);
  token = await signIn(one.url);
  games = `/api/sessions/${(await openNight(one.url, token)).nightId}/games`;
});

afterAll(async () => {
  await Promise.all([one?.stop(), other?.stop()]);
  await ecast?.close();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** An interval, a look, and the time that a loaded machine takes to start a server. */
const GOES_ON_WITHIN = { timeout: 25_000, interval: 200 };

const waitForCount = (node: NodeProcess, count: number) =>
  vi.waitFor(async () => {
    const { body } = await send(node.url, token, 'GET', games);
    expect(body.at(-1)).toMatchObject({ player_count: count, player_count_check_status: 'monitoring' });
  }, GOES_ON_WITHIN);

describe('room monitors and kill -9', () => {
  it('[N22] go on at another node, and after a restart of all', { timeout: 90_000 }, async () => {
    ecast.open('ABCD', ['Ann']);
    const added = await send(one.url, token, 'POST', games, { game_id: 1, room_code: 'ABCD' });
    expect(added.status).toBe(201);
    await waitForCount(one, 1);

    await one.kill();
    ecast.join('ABCD', 'Bob');
    await waitForCount(other, 2);

    await other.kill();
    ecast.join('ABCD', 'Cy');
    await one.start();
    await waitForCount(one, 3);
  });
});
