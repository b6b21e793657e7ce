import { afterEach, describe, expect, it } from 'vitest';
import type { Storage } from './storage.ts';

const KEY = 'avatars/0197a0c2-7d5e-7c53-9c39-4f0f6f1f2b11/4f2a.webp';

const bytesOf = (text: string) => new TextEncoder().encode(text);

const textOf = async (storage: Storage, key: string) => {
  const file = await storage.get(key);
  return file && Buffer.from(file.bytes).toString();
};

/** What every storage does; `createStorage` gives an empty one. */
export function describeStorageContract(name: string, createStorage: () => Promise<Storage>): void {
  describe(`storage contract: ${name}`, () => {
    const storages: Storage[] = [];

    async function start(): Promise<Storage> {
      const storage = await createStorage();
      storages.push(storage);
      return storage;
    }

    afterEach(async () => {
      await Promise.all(storages.splice(0).map((storage) => storage.close()));
    });

    it('gives back what was put, byte by byte, with its content type', async () => {
      const storage = await start();
      const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256);
      await storage.put(KEY, bytes);
      const file = await storage.get(KEY);
      expect(file?.contentType).toBe('image/webp');
      expect(Buffer.compare(file?.bytes ?? bytesOf(''), bytes)).toBe(0);
    });

    it('has nothing under a key that nothing was put under', async () => {
      const storage = await start();
      expect(await storage.get(KEY)).toBeUndefined();
      await storage.put(KEY, bytesOf('a'));
      expect(await storage.get(KEY.replace('4f2a', '4f2b'))).toBeUndefined();
      expect(await storage.get('avatars/4f2a.webp')).toBeUndefined();
    });

    it('puts in the place of what was there', async () => {
      const storage = await start();
      await storage.put(KEY, bytesOf('the first, which is longer'));
      await storage.put(KEY, bytesOf('the second'));
      expect(await textOf(storage, KEY)).toBe('the second');
    });

    it('keeps a file without any bytes', async () => {
      const storage = await start();
      await storage.put(KEY, bytesOf(''));
      expect(await textOf(storage, KEY)).toBe('');
    });

    it('keeps keys apart', async () => {
      const storage = await start();
      const keys = ['avatars/a/1.webp', 'avatars/a/11.webp', 'avatars/ab/1.webp', 'other/a/1.webp'];
      await Promise.all(keys.map((key) => storage.put(key, bytesOf(key))));
      await storage.delete('avatars/a/1.webp');
      const found = await Promise.all(keys.map((key) => textOf(storage, key)));
      expect(found).toEqual([undefined, ...keys.slice(1)]);
    });

    it('deletes, however often it is asked', async () => {
      const storage = await start();
      await storage.delete(KEY);
      await storage.put(KEY, bytesOf('a'));
      await Promise.all([storage.delete(KEY), storage.delete(KEY)]);
      await storage.delete(KEY);
      expect(await storage.get(KEY)).toBeUndefined();
      await storage.put(KEY, bytesOf('b'));
      expect(await textOf(storage, KEY)).toBe('b');
    });

    it('leaves one of several files whole that are put under a key at once', async () => {
      const storage = await start();
      const candidates = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(100_000));
      await Promise.all(candidates.map((text) => storage.put(KEY, bytesOf(text))));
      expect(candidates).toContain(await textOf(storage, KEY));
    });

    it.each([
      '',
      '/',
      '4f2a.webp',
      '/avatars/4f2a.webp',
      'avatars/4f2a.webp/',
      'avatars//4f2a.webp',
      'avatars/../4f2a.webp',
      '../avatars/4f2a.webp',
      'avatars/./4f2a.webp',
      'avatars/..',
      'avatars/.webp',
      'avatars/.4f2a.webp',
      'avatars/4f2a.webp.webp',
      'avatars/a.b/4f2a.webp',
      'avatars/4f2a',
      'avatars/4f2a.html',
      'avatars/4f2a.svg',
      'avatars/4F2A.webp',
      'avatars\\4f2a.webp',
      'avatars/..\\4f2a.webp',
      'avatars/4f2a.webp\n',
      'avatars/4f2a\u0000.webp',
      'avatars/%2e%2e/4f2a.webp',
      'avatars/ä.webp',
      `avatars/${'a'.repeat(101)}.webp`,
      `${'a/'.repeat(9)}4f2a.webp`,
    ])('refuses the key %j', async (key) => {
      const storage = await start();
      const refusal = { name: 'Error', message: 'That is no key of a stored file' };
      await expect(async () => storage.put(key, bytesOf('a'))).rejects.toMatchObject(refusal);
      await expect(async () => storage.get(key)).rejects.toMatchObject(refusal);
      await expect(async () => storage.delete(key)).rejects.toMatchObject(refusal);
    });

    it('is closed as often as one likes', async () => {
      const storage = await start();
      await storage.put(KEY, bytesOf('a'));
      await storage.close();
      await storage.close();
    });
  });
}
