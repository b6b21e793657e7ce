import { spawn, spawnSync } from 'node:child_process';
import { readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Account,
  explainUnreachable,
  isForbidden,
  pathFor,
  runAs,
} from './embedded-postgres-account.ts';
import { type Binaries, postgresEnv, run } from './embedded-postgres-binaries.ts';

export type PostgresProcess = {
  /** Settles when the process has ended, whoever ended it, with how it did. */
  exited: Promise<string>;
  stop: () => Promise<void>;
};

type Launch = {
  binaries: Binaries;
  directory: string;
  account: Account | undefined;
  settings: Record<string, string>;
  /** Hears each line that the server logs while it serves. */
  onLogLine: (line: string) => void;
  /** Aborted, the launch is given up. */
  signal: AbortSignal;
};

const KEPT_LINES = 20;
/** A connection's crash makes the server end all others and recover. */
const CRASHED = 'terminating any other active server processes';
const READY = 'database system is ready to accept connections';
const POLL_MS = 10;

/** Fast shutdown, then immediate shutdown, which loses nothing but makes the next start recover. */
const STOP_SIGNALS: { signal: NodeJS.Signals; patienceMs: number }[] = [
  { signal: 'SIGINT', patienceMs: 5_000 },
  { signal: 'SIGQUIT', patienceMs: 2_000 },
  { signal: 'SIGKILL', patienceMs: 2_000 },
];

/**
 * Starts the server and waits until it accepts connections.
 * @throws with the server's last log lines when it doesn't start
 */
export async function launchPostgres(launch: Launch): Promise<PostgresProcess> {
  const { binaries, directory, account, signal } = launch;
  const settings = Object.entries(launch.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', pathFor(directory, account), ...settings], {
    ...runAs(account),
    cwd: directory,
    env: postgresEnv,
    // A process group of its own: Ctrl-C reaches Soiree alone, which stops the store when it has flushed.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ready = Promise.withResolvers<void>();
  let state: 'starting' | 'serving' | 'recovering' | 'stopping' = 'starting';
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLines.push(line);
    if (lastLines.length > KEPT_LINES) lastLines.shift();
    if (state === 'serving' || state === 'recovering') launch.onLogLine(line);
    if (state === 'stopping') return;
    if (line.includes(READY)) {
      state = 'serving';
      ready.resolve();
    } else if (line.includes(CRASHED)) state = 'recovering';
  });
  let ended = false;
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, killer) => {
      ended = true;
      process.off('exit', stopSoon);
      resolve(killer ? `killed by ${killer}` : `exit code ${code}`);
    });
  });
  // Unlike `exit`, `close` comes when the last line is read.
  child.once('close', async () => ready.reject(new Error([...lastLines, await exited].join('\n'))));
  child.once('error', (error) => ready.reject(error));

  const send = (name: NodeJS.Signals) => {
    if (!ended && child.pid !== undefined) sendSignal(child.pid, name, binaries);
  };
  const stopSoon = () => send(state === 'serving' ? 'SIGINT' : 'SIGQUIT');
  process.on('exit', stopSoon);
  const stop = async () => {
    // A server that starts or recovers has nothing to write yet, and doesn't always end by a fast shutdown.
    const signals = state === 'serving' ? STOP_SIGNALS : STOP_SIGNALS.slice(1);
    state = 'stopping';
    if (!ended) await stopProcess(send, exited, signals);
  };
  const giveUp = () => stop().catch(ready.reject);
  signal.addEventListener('abort', giveUp);
  try {
    await ready.promise;
    if (signal.aborted) await stop();
    signal.throwIfAborted();
    return { exited, stop };
  } catch (cause) {
    process.off('exit', stopSoon);
    const said = cause instanceof Error ? cause.message : String(cause);
    const advice = account && isForbidden(said) ? `\n${await explainUnreachable(directory, account)}` : '';
    throw new Error(`PostgreSQL did not start:\n${said}${advice}`, { cause });
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/**
 * Ends the server that a killed Soiree left running on the directory. The caller holds the lock of DATA_DIR, so
 * no other Soiree uses it.
 */
export async function stopOrphan(
  directory: string,
  binaries: Binaries,
  onFound: (pid: number) => void,
): Promise<void> {
  const pidFile = join(directory, 'postmaster.pid');
  const [firstLine = '', ...rest] = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number.parseInt(firstLine, 10);
  if (!(pid > 0)) return;
  if (await servesDirectory(pid, directory)) {
    onFound(pid);
    const gone = new AbortController();
    const send = (signal: NodeJS.Signals) => sendSignal(pid, signal, binaries);
    await stopProcess(send, pollUntilGone(pid, directory, gone.signal), STOP_SIGNALS).finally(() =>
      gone.abort(),
    );
  } else if (isAlive(pid) && process.platform !== 'win32') {
    // The number now belongs to some other program, and PostgreSQL would refuse to start for it. The id of its own
    // parent it takes as stale, and still checks that nothing is left of the old server in shared memory, which
    // it wouldn't if the file were removed.
    await writeFile(pidFile, [process.pid, ...rest].join('\n'));
    await rm(join(directory, '.s.PGSQL.5432.lock'), { force: true });
  }
}

async function pollUntilGone(pid: number, directory: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await servesDirectory(pid, directory))) await wait(POLL_MS);
}

/** True when the process is a server of this data directory, not another one that got its number since. */
async function servesDirectory(pid: number, directory: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  // Signals reach none but servers there: see sendSignal.
  if (process.platform === 'win32') return true;
  try {
    if (process.platform === 'linux')
      return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(directory));
    return (await run('ps', ['-p', String(pid), '-o', 'command='], undefined, '/')).includes(
      `-D ${directory}`,
    );
  } catch {
    // It has ended meanwhile, or it is another user's.
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function stopProcess(
  send: (signal: NodeJS.Signals) => void,
  exited: Promise<unknown>,
  signals: typeof STOP_SIGNALS,
): Promise<void> {
  for (const { signal, patienceMs } of signals) {
    send(signal);
    const timer = new AbortController();
    const patience = wait(patienceMs, false, { signal: timer.signal });
    const ended = await Promise.race([exited.then(() => true), patience]);
    timer.abort();
    if (ended) return;
  }
  throw new Error("PostgreSQL doesn't end");
}

function sendSignal(pid: number, signal: NodeJS.Signals, binaries: Binaries): void {
  try {
    // Windows has no signals; PostgreSQL's servers there listen on a pipe for them.
    if (process.platform === 'win32')
      spawnSync(binaries.pgCtl, ['kill', signal.slice('SIG'.length), String(pid)]);
    else process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}
