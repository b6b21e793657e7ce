// A process with the server as main.ts starts it, and beside it, in the same process, what a bench needs and no
// product has: the floor that votes are measured against, and a way to publish from within.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { AdminToken } from '#protocol/accounts.ts';
import { LiveVote } from '#protocol/votes.ts';
import { createApp } from '#server/app.ts';
import { nightChannel } from '#server/features/nights/events.ts';
import { createAccess } from '#server/platform/access.ts';
import { systemClock as clock } from '#server/platform/clock.ts';
import { loadConfig } from '#server/platform/config.ts';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres.ts';
import { createHttpServer } from '#server/platform/http.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createMetricsRegistry } from '#server/platform/metrics.ts';
import { migrate } from '#server/platform/migrate.ts';
import { loadSecrets } from '#server/platform/secrets.ts';
import { answer, answerParent } from './child.ts';
import { makeVoteEvent, Publish } from './night.ts';
import { answerUsage } from './usage.ts';

const [dataDir = ''] = process.argv.slice(2);
const LISTEN = { port: 0, host: '127.0.0.1' };

const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn', PORT: '0' });
const logger = createLogger(config.logLevel);
const secrets = await loadSecrets(config);
const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, logger });
const { connection } = postgres;
await migrate(connection, logger);
const app = await createApp({ config, secrets, connection, clock, logger });
const url = await app.server.listen(LISTEN);

const floor = await createFloor();
const floorUrl = await floor.listen(LISTEN);
const token = await signIn();

/** The least that a validated POST by a known caller costs: the same HTTP stack, token check and body, no work. */
async function createFloor() {
  const server = await createHttpServer({
    ...config,
    logger,
    registry: createMetricsRegistry(),
    shouldUpgrade: () => false,
  });
  server.post(
    '/bench/empty',
    {
      onRequest: createAccess(app.auth).requireCaller('votes:write'),
      schema: { body: LiveVote, response: { 200: Type.Object({ success: Type.Literal(true) }) } },
    },
    async () => ({ success: true as const }),
  );
  return server;
}

/** As administrator. */
async function signIn(): Promise<string> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: secrets.adminKey }),
  });
  return Value.Parse(AdminToken, await response.json()).token;
}

async function publish({ nightId, events, burst }: Static<typeof Publish>): Promise<void> {
  for (let n = 1; n <= events; n++) {
    app.hub.publish(nightChannel(nightId), makeVoteEvent(nightId, n));
    if (n % burst === 0) await nextTurn();
  }
}

answerParent(
  [
    answer('where', Type.Object({}), () => ({ url, floorUrl, token, connection })),
    answer('publish', Publish, publish),
    answerUsage,
  ],
  async () => {
    await floor.close();
    await app.close();
    await postgres.close();
  },
);
