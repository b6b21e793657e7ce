import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { chooseAccount } from './embedded-postgres-account.ts';
import { findInstalledBinaries, prepareBinaries } from './embedded-postgres-binaries.ts';
import { openCluster, SUPERUSER } from './embedded-postgres-cluster.ts';
import {
  connectionOfOwner,
  ensureOwnedDatabase,
  type PostgresConnection,
} from './embedded-postgres-owner.ts';
import { launchPostgres, type PostgresProcess, stopOrphan } from './embedded-postgres-process.ts';

export type EmbeddedPostgres = {
  /** As the owner of the database, who is no superuser. It stays over restarts. */
  connection: PostgresConnection;
  /** For what the owner may not do, such as making databases: tests need it, Soiree doesn't. */
  superuserConnection: PostgresConnection;
  close: () => Promise<void>;
};

type Options = {
  dataDir: string;
  logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** PostgreSQL settings over ours, for tests. */
  settings?: Record<string, string>;
};

const DATABASE = 'soiree';
const SOCKET_PORT = 5432;

const SETTINGS = {
  // What was acknowledged outlives a crash of the machine.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  // One small server that shares its machine with Soiree.
  max_connections: '100',
  shared_buffers: '128MB',
  wal_compression: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  cluster_name: 'soiree',
  // Errors of statements go to the caller. Logged, they could quote values, as `terse` and the last two prevent too.
  log_min_messages: 'log',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  log_statement: 'none',
  log_checkpoints: 'off',
  log_destination: 'stderr',
  log_line_prefix: '',
  lc_messages: 'C',
  logging_collector: 'off',
};

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5_000;
/** A server that lived this long is no case for a longer delay. */
const STABLE_MS = 10_000;
const ORPHAN_PATIENCE_MS = 10_000;

/**
 * Starts PostgreSQL on `DATA_DIR/postgres` as a child of this process, and starts it again whenever it ends without
 * `close()`. A server left behind by a killed Soiree is shut down first. The caller holds the lock of DATA_DIR
 * (data-dir-lock.ts).
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const { logger } = options;
  const startedAt = performance.now();
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const account = await chooseAccount(join(dataDir, 'postgres'));
  const binaries = await prepareBinaries(findInstalledBinaries(), account);
  const { directory, password, isNew } = await openCluster({ dataDir, binaries, account });
  const listen = await chooseListener(directory);
  const closing = new AbortController();

  const launchOnce = async () => {
    await stopOrphan(directory, binaries, (pid) =>
      logger.warn({ pid }, 'a PostgreSQL left behind by an earlier Soiree is running; it is replaced'),
    );
    return launchPostgres({
      binaries,
      directory,
      account,
      settings: { ...SETTINGS, ...options.settings, ...listen.settings },
      onLogLine: (line) => logLine(logger, line),
      signal: closing.signal,
    });
  };

  /** Connections of a server that was killed may outlive it for a moment, and keep its successor out. */
  const launch = async () => {
    const deadline = performance.now() + ORPHAN_PATIENCE_MS;
    for (;;) {
      try {
        return await launchOnce();
      } catch (error) {
        const leftovers =
          error instanceof Error && error.message.includes('pre-existing shared memory block');
        if (!leftovers || performance.now() > deadline) throw error;
        await wait(FIRST_DELAY_MS, undefined, { signal: closing.signal });
      }
    }
  };

  const first = await launch();
  let current: PostgresProcess = first;
  const { host, port } = listen;
  const superuserConnection = { host, port, user: SUPERUSER, password, database: DATABASE };
  const connection = connectionOfOwner(superuserConnection);
  try {
    const objects = await ensureOwnedDatabase(superuserConnection, connection, { isNew });
    if (objects > 0)
      logger.info({ objects, owner: connection.user }, 'what is in the store was given to its owner');
  } catch (error) {
    await first.stop();
    throw error;
  }
  logger.info(
    { version: binaries.version, ms: Math.round(performance.now() - startedAt) },
    'the embedded PostgreSQL is ready',
  );

  const relaunch = async (delayMs: number) => {
    for (let delay = delayMs; ; delay = Math.min(2 * delay, MAX_DELAY_MS)) {
      await wait(delay, undefined, { signal: closing.signal });
      try {
        return await launch();
      } catch (error) {
        closing.signal.throwIfAborted();
        logger.error({ err: error }, 'the embedded PostgreSQL does not start; trying again');
      }
    }
  };

  const supervise = async () => {
    let delay = FIRST_DELAY_MS;
    for (;;) {
      const since = performance.now();
      const reason = await current.exited;
      if (closing.signal.aborted) return;
      logger.error({ reason }, 'the embedded PostgreSQL ended; starting it again');
      if (performance.now() - since > STABLE_MS) delay = FIRST_DELAY_MS;
      current = await relaunch(delay);
      if (closing.signal.aborted) return current.stop();
      delay = Math.min(2 * delay, MAX_DELAY_MS);
      logger.info('the embedded PostgreSQL is ready again');
    }
  };
  const supervision = supervise().catch((error: unknown) => {
    if (!closing.signal.aborted) logger.error({ err: error }, 'the embedded PostgreSQL is left alone');
  });

  return {
    connection,
    superuserConnection,
    close: async () => {
      closing.abort();
      await current.stop();
      await supervision;
    },
  };
}

/**
 * A Unix socket in the data directory, which is closed to other users. Where that can't be (Windows, a path over some
 * 100 bytes, a shared folder that holds no sockets) a free port of the loopback interface.
 */
async function chooseListener(directory: string) {
  if (
    process.platform !== 'win32' &&
    (await tryListening({ path: join(directory, '.s.PGSQL.probe') })) !== undefined
  )
    return {
      host: directory,
      port: SOCKET_PORT,
      // Relative to the data directory, where the server runs.
      settings: { listen_addresses: '', unix_socket_directories: '.', port: String(SOCKET_PORT) },
    };
  const host = '127.0.0.1';
  const port = await tryListening({ host, port: 0 });
  if (port === undefined) throw new Error(`There is no free port on ${host} for PostgreSQL`);
  return {
    host,
    port,
    settings: { listen_addresses: host, unix_socket_directories: '', port: String(port) },
  };
}

/** Listens for a moment; gives the port (0 for a socket), or undefined where listening is impossible. */
function tryListening(where: { path: string } | { host: string; port: number }): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(where, () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function logLine(logger: Options['logger'], line: string): void {
  const [, level, message] = /^([A-Z]+): +(.*)/.exec(line) ?? [];
  if (message === undefined) return;
  if (level === 'FATAL' || level === 'PANIC') logger.error({ postgres: level }, message);
  else logger.warn({ postgres: level }, message);
}
