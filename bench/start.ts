import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { atMost, type BenchOptions, type Findings, figure, ratios } from './report.ts';

const MAIN = fileURLToPath(new URL('../src/server/main.ts', import.meta.url));
/** What no server on Node can be faster than. */
const BARE = `require('node:http').createServer((_, answer) => answer.end()).listen(process.env.PORT, '127.0.0.1')`;

const LOOK_MS = 5;
const PATIENCE_MS = 60_000;

type Run = { readySeconds: number; endSeconds: number };

/** From the start of the process until it answers that it is ready: on its own data, and on none. */
export async function benchStart({ quick, directory }: BenchOptions): Promise<Findings> {
  const { colds, warms } = quick ? { colds: 1, warms: 1 } : { colds: 3, warms: 9 };
  const cold: Run[] = [];
  for (let n = 0; n < colds; n++) cold.push(await startOnce(join(directory, String(n)), [MAIN]));
  const warm: Run[] = [];
  const bare: Run[] = [];
  for (let n = 0; n < warms; n++) {
    warm.push(await startOnce(join(directory, '0'), [MAIN]));
    bare.push(await startOnce(join(directory, '0'), ['-e', BARE]));
  }
  const ready = (runs: readonly Run[]) => runs.map(({ readySeconds }) => readySeconds);
  const warmReady = figure('warm start to ready', 's', ready(warm));
  return {
    figures: [
      warmReady,
      figure('cold start to ready, a new store included', 's', ready(cold)),
      figure('a bare Node server, to its first answer', 's', ready(bare)),
      figure('warm / bare', '', ratios(ready(warm), ready(bare))),
      figure(
        'SIGTERM to the end',
        's',
        warm.map(({ endSeconds }) => endSeconds),
      ),
    ],
    budgets: [atMost(warmReady, 1.5)],
  };
}

async function startOnce(directory: string, args: string[]): Promise<Run> {
  await mkdir(directory, { recursive: true });
  const port = await findFreePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    // No .env of the project, and nothing of this environment that would configure the server.
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: directory,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const kill = () => child.kill();
  process.once('exit', kill);
  const exited = once(child, 'exit');
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`the server ended: ${child.exitCode}`);
      if (performance.now() - startedAt > PATIENCE_MS) throw new Error('the server does not get ready');
      await wait(LOOK_MS);
    }
    const readySeconds = (performance.now() - startedAt) / 1000;
    const endingAt = performance.now();
    child.kill('SIGTERM');
    await exited;
    return { readySeconds, endSeconds: (performance.now() - endingAt) / 1000 };
  } finally {
    child.kill();
    await exited;
    process.off('exit', kill);
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const { ok } = await fetch(`http://127.0.0.1:${port}/ready`, { headers: { connection: 'close' } });
    return ok;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}
