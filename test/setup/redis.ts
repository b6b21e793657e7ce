import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { findFreePort } from './ports.ts';

const PROGRAMS = ['redis-server', 'valkey-server'];

export type TestRedis = Awaited<ReturnType<typeof startRedis>>;

/**
 * A real Redis or Valkey of the test's own, on a free port of the loopback interface, keeping nothing on disk.
 * @throws {Error} naming the packages that have it, if the machine has neither
 */
export async function startRedis() {
  const program = findProgram();
  const port = await findFreePort();
  const directory = await mkdtemp(join(tmpdir(), 'soiree-redis-'));
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', ''];
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const child = spawn(program, [...settings, '--appendonly', 'no'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    server = child;
    // Should the test process end early, its server doesn't stay behind.
    process.once('exit', killAtExit);
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (!line.includes('Ready to accept connections')) continue;
      // Read on, or it would stop when the pipe is full.
      child.stdout.resume();
      return;
    }
    throw new Error(`${program} did not start:\n${lines.join('\n')}`);
  }

  function killAtExit(): void {
    server?.kill('SIGKILL');
  }

  /** As a crash or a power cut ends it. */
  async function kill(): Promise<void> {
    const child = server;
    server = undefined;
    process.off('exit', killAtExit);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    /** Anew, and empty, on the same port. */
    async restart(): Promise<void> {
      await kill();
      await start();
    },
    /** Stops it from answering while its connections stay open, as a broken network path does. */
    freeze(): void {
      server?.kill('SIGSTOP');
    },
    thaw(): void {
      server?.kill('SIGCONT');
    },
    async stop(): Promise<void> {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function findProgram(): string {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    for (const program of PROGRAMS) {
      const path = join(directory, program);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here; the next directory may have it.
      }
    }
  }
  throw new Error(
    'Neither redis-server nor valkey-server is on PATH: install the package redis-server or valkey',
  );
}
