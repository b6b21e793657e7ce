import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type DataDirLock = { release(): Promise<void> };

const SQLITE_BUSY = 5;

/**
 * Takes DATA_DIR, made where missing, for this process alone until `release()` or the process's end,
 * however it ends. The lock is the kernel's, on the file `soiree.lock`: it leaves with its process, knows no
 * stale state, and holds between containers that share a volume, where process ids mean nothing. Node has no
 * call for file locks, so the built-in SQLite takes it, on an empty database that stays empty.
 * The file `soiree.pid` beside it only names the holder to people.
 * @throws when another process holds the directory, or it can't be written to
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const directory = resolve(dataDir);
  const pidFile = join(directory, 'soiree.pid');
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw unusable(directory, cause);
  }
  const database = takeLock(directory, pidFile);

  const release = () => {
    if (!database.isOpen) return;
    process.off('exit', release);
    rmSync(pidFile, { force: true });
    database.close();
  };
  // This also keeps the database from being collected as garbage, which would give the lock up.
  process.on('exit', release);
  return { release: async () => release() };
}

function takeLock(directory: string, pidFile: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(directory, 'soiree.lock'));
    // One process at a time can be about to write. Not BEGIN EXCLUSIVE, where two at once can both be refused.
    database.exec('BEGIN IMMEDIATE');
    writeFileSync(pidFile, `${process.pid}\n`);
    return database;
  } catch (cause) {
    database?.close();
    const taken = cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY;
    throw taken ? inUse(directory, pidFile) : unusable(directory, cause);
  }
}

function inUse(directory: string, pidFile: string): Error {
  let holder = '';
  try {
    holder = ` (process ${Number.parseInt(readFileSync(pidFile, 'utf8'), 10)})`;
  } catch {
    // The holder has only just started, or is ending: the message does without its id.
  }
  return new Error(
    `Another Soiree${holder} is already using ${directory}. Stop it first, or set DATA_DIR to another directory.`,
  );
}

function unusable(directory: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `DATA_DIR can't be used: ${reason}. Give ${directory} to the user that runs Soiree, or set DATA_DIR to another directory.`,
    { cause },
  );
}
