import { describe, expect, it } from 'vitest';
import { fingerprint, isSameFile } from './local-file.ts';

const MIB = 2 ** 20;
const bytes = (length: number) => new Uint8Array(length).map((_, index) => (index * 7) % 251);
const hash = async (...parts: Uint8Array<ArrayBuffer>[]) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer())).toHex();

describe('what a file is known by', () => {
  it.each([
    ['all of a small one', 1_000],
    ['all of one MiB', MIB],
    ['all of one that its ends cover', MIB + 500],
    ['all of two MiB', 2 * MIB],
  ])('is %s', async (_, length) => {
    const content = bytes(length);
    expect(await fingerprint(new Blob([content]))).toEqual({ size: length, hash: await hash(content) });
  });

  it('is the ends of a large one, and its size', async () => {
    const content = bytes(3 * MIB + 5);
    const print = await fingerprint(new Blob([content]));
    expect(print).toEqual({
      size: 3 * MIB + 5,
      hash: await hash(content.slice(0, MIB), content.slice(-MIB)),
    });
    expect(isSameFile(print, { ...print })).toBe(true);
    expect(isSameFile(print, { ...print, size: print.size + 1 })).toBe(false);
    expect(isSameFile(print, { ...print, hash: await hash(content) })).toBe(false);
  });
});
