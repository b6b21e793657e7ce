import { createApp } from './app.ts';
import { systemClock } from './platform/clock.ts';
import { type Config, ConfigError, loadConfig, loadDotEnv } from './platform/config.ts';
import { lockDataDir } from './platform/data-dir-lock.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts';
import { createLogger } from './platform/logger.ts';
import { migrate } from './platform/migrate.ts';
import { loadSecrets } from './platform/secrets.ts';

/** What a supervisor allows between SIGTERM and SIGKILL; by then all must be over. */
const GRACE_MS = 10_000;

type Logger = ReturnType<typeof createLogger>;

/** Starts the server, and gives the function that ends it. */
async function start(config: Config, logger: Logger): Promise<() => Promise<void>> {
  const undo: (() => Promise<unknown>)[] = [];
  const end = async () => {
    // In the reverse order of the start: first the door, last the lock.
    for (const step of undo.reverse()) await step();
  };
  try {
    // Nodes on one outside store may share a data directory; an embedded store is one server's alone.
    if (!config.databaseUrl) {
      const lock = await lockDataDir(config.dataDir);
      undo.push(() => lock.release());
    }
    const secrets = await loadSecrets(config);
    if (secrets.adminKeyIsNew)
      process.stdout.write(
        `\nYour admin key, shown this once (kept in ${config.dataDir}/keys/admin-key):\n\n  ${secrets.adminKey}\n\n`,
      );
    const postgres = config.databaseUrl
      ? undefined
      : await startEmbeddedPostgres({ dataDir: config.dataDir, logger });
    if (postgres) undo.push(() => postgres.close());
    const connection = postgres?.connection ?? { connectionString: config.databaseUrl };
    await migrate(connection, logger);
    const app = await createApp({ config, secrets, connection, clock: systemClock, logger });
    undo.push(() => app.close());
    await app.server.listen({ port: config.port, host: config.host });
    logger.info(`Soiree is ready at ${config.publicUrl}`);
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}

function endOnSignal(end: () => Promise<void>, logger: Logger): void {
  let isEnding = false;
  const onSignal = async (signal: string) => {
    if (isEnding) return;
    isEnding = true;
    logger.info({ signal }, 'ending');
    const deadline = setTimeout(() => {
      logger.error('the end took too long');
      process.exit(1);
    }, GRACE_MS - 500);
    try {
      await end();
      clearTimeout(deadline);
      process.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'the end failed');
      process.exit(1);
    }
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** The process: configuration from the environment, the server until a signal ends it, an exit code. */
export async function serve(): Promise<void> {
  let logger = createLogger('info');
  try {
    loadDotEnv();
    const config = loadConfig(process.env);
    logger = createLogger(config.logLevel);
    const starting = start(config, logger);
    endOnSignal(async () => (await starting)(), logger);
    await starting;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `${error instanceof ConfigError ? 'Bad configuration' : 'Soiree could not start'}: ${message}\n`,
    );
    logger.debug({ err: error }, 'start failed');
    process.exit(1);
  }
}
