import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStorage } from './storage.ts';
import { describeStorageContract } from './storage-contract.ts';
import { createDiskStorage } from './storage-disk.ts';

const KEY = 'avatars/a/4f2a.webp';
const bytes = new TextEncoder().encode('a picture');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'soiree-storage-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const listFiles = async () =>
  (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));

describeStorageContract('disk', async () => createDiskStorage({ directory }));

describe('files on disk', () => {
  it('[K] lie below DATA_DIR/uploads where no S3 store is set', async () => {
    const storage = createStorage({
      config: { dataDir: directory, s3: undefined },
      logger: pino({ level: 'silent' }),
    });
    await storage.put(KEY, bytes);
    expect(await readFile(join(directory, 'uploads', KEY))).toEqual(Buffer.from(bytes));
    await storage.close();
  });

  it('leave nothing else there, and nothing at all before the first one', async () => {
    const storage = createDiskStorage({ directory: join(directory, 'uploads') });
    expect(await storage.get(KEY)).toBeUndefined();
    await storage.delete(KEY);
    expect(await readdir(directory)).toEqual([]);
    await storage.put(KEY, bytes);
    await storage.put(KEY, bytes);
    expect(await listFiles()).toEqual([`uploads/${KEY}`]);
  });

  it('are read whole at any time, also while they are replaced', async () => {
    const storage = createDiskStorage({ directory });
    const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
    await storage.put(KEY, new Uint8Array(2_000_000).fill(120));
    const puts = letters.map((letter) => storage.put(KEY, Buffer.alloc(2_000_000, letter)));
    const gets = Array.from({ length: 30 }, () => storage.get(KEY));
    for (const file of await Promise.all(gets)) {
      expect(file?.bytes).toHaveLength(2_000_000);
      expect(new Set(file?.bytes)).toHaveProperty('size', 1);
    }
    await Promise.all(puts);
    expect(await listFiles()).toEqual([KEY]);
  });

  it('are found by a process started later', async () => {
    await createDiskStorage({ directory }).put(KEY, bytes);
    expect((await createDiskStorage({ directory }).get(KEY))?.bytes).toEqual(Buffer.from(bytes));
  });

  it('are not half files: what a process left that ended in the middle of a write goes at the next one', async () => {
    const drafts = join(directory, '.drafts');
    await mkdir(drafts);
    await writeFile(join(drafts, 'old'), 'half a pic');
    await writeFile(join(drafts, 'young'), 'half a pic, perhaps of another node');
    const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(join(drafts, 'old'), twoHoursAgo, twoHoursAgo);
    await createDiskStorage({ directory }).put(KEY, bytes);
    expect(new Set(await listFiles())).toEqual(new Set(['.drafts/young', KEY]));
  });

  it('do not hide what stands in their way: 503, and nothing is left', async () => {
    const storage = createDiskStorage({ directory });
    await mkdir(join(directory, KEY), { recursive: true });
    const refusal = { code: 'unavailable', status: 503, headers: { 'retry-after': '1' } };
    await expect(storage.put(KEY, bytes)).rejects.toMatchObject(refusal);
    await expect(storage.get(KEY)).rejects.toMatchObject(refusal);
    await expect(storage.delete(KEY)).rejects.toMatchObject(refusal);
    expect(await listFiles()).toEqual([]);

    await rm(join(directory, KEY), { recursive: true });
    await storage.put(KEY, bytes);
    expect(await listFiles()).toEqual([KEY]);
  });

  it('can be written again once the directory can', async () => {
    const storage = createDiskStorage({ directory: join(directory, 'uploads') });
    await writeFile(join(directory, 'uploads'), 'a file in the place of the directory');
    await expect(storage.put(KEY, bytes)).rejects.toMatchObject({ code: 'unavailable' });
    await rm(join(directory, 'uploads'));
    await storage.put(KEY, bytes);
    expect((await storage.get(KEY))?.bytes).toEqual(Buffer.from(bytes));
  });
});
