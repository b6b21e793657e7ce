import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { explainUnreachable } from './embedded-postgres-account.ts';
import { findInstalledBinaries, prepareBinaries } from './embedded-postgres-binaries.ts';

const NOBODY = { name: 'nobody', uid: 65_534, gid: 65_534 };

/** A Soiree of its own: starts the store, adds a row, tells the connection and lives on. */
const OTHER_SOIREE = `
import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./embedded-postgres.ts', import.meta.url).href)};
import pg from ${JSON.stringify(import.meta.resolve('pg'))};
const logger = { info() {}, warn() {}, error: console.error };
const { connection } = await startEmbeddedPostgres({ dataDir: process.argv[1], logger });
const client = new pg.Client(connection);
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS kept (value text)');
await client.query("INSERT INTO kept VALUES ('committed')");
console.log(JSON.stringify(connection));
setInterval(() => {}, 1000);
`;

let root: string;
let dataDir: string;
let logged: string[];
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'soiree-pg-'));
  await chmod(root, 0o755);
  dataDir = join(root, 'data');
  logged = [];
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  await Promise.all(running.splice(0).map((postgres) => postgres.close()));
  await rm(root, { recursive: true });
});

async function start(settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const logger = pino({}, { write: (line: string) => logged.push(line) });
  const postgres = await startEmbeddedPostgres({ dataDir, logger, settings });
  running.push(postgres);
  return postgres;
}

async function query(connection: EmbeddedPostgres['connection'], text: string) {
  const client = new pg.Client(connection);
  // A lost connection fails the query too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const postmasterPid = async () =>
  Number.parseInt(await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function spawnSoiree(account?: typeof NOBODY) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', OTHER_SOIREE, dataDir], {
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess) {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

it('keeps its data over a restart, safely set up, and leaves no process', async () => {
  const first = await start();
  const [settings] = await query(
    first.connection,
    `SELECT current_setting('fsync') AS fsync, current_setting('data_checksums') AS checksums,
            current_setting('synchronous_commit') AS commit, current_setting('listen_addresses') AS listen,
            current_database() AS database, pg_encoding_to_char(encoding) AS encoding
     FROM pg_database WHERE datname = current_database()`,
  );
  expect(settings).toEqual({
    fsync: 'on',
    checksums: 'on',
    commit: 'on',
    listen: '',
    database: 'soiree',
    encoding: 'UTF8',
  });
  expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
  expect((await stat(join(dataDir, 'postgres', 'soiree.password'))).mode & 0o777).toBe(0o600);
  // A first start is nothing to warn of.
  expect(logged.join('')).not.toMatch(/"level":[4-6]0/);
  for (const connection of [first.connection, first.superuserConnection]) {
    expect(connection.password.length).toBeGreaterThanOrEqual(32);
    await expect(query({ ...connection, password: 'guessed' }, 'SELECT 1')).rejects.toThrow(/password/);
  }

  await query(first.connection, "CREATE TABLE kept AS SELECT 'before' AS value");
  const pid = await postmasterPid();
  await first.close();
  expect(isAlive(pid)).toBe(false);
  expect(await readdir(dataDir)).toEqual(['postgres']);

  const second = await start();
  expect(second.connection).toEqual(first.connection);
  expect(await query(second.connection, 'SELECT value FROM kept')).toEqual([{ value: 'before' }]);
});

it('logs neither the values of a failed statement nor the password', async () => {
  const { connection, superuserConnection } = await start();
  await query(connection, "CREATE TABLE guests (mail text UNIQUE CHECK (mail <> 'forbidden@example.org'))");
  const insert = "INSERT INTO guests VALUES ('secret@example.org')";
  await query(connection, insert);
  await expect(query(connection, insert)).rejects.toThrow(/duplicate key/);
  await expect(query(connection, "SELECT 'secret'::int")).rejects.toThrow(/invalid input syntax/);
  // A connection's crash is logged, without the statement that it ran.
  const crash = "DO $$ BEGIN PERFORM 'secret'; EXECUTE 'SELECT pg_sleep(60)'; END $$";
  const crashed = expect(query(connection, crash)).rejects.toThrow(/terminat/);
  const watcher = new pg.Client(connection);
  watcher.on('error', () => undefined);
  await watcher.connect();
  const pid = await vi.waitFor(async () => {
    const { rows } = await watcher.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
    );
    return rows[0]?.pid ?? Promise.reject(new Error('not yet asleep'));
  });
  process.kill(pid, 'SIGKILL');
  await crashed;
  await vi.waitFor(() => expect(logged.join('')).toMatch(/terminated by signal 9/));
  expect(logged.join('')).not.toContain('secret');
  expect(logged.join('')).not.toContain(connection.password);
  expect(logged.join('')).not.toContain(superuserConnection.password);
});

it('replaces the server that a killed Soiree left running', async () => {
  const soiree = spawnSoiree();
  await once(soiree.stdout, 'data');
  const orphan = await postmasterPid();
  // Ctrl-C at a terminal goes to the whole group too: the server is outside of it.
  process.kill(-(soiree.pid ?? 0), 'SIGKILL');
  await once(soiree, 'exit');
  expect(isAlive(orphan)).toBe(true);

  const { connection } = await start();
  expect(await postmasterPid()).not.toBe(orphan);
  expect(await query(connection, 'SELECT value FROM kept')).toEqual([{ value: 'committed' }]);
  expect(logged.join('')).toContain('left behind');
});

it('starts though the number of its killed server now belongs to another program', async () => {
  const first = await start();
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  const lines = await readFile(pidFile, 'utf8');
  await first.close();
  const { uid, gid } = await stat(join(dataDir, 'postgres'));
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { uid, gid, stdio: 'ignore' });
  children.push(other);
  await once(other, 'spawn');
  await writeFile(pidFile, lines.replace(/^\d+/, String(other.pid)));

  const { connection } = await start();
  expect(await query(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(isAlive(other.pid ?? 0)).toBe(true);
});

it('starts afresh where the first start was killed half-way', async () => {
  const soiree = spawnSoiree();
  await vi.waitFor(
    async () => {
      const unfinished = (await readdir(dataDir)).find((name) => name.startsWith('postgres.new-'));
      expect(existsSync(join(dataDir, unfinished ?? '', 'data', 'PG_VERSION'))).toBe(true);
    },
    { timeout: 10_000, interval: 5 },
  );
  await kill(soiree);
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);

  const { connection } = await start();
  expect(await query(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(await readdir(dataDir)).toEqual(['postgres']);
});

it('comes back by itself, under the same connection, when its server is killed', async () => {
  const { connection } = await start();
  await query(connection, "CREATE TABLE kept AS SELECT 'before' AS value");
  const pid = await postmasterPid();
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(
    async () => expect(await query(connection, 'SELECT value FROM kept')).toEqual([{ value: 'before' }]),
    { timeout: 15_000, interval: 50 },
  );
  expect(await postmasterPid()).not.toBe(pid);
});

it('closes in the middle of coming back', async () => {
  const postgres = await start();
  process.kill(await postmasterPid(), 'SIGKILL');
  await vi.waitFor(() => expect(logged.join('')).toContain('starting it again'));
  await postgres.close();
  const left = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '0');
  expect(isAlive(Number.parseInt(left, 10) || 2 ** 30)).toBe(false);
});

it('refuses data that it can not use, and says what to do', async () => {
  const directory = join(dataDir, 'postgres');
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'PG_VERSION'), '17\n');
  await expect(start()).rejects.toThrow(
    /was made by PostgreSQL 17, and this Soiree ships PostgreSQL 18\. Dump/,
  );

  await rm(join(directory, 'PG_VERSION'));
  await writeFile(join(directory, 'notes.txt'), '');
  await expect(start()).rejects.toThrow(/holds files but no PostgreSQL data/);
  expect(existsSync(join(directory, 'notes.txt'))).toBe(true);
});

