import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unavailable } from './errors.ts';
import type { Storage } from './storage.ts';
import { contentTypeOf } from './storage-key.ts';

/** No key begins with a dot, so no file can be in the way. */
const DRAFTS = '.drafts';
/** No write takes so long: an older draft is of a process that has ended. Younger ones may be another node's. */
const DRAFT_MAX_AGE_MS = 60 * 60 * 1000;

/** Files below a directory, which is made when the first one comes. */
export function createDiskStorage({ directory }: { directory: string }): Storage {
  const drafts = join(directory, DRAFTS);
  let swept: Promise<void> | undefined;

  return {
    async put(key, bytes) {
      contentTypeOf(key);
      const file = join(directory, key);
      const draft = join(drafts, randomUUID());
      try {
        await mkdir(drafts, { recursive: true });
        swept ??= sweep(drafts).catch((error: unknown) => {
          swept = undefined;
          throw error;
        });
        await swept;
        const firstMade = await mkdir(dirname(file), { recursive: true });
        try {
          await writeDurably(draft, bytes);
          await rename(draft, file);
        } catch (error) {
          await rm(draft, { force: true });
          throw error;
        }
        await syncDirectories(dirname(file), firstMade);
      } catch (error) {
        throw refused(error);
      }
    },

    async get(key) {
      const contentType = contentTypeOf(key);
      try {
        return { bytes: await readFile(join(directory, key)), contentType };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw refused(error);
      }
    },

    async delete(key) {
      contentTypeOf(key);
      try {
        await unlink(join(directory, key));
      } catch (error) {
        if (!isMissing(error)) throw refused(error);
      }
    },

    async close() {},
  };
}

const refused = (cause: unknown) => unavailable('Files cannot be stored or read now, try again soon', cause);

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** Removes what processes left that ended in the middle of a write. */
async function sweep(drafts: string): Promise<void> {
  for (const name of await readdir(drafts)) {
    const draft = join(drafts, name);
    try {
      const { mtimeMs } = await stat(draft);
      if (mtimeMs < Date.now() - DRAFT_MAX_AGE_MS) await unlink(draft);
    } catch (error) {
      // Another node was quicker, or has just finished with it.
      if (!isMissing(error)) throw error;
    }
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A name is durable once its directory is; so are those directories that were made for it, up to the first one. */
async function syncDirectories(directory: string, firstMade: string | undefined): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (firstMade && directory !== dirname(firstMade)) await syncDirectories(dirname(directory), firstMade);
}
