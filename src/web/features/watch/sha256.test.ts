import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256, sha256Plain } from './sha256.ts';

const expected = async (bytes: Uint8Array) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toHex();

describe('SHA-256', () => {
  it('is that of the standard’s example', () => {
    expect(sha256Plain(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('is right at every length around its blocks', async () => {
    for (let length = 0; length < 200; length++) {
      const bytes = new Uint8Array(length).fill(length);
      expect(sha256Plain(bytes)).toBe(await expected(bytes));
    }
  });

  it('is right of any bytes, and the same where the browser has its own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (bytes) => {
        expect(sha256Plain(bytes)).toBe(await expected(bytes));
        expect(await sha256(new Uint8Array(bytes))).toBe(await expected(bytes));
      }),
    );
  });

  it('is right of two MiB', async () => {
    const bytes = new Uint8Array(2 ** 21).map((_, index) => index * 31);
    expect(sha256Plain(bytes)).toBe(await expected(bytes));
  });
});
