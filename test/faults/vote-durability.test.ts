import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type NodeProcess, startNode } from '../setup/node-process.ts';
import { openNight, readVotes, send, signIn, startVoteLoad, type VoteLoad } from '../setup/vote-load.ts';

const KILLS = 20;
const VOTERS = 16;

let dataDir: string;
let server: NodeProcess;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-faults-'));
  server = await startNode({ DATA_DIR: dataDir });
});

afterEach(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Resolves when so many more votes were answered 200. */
async function progress(load: VoteLoad, votes: number): Promise<void> {
  const goal = load.accepted.length + votes;
  await vi.waitFor(() => expect(load.accepted.length).toBeGreaterThanOrEqual(goal), {
    timeout: 20_000,
    interval: 5,
  });
}

/** Nothing that was answered 200 is missing, nothing is there twice, and every total is the sum of the votes. */
async function expectWhole(load: VoteLoad, token: string, nightId: number, gameId: number): Promise<void> {
  const stored = await readVotes(server.url, nightId);
  const names = new Set(stored.map(({ username }) => username));
  expect(names.size).toBe(stored.length);
  expect(load.accepted.filter(({ username }) => !names.has(username))).toEqual([]);
  expect(load.faults).toEqual([]);

  const upvotes = stored.filter(({ vote }) => vote === 'up').length;
  const downvotes = stored.length - upvotes;
  const { body: night } = await send(server.url, token, 'GET', `/api/sessions/${nightId}/votes`);
  expect(night.votes).toMatchObject([{ game_id: gameId, upvotes, downvotes, total_votes: stored.length }]);
  const { body: game } = await send(server.url, token, 'GET', `/api/games/${gameId}`);
  expect(game).toMatchObject({ upvotes, downvotes, popularity_score: upvotes - downvotes });
}

describe('votes that were answered 200', () => {
  it(`[N7] survive ${KILLS} times kill -9 of the server under load`, { timeout: 180_000 }, async () => {
    const token = await signIn(server.url);
    const { nightId, gameId } = await openNight(server.url, token);
    const load = startVoteLoad(server.url, token, VOTERS);
    for (let kill = 0; kill < KILLS; kill++) {
      await progress(load, 50);
      await server.kill();
      await server.start();
    }
    await progress(load, 50);
    await load.stop();
    expect(load.accepted.length).toBeGreaterThan(KILLS * 50);
    await expectWhole(load, token, nightId, gameId);
  });

  it('[N7] survive kill -9 of the store under load; the server says 503 and resumes by itself', {
    timeout: 120_000,
  }, async () => {
    const token = await signIn(server.url);
    const { nightId, gameId } = await openNight(server.url, token);
    const load = startVoteLoad(server.url, token, VOTERS);
    const pid = server.pid();
    for (let kill = 0; kill < 5; kill++) {
      await progress(load, 50);
      const [postmaster] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(postmaster), 'SIGKILL');
      await progress(load, 50);
    }
    await load.stop();
    expect(server.pid()).toBe(pid);
    expect(load.statuses.get(503)).toBeGreaterThan(0);
    expect([...load.statuses.keys()].filter((status) => ![200, 503].includes(status))).toEqual([]);
    await expectWhole(load, token, nightId, gameId);
  });
});
