import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { vi } from 'vitest';
import { ADMIN_KEY, JWT_SECRET } from './app.ts';
import type { TestConnection } from './global.ts';
import { findFreePort } from './ports.ts';

export type NodeProcess = Awaited<ReturnType<typeof startNode>>;

/** The store of the test run, as a node's `DATABASE_URL`. */
export function toDatabaseUrl({ host, port, user, password, database }: TestConnection): string {
  const url = new URL(`postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}`);
  url.searchParams.set('host', host);
  return url.href;
}

/**
 * The server as it really runs, in a process of its own that can be killed and started again on the same port and
 * data. Resolves once it is ready.
 */
export async function startNode(env: Record<string, string>) {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let output = '';
  // Should the test process end early, its server doesn't stay behind.
  const killAtExit = () => child?.kill('SIGKILL');
  process.once('exit', killAtExit);

  async function start(): Promise<void> {
    const started = spawn(process.execPath, ['src/server/main.ts'], {
      env: {
        PATH: process.env.PATH,
        PORT: String(port),
        HOST: '127.0.0.1',
        LOG_LEVEL: 'warn',
        // Nothing listens there: no test asks a public service.
        JACKBOX_API: 'http://127.0.0.1:1',
        ADMIN_KEY,
        JWT_SECRET,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    const collect = (chunk: Buffer) => {
      output += chunk;
    };
    started.stdout.on('data', collect);
    started.stderr.on('data', collect);
    await vi.waitFor(
      async () => {
        if (started.exitCode !== null) throw new Error(`the server ended: ${output}`);
        const { status } = await fetch(`${url}/ready`);
        if (status !== 200) throw new Error(`/ready is ${status}: ${output}`);
      },
      { timeout: 30_000, interval: 20 },
    );
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    const ending = child;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return ending?.exitCode ?? null;
    const exited = once(ending, 'exit');
    ending.kill(signal);
    await exited;
    return ending.exitCode;
  }

  await start();
  return {
    url,
    /** Of the process that runs now. */
    pid: () => child?.pid ?? 0,
    /** Everything it wrote so far. */
    output: () => output,
    start,
    /** As a crash or a power cut ends it. */
    kill: () => end('SIGKILL'),
    /** SIGTERM; gives the exit code. */
    stop: async () => {
      process.off('exit', killAtExit);
      return end('SIGTERM');
    },
  };
}
