import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NodeProcess, startNode } from '../setup/node-process.ts';

let dataDir: string;
let server: NodeProcess;
let postmaster: number;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-hung-'));
  server = await startNode({ DATA_DIR: dataDir });
  postmaster = Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
});

afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it('[C2] /ready says 503 and names the store when it hangs, and /health does not notice', async () => {
  const backends = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
  const store = [postmaster, ...backends.trim().split(' ').map(Number)];
  for (const pid of store) process.kill(pid, 'SIGSTOP');
  try {
    const health = await fetch(`${server.url}/health`);
    expect(health.status).toBe(200);
    const ready = await fetch(`${server.url}/ready`, { signal: AbortSignal.timeout(5_000) });
    expect(ready.status).toBe(503);
    expect(ready.headers.get('retry-after')).toBe('1');
    expect(await ready.json()).toMatchObject({ checks: { store: false, bus: true }, unavailable: ['store'] });
  } finally {
    for (const pid of store) process.kill(pid, 'SIGCONT');
  }
  await expect.poll(async () => (await fetch(`${server.url}/ready`)).status).toBe(200);
});
