import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { createRateLimits, type RateLimits, type Standing } from '#server/platform/rate-limit.ts';
import {
  createSignInThrottle,
  delayAfter,
  FREE_PER_ACCOUNT,
  type SignInThrottle,
} from './sign-in-throttle.ts';

const ADDRESS = '198.51.100.1';
const FREE_PER_ADDRESS = 50;
const MAX_HELD = 20;
const MAX_HELD_PER_ACCOUNT = 2;
const TOP_MS = 8_000;

const counting = () =>
  createSignInThrottle({
    rateLimits: createRateLimits({ redisUrl: undefined, logger: pino({ level: 'silent' }) }),
  });

/** Whatever is attempted, so much went wrong before. */
function standingAt(
  used: { account?: number; address?: number },
  onCount: (limit: string) => void = () => {},
): SignInThrottle {
  const limiter: RateLimits['limiter'] = ({ name, points }) => {
    const count = (name === 'sign-in-account' ? used.account : used.address) ?? 0;
    const standing = (taken: number, isAllowed = true): Standing => ({
      isAllowed,
      used: taken,
      headers: {
        'x-ratelimit-limit': String(points),
        'x-ratelimit-remaining': String(Math.max(0, points - taken)),
        'x-ratelimit-reset': '1773604800',
        ...(isAllowed ? {} : { 'retry-after': '900' }),
      },
    });
    return {
      consume: async () => {
        onCount(name);
        return standing(count + 1, count < points);
      },
      look: async () => standing(count),
      clear: async () => undefined,
      giveBack: async () => undefined,
    };
  };
  return createSignInThrottle({ rateLimits: { limiter, close: () => undefined } });
}

const wrong = async () => undefined;
const right = async () => 'proof';

type Outcome = { proved?: unknown; error?: AppError; ms: number };

/** How an attempt ends, and after what time; a timer may be early by a millisecond. */
async function outcomeOf(attempt: Promise<{ proved: unknown }>): Promise<Outcome> {
  const start = performance.now();
  const ms = () => performance.now() - start + 2;
  try {
    const { proved } = await attempt;
    return { proved, ms: ms() };
  } catch (error) {
    if (error instanceof AppError) return { error, ms: ms() };
    throw error;
  }
}

const guess = (throttle: SignInThrottle, email: string, from = ADDRESS) =>
  outcomeOf(throttle.attempt(email, from, wrong));

describe('the delay', () => {
  it('is none while attempts are free, then doubles to its top', () => {
    const delays = Array.from({ length: 18 }, (_, count) => delayAfter(count, 10));
    expect(delays).toEqual([...Array(10).fill(0), 250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  it('never falls, never passes its top, and is a number for any count', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(1_000), (count, free) => {
        const delay = delayAfter(count, free);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(TOP_MS);
        expect(delayAfter(count + 1, free)).toBeGreaterThanOrEqual(delay);
        if (count < free) expect(delay).toBe(0);
        else expect(delay).toBeGreaterThanOrEqual(250);
      }),
    );
  });
});

describe('an attempt', () => {
  it('gives what it proves, or is wrong', async () => {
    const throttle = counting();
    expect(await outcomeOf(throttle.attempt('ada@example.org', ADDRESS, right))).toMatchObject({
      proved: 'proof',
    });
    const { error } = await guess(throttle, 'ada@example.org');
    expect(error).toMatchObject({ code: 'invalid_credentials', status: 401 });
    expect(error?.headers).toMatchObject({ 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '99' });
  });

  it('passes a fault on, as it is', async () => {
    const failing = counting().attempt('ada@example.org', ADDRESS, () => Promise.reject(new Error('store')));
    await expect(failing).rejects.toThrow('store');
  });

  it('is told how many wrong ones came before', async () => {
    const throttle = counting();
    const told: number[] = [];
    for (let count = 0; count < 3; count++)
      await outcomeOf(
        throttle.attempt('ada@example.org', ADDRESS, async (before) => {
          told.push(before);
          return undefined;
        }),
      );
    expect(told).toEqual([0, 1, 2]);
  });

  it('is held from the 11th of an account on, from any address', async () => {
    const throttle = counting();
    for (let count = 0; count < FREE_PER_ACCOUNT; count++)
      await guess(throttle, 'ada@example.org', `198.51.100.${count}`);
    expect((await guess(throttle, 'Ada@Example.org', '203.0.113.1')).ms).toBeGreaterThanOrEqual(250);
    const { proved, ms } = await outcomeOf(throttle.attempt('ada@example.org', '203.0.113.2', right));
    expect(proved).toBe('proof');
    expect(ms).toBeGreaterThanOrEqual(500);
  });

  it('is held from the 51st of an address on, of any account', async () => {
    const throttle = counting();
    for (let count = 0; count < FREE_PER_ADDRESS; count++) await guess(throttle, `${count}@example.org`);
    expect((await guess(throttle, 'ada@example.org')).ms).toBeGreaterThanOrEqual(250);
    const elsewhere = await guess(throttle, 'ada@example.org', '203.0.113.1');
    expect(elsewhere.ms).toBeLessThan(250);
  });

  it('of an account isn’t free for having come with many others at once', async () => {
    const throttle = counting();
    const outcomes = await Promise.all(
      Array.from({ length: FREE_PER_ACCOUNT + 2 }, () => guess(throttle, 'ada@example.org')),
    );
    const held = outcomes.map(({ ms }) => ms).filter((ms) => ms >= 250);
    expect(held).toHaveLength(2);
  });

  it('is not held for coming with many right ones of the same account', async () => {
    const throttle = counting();
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () => outcomeOf(throttle.attempt('ada@example.org', ADDRESS, right))),
    );
    for (const { proved, ms } of outcomes) {
      expect(proved).toBe('proof');
      expect(ms).toBeLessThan(250);
    }
  });

  it('is not refused for the many right ones of a school', async () => {
    const throttle = counting();
    const outcomes = await Promise.all(
      Array.from({ length: 4 * FREE_PER_ADDRESS }, (_, index) =>
        outcomeOf(throttle.attempt(`${index}@example.org`, ADDRESS, right)),
      ),
    );
    for (const { proved, ms } of outcomes) {
      expect(proved).toBe('proof');
      expect(ms).toBeLessThan(250);
    }
    const { error } = await guess(throttle, 'ada@example.org');
    expect(error?.headers).toMatchObject({ 'x-ratelimit-remaining': '99' });
  });
});

