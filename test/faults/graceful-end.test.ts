import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeCodes } from '#protocol/close-codes.ts';
import { type NodeProcess, startNode } from '../setup/node-process.ts';
import { connectSocket } from '../setup/socket-client.ts';
import { openNight, readVotes, signIn, startVoteLoad } from '../setup/vote-load.ts';

let dataDir: string;
let server: NodeProcess;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-end-'));
  server = await startNode({ DATA_DIR: dataDir, LOG_LEVEL: 'info' });
});

afterEach(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('SIGTERM', () => {
  it('sends sockets elsewhere, keeps every answered vote, and exits 0 within 10 s', async () => {
    const token = await signIn(server.url);
    const { nightId } = await openNight(server.url, token);
    const socket = await connectSocket(`${server.url}/api/sessions/live`);
    await socket.ask({ type: 'auth', token }, 'auth_success');
    const load = startVoteLoad(server.url, token, 16);
    await expect.poll(() => load.accepted.length, { timeout: 20_000 }).toBeGreaterThan(200);

    const startedAt = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(await socket.closed).toMatchObject({ code: closeCodes.serviceRestart });
    await load.stop();
    expect(load.statuses.get(500)).toBeUndefined();

    await server.start();
    const stored = new Set((await readVotes(server.url, nightId)).map(({ username }) => username));
    expect(load.accepted.filter(({ username }) => !stored.has(username))).toEqual([]);
  });

  it('leaves no secret in the log', async () => {
    const token = await signIn(server.url);
    await fetch(`${server.url}/api/sessions?token=${token}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await server.stop();
    expect(server.output()).toContain('"msg":"ending"');
    expect(server.output()).not.toContain(token);
  });
});
