import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#server/app.ts';
import type { Clock } from '#server/platform/clock.ts';
import { ConfigError, loadConfig } from '#server/platform/config.ts';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres.ts';
import { createLogger } from '#server/platform/logger.ts';
import { migrate } from '#server/platform/migrate.ts';
import { loadSecrets } from '#server/platform/secrets.ts';

/** A clock that stands where it is put, until it goes on with the machine's: past nights are lived through. */
export function createDemoClock() {
  let standingAtMs: number | undefined;
  let aheadMs = 0;
  return {
    now: () => standingAtMs ?? Date.now() + aheadMs,
    standAt(ms: number): void {
      standingAtMs = ms;
    },
    goOn(fromMs = Date.now()): void {
      standingAtMs = undefined;
      aheadMs = fromMs - Date.now();
    },
  };
}

export type DemoClock = ReturnType<typeof createDemoClock>;

type Options = {
  clock: Clock;
  /** Ends the start, between two of its steps. */
  signal: AbortSignal;
  /** Of the environment. What else is set there is for the real server, and so is `.env`. */
  env: { PORT?: string | undefined; HOST?: string | undefined; PUBLIC_URL?: string | undefined };
};

/**
 * The whole server, on a store in a temporary directory that goes with it. It listens on the loopback interface unless
 * told otherwise, and asks nobody outside for anything.
 */
export async function startDemoServer({ clock, env, signal }: Options) {
  await using steps = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'soiree-demo-'));
  steps.defer(() => rm(dataDir, { recursive: true, force: true }));
  const config = loadConfig({
    PORT: env.PORT,
    HOST: env.HOST || '127.0.0.1',
    PUBLIC_URL: env.PUBLIC_URL,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    // Its rooms are made up, and strangers may play in real ones of the same code.
    JACKBOX_API: 'http://127.0.0.1:1',
  });
  if (config.port === 0) throw new ConfigError('PORT', 'a port from 1 to 65535');
  const logger = createLogger(config.logLevel);
  // Nothing of it is to outlive a crash.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const { connection, close } = await startEmbeddedPostgres({ dataDir, logger, settings });
  steps.defer(close);
  signal.throwIfAborted();
  await migrate(connection, logger);
  signal.throwIfAborted();
  const app = await createApp({ config, secrets: await loadSecrets(config), connection, clock, logger });
  steps.defer(() => app.close());
  const apiUrl = await app.server.listen({ port: config.port, host: config.host });
  const started = steps.move();
  return {
    /** As people reach it. */
    url: config.publicUrl,
    /** As its own machine does. */
    apiUrl,
    dataDir,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}