describe('beyond the limit of an address', () => {
  it('[C7] wrong ones are 429 with the time to come back, and right ones pass', async () => {
    const [{ error }, { proved, headers }] = await Promise.all([
      guess(standingAt({ address: 100 }), 'ada@example.org'),
      standingAt({ address: 101 }).attempt('ada@example.org', ADDRESS, right),
    ]);
    const limits = {
      'x-ratelimit-limit': '100',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1773604800',
    };
    expect(error).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(error?.headers).toEqual({ ...limits, 'retry-after': '900' });
    expect(proved).toBe('proof');
    expect(headers).toEqual(limits);
  }, 20_000);
});

describe('those who are held', () => {
  const heldAtOnce = (throttle: SignInThrottle, count: number, from = ADDRESS) =>
    Array.from({ length: count }, (_, index) => guess(throttle, `${index}@example.org`, from));

  it('are twenty of an address; one more is 429, and it is over when they are', async () => {
    const throttle = standingAt({ account: FREE_PER_ACCOUNT });
    for (let round = 0; round < 2; round++) {
      const outcomes = await Promise.all(heldAtOnce(throttle, MAX_HELD + 1));
      const codes = outcomes.map(({ error }) => error?.code);
      expect(codes.filter((code) => code === 'invalid_credentials')).toHaveLength(MAX_HELD);
      const refused = outcomes.filter(({ error }) => error?.code === 'rate_limited');
      expect(refused).toHaveLength(1);
      expect(refused[0]?.ms).toBeLessThan(250);
      expect(refused[0]?.error?.headers).toEqual({
        'x-ratelimit-limit': '100',
        'x-ratelimit-remaining': '100',
        'x-ratelimit-reset': '1773604800',
        'retry-after': '1',
      });
    }
  });

  it('are two of an account from an address, so that guessing goes no faster for being done at once', async () => {
    const throttle = standingAt({ account: FREE_PER_ACCOUNT });
    const outcomes = await Promise.all([
      ...Array.from({ length: MAX_HELD_PER_ACCOUNT + 1 }, () => guess(throttle, 'ada@example.org')),
      guess(throttle, 'bob@example.org'),
      guess(throttle, 'ada@example.org', '203.0.113.1'),
    ]);
    expect(outcomes.map(({ error }) => error?.code)).toEqual([
      ...Array(MAX_HELD_PER_ACCOUNT).fill('invalid_credentials'),
      'rate_limited',
      'invalid_credentials',
      'invalid_credentials',
    ]);
    expect(outcomes[MAX_HELD_PER_ACCOUNT]?.error?.headers).toMatchObject({ 'retry-after': '1' });
  });

  it('once there are twenty of a slowed address, one more leaves no trace, whatever account it names', async () => {
    const counted: string[] = [];
    const throttle = standingAt({ address: FREE_PER_ADDRESS }, (limit) => counted.push(limit));
    const outcomes = await Promise.all(heldAtOnce(throttle, MAX_HELD + 30));
    const refused = outcomes.filter(({ error }) => error?.code === 'rate_limited');
    expect(refused).toHaveLength(30);
    for (const { error } of refused) expect(error?.headers).toMatchObject({ 'retry-after': '1' });
    expect(counted.filter((limit) => limit === 'sign-in-account')).toHaveLength(MAX_HELD);
  });

  it('leave other addresses their own twenty, a network of IPv6 being one', async () => {
    const throttle = standingAt({ account: FREE_PER_ACCOUNT });
    const outcomes = await Promise.all([
      ...heldAtOnce(throttle, MAX_HELD),
      ...heldAtOnce(throttle, MAX_HELD, '2001:db8::1'),
      ...heldAtOnce(throttle, 1, '2001:db8::2'),
      ...heldAtOnce(throttle, 1, '2001:db8:0:1::1'),
    ]);
    const refused = outcomes.map(({ error }) => error?.code === 'rate_limited');
    expect(refused.filter(Boolean)).toHaveLength(1);
    expect(refused[2 * MAX_HELD]).toBe(true);
  });

  it('are let go when the server ends, and nobody is held after', async () => {
    const throttle = standingAt({ account: FREE_PER_ACCOUNT + 10 });
    const held = heldAtOnce(throttle, 3);
    throttle.close();
    for (const { error, ms } of await Promise.all([...held, guess(throttle, 'ada@example.org')])) {
      expect(error).toMatchObject({ code: 'unavailable', status: 503 });
      expect(ms).toBeLessThan(TOP_MS);
    }
  });
});
