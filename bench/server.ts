// A process with the server as main.ts starts it, and beside it, in the same process, what a bench needs and no
// product has: the floor that votes are measured against, and a way to publish from within.
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { AdminToken } from '#protocol/accounts.ts';
import { LiveVote } from '#protocol/votes.ts';
import { createApp } from '#server/app.ts';
import { nightChannel } from '#server/features/nights/events.ts';
import { insertMember } from '#server/features/watch/member-repository.ts';
import { insertParty } from '#server/features/watch/party-repository.ts';
import { createPartyTokens } from '#server/features/watch/party-tokens.ts';
import { createPlayback } from '#server/features/watch/playback.ts';
import { createAccess } from '#server/platform/access.ts';
import { systemClock as clock } from '#server/platform/clock.ts';
import { loadConfig } from '#server/platform/config.ts';
import { createDatabase } from '#server/platform/database.ts';
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres.ts';
import { createHttpServer } from '#server/platform/http.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createMetricsRegistry } from '#server/platform/metrics.ts';
import { migrate } from '#server/platform/migrate.ts';
import { loadSecrets } from '#server/platform/secrets.ts';
import { createTokens } from '#server/platform/tokens.ts';
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

/** Parties with members, and a token for each; made in the store, as the limits are for people. */
async function makeParties({ parties, members }: { parties: number; members: number }) {
  const database = createDatabase({ connection, logger });
  const tokens = createPartyTokens(createTokens({ jwtSecret: secrets.jwtSecret, clock }));
  const now = clock.now();
  const made = [];
  for (let index = 0; index < parties; index++) {
    const userIds = Array.from({ length: members }, () => randomUUID());
    const { id: partyId } = await insertParty(database.db, {
      name: 'Movie Night',
      passwordHash: '',
      hostId: userIds[0] ?? '',
      accountId: null,
      playback: createPlayback(now),
      createdAt: new Date(now),
      expiresAt: new Date(now + 3_600_000),
    });
    const party = [];
    for (const userId of userIds) {
      await insertMember(database.db, { partyId, userId, username: 'Ada', joinedAt: new Date(now) });
      const { token } = await tokens.issue({
        partyId,
        userId,
        username: 'Ada',
        isHost: userId === userIds[0],
      });
      party.push({ userId, path: `/ws/${partyId}?token=${token}` });
    }
    made.push(party);
  }
  await database.close();
  return made;
}

const Parties = Type.Object({ parties: Type.Integer(), members: Type.Integer() });

answerParent(
  [
    answer('parties', Parties, makeParties),
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
