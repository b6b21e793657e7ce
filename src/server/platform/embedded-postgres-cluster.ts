import { randomBytes } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Account,
  explainUnreachable,
  giveTo,
  isForbidden,
  pathFor,
} from './embedded-postgres-account.ts';
import { type Binaries, run } from './embedded-postgres-binaries.ts';

export const SUPERUSER = 'soiree';

/** PostgreSQL's data directory: `DATA_DIR/postgres`. */
export type Cluster = {
  directory: string;
  /** The superuser's. */
  password: string;
  /** Made just now: it holds nothing yet. */
  isNew: boolean;
};

const PASSWORD_FILE = 'soiree.password';
const UNFINISHED = 'postgres.new-';

/**
 * Opens the data directory, made at the first start.
 * @throws when it belongs to another user or another major version of PostgreSQL, or is none at all
 */
export async function openCluster(options: {
  dataDir: string;
  binaries: Binaries;
  account: Account | undefined;
}): Promise<Cluster> {
  const { dataDir, binaries, account } = options;
  const directory = join(dataDir, 'postgres');
  await checkOwner(directory, account);

  const version = (await readIfPresent(join(directory, 'PG_VERSION')))?.trim();
  if (version === undefined) await createCluster(options, directory);
  else if (version !== String(binaries.major))
    throw new Error(
      `${directory} was made by PostgreSQL ${version}, and this Soiree ships PostgreSQL ${binaries.major}. Dump the data with the Soiree that made it, move ${directory} away, start this one and restore the dump: docs/operations.md says how.`,
    );

  const password = await readIfPresent(join(directory, PASSWORD_FILE));
  if (password === undefined)
    throw new Error(
      `${join(directory, PASSWORD_FILE)} is missing: restore it with the rest of ${directory}.`,
    );
  return { directory, password: password.trim(), isNew: version === undefined };
}

async function checkOwner(directory: string, account: Account | undefined): Promise<void> {
  const owner = (await stat(directory).catch(() => undefined))?.uid;
  const own = process.getuid?.();
  if (owner === undefined || own === undefined) return;
  // A backup that root restored.
  if (account && owner !== account.uid) await giveTo(directory, account);
  if (!account && owner !== own)
    throw new Error(
      `${directory} belongs to the user with id ${owner}, and Soiree runs as ${own}: PostgreSQL takes no data of another user. Start Soiree as the user that started it before, or change the owner (chown -R ${own}) of the whole DATA_DIR.`,
    );
}

/** Makes it beside its place and moves it there when it is whole, so that an interrupted start leaves no half. */
async function createCluster(
  { dataDir, binaries, account }: { dataDir: string; binaries: Binaries; account: Account | undefined },
  directory: string,
): Promise<void> {
  await removeEmpty(directory);
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(UNFINISHED)) await removeAll(join(dataDir, name));
  }
  const unfinished = await mkdtemp(join(dataDir, UNFINISHED));
  try {
    const data = join(unfinished, 'data');
    const passwordFile = join(unfinished, PASSWORD_FILE);
    await mkdir(data, { mode: 0o700 });
    await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true });
    await giveTo(unfinished, account);
    await initialise(data, binaries, account);
    await rename(passwordFile, join(data, PASSWORD_FILE));
    await rename(data, directory);
    await syncDirectory(dataDir);
  } finally {
    await removeAll(unfinished);
  }
}

/** Tries for a moment: what an initdb of a killed Soiree still writes there ends by itself. */
const removeAll = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });

async function initialise(data: string, binaries: Binaries, account: Account | undefined): Promise<void> {
  const args = [
    `--pgdata=${pathFor(data, account)}`,
    `--username=${SUPERUSER}`,
    // Relative to the data directory, which is where initdb runs.
    `--pwfile=../${PASSWORD_FILE}`,
    '--auth=scram-sha-256',
    '--data-checksums',
    '--encoding=UTF8',
    // The same order of text on every machine, whatever its C library.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  try {
    await run(binaries.initdb, args, account, data);
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
    const advice = account && isForbidden(said) ? `\n${await explainUnreachable(data, account)}` : '';
    throw new Error(`PostgreSQL's data directory could not be made:\n${said || String(cause)}${advice}`, {
      cause,
    });
  }
}

async function removeEmpty(directory: string): Promise<void> {
  try {
    await rmdir(directory);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return;
    if (codeOf(cause) !== 'ENOTEMPTY') throw cause;
    throw new Error(
      `${directory} holds files but no PostgreSQL data (no PG_VERSION). Restore the data into it, or move it away to start with an empty store.`,
      { cause },
    );
  }
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes a rename last through a power cut; Windows has no such call. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  await handle.sync().finally(() => handle.close());
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