it('gives the last log lines when the server does not start', async () => {
  await expect(start({ max_connections: 'many' })).rejects.toThrow(
    /did not start:\n.*FATAL: .*"max_connections": "many"/,
  );
});

it('listens on a port of the loopback interface where the path is too long for a socket', async () => {
  dataDir = join(root, 'a'.repeat(60), 'b'.repeat(60));
  const { connection } = await start();
  expect(connection.host).toBe('127.0.0.1');
  expect(await query(connection, 'SELECT inet_server_port() AS port')).toEqual([{ port: connection.port }]);
});

// Only root can become another user: elsewhere these cases do not exist.
if (process.getuid?.() === 0) {
  it('gives root an unprivileged server, even where its user can not go', async () => {
    await chmod(root, 0o700);
    const { connection } = await start();
    expect(await query(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const status = await readFile(`/proc/${await postmasterPid()}/status`, 'utf8');
    expect(status).not.toMatch(/^Uid:\s+0/m);
    expect(status).toMatch(/^CapEff:\s+0+$/m);
  });

  it('copies the binaries for an unprivileged user who can not reach them', async () => {
    const closed = join(root, 'closed');
    await mkdir(closed, { mode: 0o700 });
    await cp(findInstalledBinaries(), join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
    const cache = join(root, 'cache');
    const binaries = await prepareBinaries(join(closed, 'native'), NOBODY, cache);
    expect(binaries.major).toBe(18);
    expect(binaries.postgres.startsWith(cache)).toBe(true);
    expect(await prepareBinaries(join(closed, 'native'), NOBODY, cache)).toEqual(binaries);
    expect(await readdir(cache)).toHaveLength(1);
  });

  it('says which directory keeps the unprivileged user out', async () => {
    await chmod(root, 0o700);
    expect(await explainUnreachable(join(dataDir, 'postgres'), NOBODY)).toMatch(
      `who can't reach ${dataDir}/postgres. To solve it, let that user pass (chmod o+x ${root}), or set DATA_DIR`,
    );
  });

  it('serves an ordinary user too, whose data root then takes over without changing their owner', async () => {
    await mkdir(dataDir);
    await chmod(dataDir, 0o777);
    const soiree = spawnSoiree(NOBODY);
    await once(soiree.stdout, 'data');
    await kill(soiree);
    const { connection } = await start();
    expect(await query(connection, 'SELECT value FROM kept')).toEqual([{ value: 'committed' }]);
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(NOBODY.uid);
  });
}
