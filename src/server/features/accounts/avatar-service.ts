import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Images } from '#server/platform/images.ts';
import type { Storage, StoredFile } from '#server/platform/storage.ts';
import { actFor, lockAvatarPath, updateAvatarPath } from './profile-repository.ts';

type Dependencies = { database: Database; images: Images; storage: Storage; clock: Clock; logger: Logger };

export type Avatars = ReturnType<typeof createAvatars>;

/** In pixels. */
const MAX_SIDE = 512;

/** Of a path, the account and the name of the file. */
const PATH = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[0-9a-f]{32}\.webp$/;

const keyOf = (path: string) => `avatars/${path}`;

/**
 * The pictures of the profiles. A file is there before a profile names it, and goes after none does; its name is
 * never used again, so that what has it may keep it for ever.
 */
export function createAvatars({ database, images, storage, clock, logger }: Dependencies) {
  /** Gives the profile another avatar, or none; returns the one that it had. */
  const swap = (accountId: string, path: string | null): Promise<string | null> =>
    database.transaction(async (tx) => {
      await actFor(tx, accountId);
      const oldPath = await lockAvatarPath(tx, accountId);
      if (oldPath === undefined) throw notFound('Profile not found');
      if (oldPath !== path) await updateAvatarPath(tx, accountId, path, new Date(clock.now()));
      return oldPath;
    });

  /** What fails here leaves a file that nobody asks for. */
  async function discard(path: string): Promise<void> {
    try {
      await storage.delete(keyOf(path));
    } catch (error) {
      logger.warn({ err: error, path }, 'an avatar that is no longer used could not be deleted');
    }
  }

  /** A commit whose answer was lost may have happened; the lock waits until that is decided. */
  const isUsed = (accountId: string, path: string): Promise<boolean> =>
    database.transaction(async (tx) => {
      await actFor(tx, accountId);
      return (await lockAvatarPath(tx, accountId)) === path;
    });

  return {
    /** @throws {AppError} for what is not a picture, or too much work: see `toWebp` */
    async replace(accountId: string, uploaded: Uint8Array): Promise<{ path: string }> {
      const avatar = await images.toWebp(uploaded, MAX_SIDE);
      const path = `${accountId}/${randomBytes(16).toString('hex')}.webp`;
      await storage.put(keyOf(path), avatar);
      let oldPath: string | null;
      try {
        oldPath = await swap(accountId, path);
      } catch (error) {
        // While the store can't be asked, the file stays: one too many is better than a profile without its picture.
        if (!(await isUsed(accountId, path).catch(() => true))) await discard(path);
        throw error;
      }
      if (oldPath !== null) await discard(oldPath);
      return { path };
    },

    /** Returns false where there was none. */
    async remove(accountId: string): Promise<boolean> {
      const oldPath = await swap(accountId, null);
      if (oldPath === null) return false;
      await discard(oldPath);
      return true;
    },

    /** The file that a path names, whatever a client made that path of. */
    find: async (path: string): Promise<StoredFile | undefined> =>
      PATH.test(path) ? storage.get(keyOf(path)) : undefined,
  };
}
