import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Images } from '#server/platform/images.ts';
import type { Storage, StoredFile } from '#server/platform/storage.ts';
import { requireOwn } from './authoring-rights.ts';
import { countImagesOf, insertImage } from './images-repository.ts';
import { imageKey, isImagePath } from './images-urls.ts';
import { findQuiz } from './quizzes-repository.ts';

export type QuizImages = ReturnType<typeof createQuizImages>;

type Dependencies = { database: Database; images: Images; storage: Storage; clock: Clock; logger: Logger };

/** In pixels. */
const MAX_SIDE = 1_600;
/** Bounds what an account can fill the storage with, some uploads at the same moment more or less. */
const MAX_IMAGES = 5_000;

/**
 * Pictures for questions and answers. A file stays once it was uploaded, since copies of the quiz, past games and
 * exports may name it; what one account uploads is bounded instead.
 */
export function createQuizImages({ database, images, storage, clock, logger }: Dependencies) {
  const { db } = database;

  return {
    /** @throws 404 and 403 as for a change of the quiz, 409 where there are too many already */
    async requireMayUpload(caller: Caller, quizId: string): Promise<void> {
      requireOwn(await findQuiz(db, quizId), caller);
      if ((await countImagesOf(db, caller.accountId)) >= MAX_IMAGES)
        throw new AppError('conflict', `An account uploads at most ${MAX_IMAGES} pictures for quizzes`);
    },

    /** @throws {AppError} for what is not a picture, or too much work: see `toWebp` */
    async add(caller: Caller, quizId: string, uploaded: Uint8Array): Promise<string> {
      const picture = await images.toWebp(uploaded, MAX_SIDE);
      const path = `${quizId}/${randomBytes(16).toString('hex')}.webp`;
      await storage.put(imageKey(path), picture);
      try {
        await insertImage(db, { path, accountId: caller.accountId, createdAt: new Date(clock.now()) });
      } catch (error) {
        // Nobody was told of it.
        await storage
          .delete(imageKey(path))
          .catch((reason: unknown) =>
            logger.warn({ err: reason, path }, 'a picture that nobody knows of could not be deleted'),
          );
        throw error;
      }
      return path;
    },

    /** The file that a path names, whatever a client made that path of. */
    find: async (path: string): Promise<StoredFile | undefined> =>
      isImagePath(path) ? storage.get(imageKey(path)) : undefined,
  };
}
