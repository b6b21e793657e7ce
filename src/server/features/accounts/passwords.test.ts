import { hash, verify } from '@node-rs/argon2';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { createPasswords } from './passwords.ts';

const registry = new Registry();
const passwords = createPasswords({ registry });

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

describe('[A5] a password’s hash', () => {
  it('is argon2id, says its parameters, and has a salt of its own', async () => {
    const hashes = await Promise.all([1, 2].map(() => passwords.hash('correct horse')));
    for (const text of hashes)
      expect(text).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22,}\$[A-Za-z0-9+/]{43,}$/);
    expect(new Set(hashes).size).toBe(2);
    expect(await verify(hashes[0] ?? '', 'correct horse')).toBe(true);
  });

  it('matches its password and no other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
        async (password, other) => {
          const text = await passwords.hash(password);
          expect(await passwords.matches(text, password)).toBe(true);
          const isSame = password.normalize('NFC') === other.normalize('NFC');
          expect(await passwords.matches(text, other)).toBe(isSame);
        },
      ),
      { numRuns: 15 },
    );
  });

  it.each([
    ['a', 'A'],
    ['a', 'a '],
    ['a', 'a\u0000'],
    ['a\u0000b', 'a\u0000c'],
    [`${'a'.repeat(72)}b`, `${'a'.repeat(72)}c`],
    [`${'🎲'.repeat(127)}a`, `${'🎲'.repeat(127)}b`],
    ['ﬁ', 'fi'],
  ])('tells %j from %j', async (password, other) => {
    const text = await passwords.hash(password);
    expect(await passwords.matches(text, other)).toBe(false);
  });

  it('is the same however the accents were typed', async () => {
    const [composed, decomposed] = ['pâsswörd 각'.normalize('NFC'), 'pâsswörd 각'.normalize('NFD')];
    expect(composed).not.toBe(decomposed);
    expect(await passwords.matches(await passwords.hash(decomposed), composed)).toBe(true);
    expect(await passwords.matches(await passwords.hash(composed), decomposed)).toBe(true);
  });

  it('made with other parameters is checked by those', async () => {
    const older = await hash('correct horse', { memoryCost: 8_192, timeCost: 3, parallelism: 1 });
    expect(await passwords.matches(older, 'correct horse')).toBe(true);
    expect(await passwords.matches(older, 'wrong horse')).toBe(false);
  });
});

describe('[A2] without a hash', () => {
  it('nothing matches', async () => {
    for (const password of ['', 'a', 'correct horse', '\u0000'])
      expect(await passwords.matches(undefined, password)).toBe(false);
  });

  it('it takes as long as with one', async () => {
    const text = await passwords.hash('correct horse');
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let round = 0; round < 21; round++) {
      known.push(await timed(() => passwords.matches(text, 'wrong horse')));
      unknown.push(await timed(() => passwords.matches(undefined, 'wrong horse')));
    }
    const ratio = median(known) / median(unknown);
    expect(ratio).toBeGreaterThan(1 / 2);
    expect(ratio).toBeLessThan(2);
  });
});

describe('many at once', () => {
  it('wait for their turn, to a bound, beyond which they are 503', async () => {
    // A hash that is none costs nothing to refuse.
    const outcomes = await Promise.allSettled(
      Array.from({ length: 1_200 }, () => passwords.matches('no hash', 'correct horse')),
    );
    const refused = outcomes.filter(
      (outcome) => outcome.status === 'rejected' && outcome.reason instanceof AppError,
    );
    expect(refused.length).toBeGreaterThan(0);
    expect(outcomes.length - refused.length).toBeGreaterThanOrEqual(500);
    for (const outcome of refused)
      expect(outcome).toMatchObject({ reason: { code: 'unavailable', status: 503 } });
    expect(await passwords.matches(await passwords.hash('correct horse'), 'correct horse')).toBe(true);
  });

  it('tell how many wait', async () => {
    const waiting = async () =>
      Number(/^soiree_passwords_waiting (\d+)$/m.exec(await registry.metrics())?.[1] ?? Number.NaN);
    expect(await waiting()).toBe(0);
    const work = Promise.all(Array.from({ length: 20 }, () => passwords.matches(undefined, 'x')));
    expect(await waiting()).toBeGreaterThan(0);
    await work;
    expect(await waiting()).toBe(0);
  });

  it('leave the event loop free', async () => {
    let isOver = false;
    const work = Promise.all(Array.from({ length: 20 }, () => passwords.hash('correct horse'))).then(() => {
      isOver = true;
    });
    let turns = 0;
    while (!isOver) {
      await new Promise(setImmediate);
      turns += 1;
    }
    await work;
    // Blocked by each hash, it would have turned some twenty times.
    expect(turns).toBeGreaterThan(200);
  });
});
