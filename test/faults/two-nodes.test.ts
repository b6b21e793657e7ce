import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type NodeProcess, startNode, toDatabaseUrl } from '../setup/node-process.ts';
import { startRedis, type TestRedis } from '../setup/redis.ts';
import { connectSocket } from '../setup/socket-client.ts';
import { openNight, readVotes, send, signIn, startVoteLoad } from '../setup/vote-load.ts';

let dataDir: string;
let database: TestDatabase;
let redis: TestRedis;
let one: NodeProcess;
let other: NodeProcess;
let token: string;
let nightId: number;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-nodes-'));
  database = await createTestDatabase();
  redis = await startRedis();
  const env = { DATA_DIR: dataDir, DATABASE_URL: toDatabaseUrl(database.connection), REDIS_URL: redis.url };
  [one, other] = await Promise.all([startNode(env), startNode(env)]);
  token = await signIn(one.url);
  ({ nightId } = await openNight(one.url, token));
});

afterAll(async () => {
  await Promise.all([one?.stop(), other?.stop()]);
  await redis?.stop();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const vote = (url: string, username: string, timestamp: string) =>
  send(url, token, 'POST', '/api/votes/live', { username, vote: 'up', timestamp });

describe('two nodes on one store and one bus', () => {
  it('[N18] a vote posted on one reaches a subscriber on the other', async () => {
    const socket = await connectSocket(`${other.url}/api/sessions/live`);
    socket.send({ type: 'auth', token });
    await socket.next((message) => message.type === 'auth_success');
    socket.send({ type: 'subscribe', sessionId: nightId });
    await socket.next((message) => message.type === 'subscribed');
    await vote(one.url, 'across', new Date().toISOString());
    const event = await socket.next((message) => message.type === 'vote.received');
    expect(event).toMatchObject({ data: { sessionId: nightId, vote: { username: 'across', type: 'up' } } });
    await socket.close();
  });

  it('[N5] refuses duplicates across the nodes, however many come at once', async () => {
    const at = Date.now() + 60_000;
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        vote(index % 2 === 0 ? one.url : other.url, 'eager', new Date(at + index * 10).toISOString()),
      ),
    );
    const accepted = answers.filter(({ status }) => status === 200);
    expect(accepted).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(59);
  });

  it('[N6] counts votes exactly when both nodes take them for one game', async () => {
    const before = (await readVotes(one.url, nightId)).length;
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, index) =>
        vote(index % 2 === 0 ? one.url : other.url, `both${index}`, new Date().toISOString()),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const totals = answers.map(({ body }) => body.game.upvotes).sort((a, b) => a - b);
    expect(totals).toEqual(Array.from({ length: 400 }, (_, index) => before + index + 1));
  });

  it('[N2] lets one of two simultaneous creations win', async () => {
    await send(one.url, token, 'POST', `/api/sessions/${nightId}/close`, {});
    const answers = await Promise.all(
      [one.url, other.url].map((url) => send(url, token, 'POST', '/api/sessions', {})),
    );
    const [created, refused] = answers.sort((a, b) => a.status - b.status);
    expect(created?.status).toBe(201);
    expect(refused).toMatchObject({ status: 400, body: { activeSessionId: created?.body.id } });
    nightId = created?.body.id;
    await send(one.url, token, 'POST', `/api/sessions/${nightId}/games`, { game_id: 1 });
  });

  it('[N7] goes on at one node when the other is killed under load, and loses nothing', async () => {
    const loads = [startVoteLoad(one.url, token, 8, 'one'), startVoteLoad(other.url, token, 8, 'other')];
    await expect
      .poll(() => Math.min(...loads.map(({ accepted }) => accepted.length)), { timeout: 20_000 })
      .toBeGreaterThan(100);
    await other.kill();
    const before = loads[0]?.accepted.length ?? 0;
    await expect.poll(() => loads[0]?.accepted.length, { timeout: 20_000 }).toBeGreaterThan(before + 100);
    await Promise.all(loads.map((load) => load.stop()));
    expect([...(loads[0]?.statuses.keys() ?? [])].every((status) => status === 200)).toBe(true);
    const stored = new Set((await readVotes(one.url, nightId)).map(({ username }) => username));
    const accepted = loads.flatMap((load) => load.accepted);
    expect(accepted.filter(({ username }) => !stored.has(username))).toEqual([]);
  });
});
