import type { Logger } from 'pino';
import { createAccess } from '#server/platform/access.ts';
import type { Auth } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Config } from '#server/platform/config.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { Images } from '#server/platform/images.ts';
import type { Storage } from '#server/platform/storage.ts';
import { createAuthoring } from './authoring.ts';
import type { FindAuthors } from './authoring-authors.ts';

type Dependencies = {
  database: Database;
  auth: Auth;
  findAuthors: FindAuthors;
  images: Images;
  storage: Storage;
  clock: Clock;
  logger: Logger;
  config: Pick<Config, 'publicUrl'>;
};

/** Quizzes, as they are written. */
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

  return {
    addRoutes(server: HttpServer): void {
      authoring.addRoutes(server);
    },
  };
}
