import type { Logger } from 'pino';
import { createAccounts } from './features/accounts/index.ts';
import { createDevices } from './features/devices/index.ts';
import { createNights } from './features/nights/index.ts';
import { createQuiz } from './features/quiz/index.ts';
import { createSchedule } from './features/schedule/index.ts';
import { createWatch } from './features/watch/index.ts';
import { addAsyncApi } from './platform/asyncapi.ts';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { type ConnectionSettings, createDatabase } from './platform/database.ts';
import { addHealthRoutes } from './platform/health-routes.ts';
import { createHttpServer } from './platform/http.ts';
import { createImages } from './platform/images.ts';
import { createMetricsRegistry } from './platform/metrics.ts';
import { createNodes } from './platform/nodes.ts';
import { createRateLimits } from './platform/rate-limit.ts';
import { createStorage } from './platform/storage.ts';
import { createTokens } from './platform/tokens.ts';
import { addWebPages } from './platform/web-pages.ts';
import { createMemoryBus } from './realtime/bus-memory.ts';
import { createRedisBus } from './realtime/bus-redis.ts';
import { createHub } from './realtime/hub.ts';
import { createSocketIoTransport, SOCKET_IO_PREFIX } from './realtime/socketio.ts';
import { createWebSocketTransport } from './realtime/websocket.ts';

type Options = {
  config: Config;
  secrets: { adminKey: string; jwtSecret: string };
  /** A migrated store. */
  connection: ConnectionSettings;
  clock: Clock;
  logger: Logger;
};

/** Composes the whole server, on a store that is migrated; the only file that imports features. */
export async function createApp({ config, secrets, connection, clock, logger }: Options) {
  const registry = createMetricsRegistry();
  const database = createDatabase({ connection, logger });
  const rateLimits = createRateLimits({ redisUrl: config.redisUrl, logger });
  const bus = config.redisUrl ? createRedisBus({ url: config.redisUrl, logger }) : createMemoryBus();
  const hub = createHub({ bus, registry, logger });
  const nodes = createNodes({ database, logger });
  const devices = createDevices({ database, nodes, clock, logger, registry });
  const storage = createStorage({ config, logger });
  const images = createImages();
  const tokens = createTokens({ ...config, ...secrets, clock });
  const websockets = createWebSocketTransport({
    hub,
    registry,
    logger,
    clock,
    trustProxy: config.trustProxy,
    ignoredPrefixes: [SOCKET_IO_PREFIX],
    observer: devices.observer,
  });
  const socketio = createSocketIoTransport({
    ...config,
    hub,
    registry,
    logger,
    clock,
    observer: devices.observer,
  });
  const server = await createHttpServer({
    ...config,
    logger,
    registry,
    shouldUpgrade: (request) => websockets.shouldUpgrade(request),
  });

  const accounts = createAccounts({
    database,
    hub,
    tokens,
    adminKey: secrets.adminKey,
    rateLimits,
    images,
    storage,
    clock,
    logger,
    registry,
    config,
  });
  const { auth, findAccountId, findPublicProfiles, isEnabled } = accounts;
  const nights = createNights({
    database,
    hub,
    websockets,
    auth,
    findAccountId,
    findHosts: findPublicProfiles,
    clock,
    logger,
    registry,
    config,
  });

  const quiz = createQuiz({
    database,
    hub,
    socketio,
    nodes,
    rateLimits,
    registry,
    auth,
    findAuthors: findPublicProfiles,
    images,
    storage,
    clock,
    logger,
    config,
  });

  const watch = createWatch({
    database,
    hub,
    websockets,
    nodes,
    tokens,
    secret: secrets.jwtSecret,
    rateLimits,
    registry,
    auth,
    clock,
    logger,
    config,
  });

  const schedule = createSchedule({
    database,
    auth,
    findAccountId,
    findProfiles: findPublicProfiles,
    isEnabled,
    activities: {
      night: nights.starter,
      quiz: quiz.starter,
      watch: watch.starter,
      mayHostQuiz: quiz.mayHostQuiz,
    },
    clock,
    logger,
    registry,
    config,
  });

  addHealthRoutes(server, {
    clock,
    registry,
    checks: { store: () => database.isReachable(), bus: () => bus.isReachable() },
  });
  addAsyncApi(server, config.publicUrl, [...nights.sockets, ...quiz.sockets, ...watch.sockets]);
  accounts.addRoutes(server);
  nights.addRoutes(server);
  quiz.addRoutes(server);
  schedule.addRoutes(server);
  watch.addRoutes(server);
  devices.addRoutes(server, auth);
  await addWebPages(server);
  websockets.attach(server.server);
  socketio.attach(server.server);
  await server.ready();
  await nodes.start();
  accounts.start();
  await nights.start();
  quiz.start();
  schedule.start();
  watch.start();
  devices.start();

  return {
    server,
    hub,
    auth,

    /** Lets nobody in any more, sends the sockets elsewhere, finishes what was accepted, and leaves nothing. */
    async close(): Promise<void> {
      // A connection whose last answer left after the end began is idle only then, and would stay for its keep-alive.
      const sweeping = setInterval(() => server.server.closeIdleConnections(), 50);
      // Both at once: requests under way may wait for sockets and batches, never the reverse.
      await Promise.all([server.close(), websockets.drain(), socketio.drain()]);
      clearInterval(sweeping);
      await schedule.close();
      await quiz.close();
      await watch.close();
      await nights.close();
      await accounts.close();
      await storage.close();
      await websockets.close();
      await socketio.close();
      rateLimits.close();
      await bus.close();
      await devices.close();
      await nodes.close();
      await database.close();
    },
  };
}
