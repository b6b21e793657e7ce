import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createAccess } from '#server/platform/access.ts';
import type { Auth } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Config } from '#server/platform/config.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { Images } from '#server/platform/images.ts';
import type { RateLimits } from '#server/platform/rate-limit.ts';
import type { Storage } from '#server/platform/storage.ts';
import type { Hub } from '#server/realtime/hub.ts';
import type { SocketIoTransport } from '#server/realtime/socketio.ts';
import { createAuthoring } from './authoring.ts';
import type { FindAuthors } from './authoring-authors.ts';
import { createRooms, type Nodes } from './rooms.ts';
import { quizSocket } from './socket-description.ts';

type Dependencies = {
  database: Database;
  hub: Hub;
  socketio: SocketIoTransport;
  nodes: Nodes;
  rateLimits: RateLimits;
  registry: Registry;
  auth: Auth;
  findAuthors: FindAuthors;
  images: Images;
  storage: Storage;
  clock: Clock;
  logger: Logger;
  config: Pick<Config, 'publicUrl'>;
};

/** Live quizzes: how they are written, and played. */
export function createQuiz(deps: Dependencies) {
  const { database, auth, findAuthors, images, storage, clock, logger, config } = deps;
  const access = createAccess(auth);
  const authoring = createAuthoring({
    database,
    access,
    findAuthors,
    images,
    storage,
    clock,
    logger,
    publicUrl: config.publicUrl,
  });

  const rooms = createRooms({
    ...deps,
    access,
    loadPlayable: authoring.loadPlayable,
    publicUrl: config.publicUrl,
  });

  return {
    sockets: [quizSocket],
    starter: rooms.starter,
    mayHostQuiz: authoring.mayHost,

    addRoutes(server: HttpServer): void {
      authoring.addRoutes(server);
      rooms.addRoutes(server);
    },
    start: rooms.start,
    close: rooms.close,
  };
}
