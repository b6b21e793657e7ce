import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { addressKey } from '#server/platform/address-key.ts';
import { AppError, unavailable } from '#server/platform/errors.ts';
import { type RateLimits, rateLimited } from '#server/platform/rate-limit.ts';

const WINDOW_SECONDS = 15 * 60;
/** Wrong passwords before the next attempt is held back. An address may be a whole school's. */
export const FREE_PER_ACCOUNT = 10;
const FREE_PER_ADDRESS = 50;
const WRONG_PER_ADDRESS = 100;
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 8_000;
const MAX_HELD_PER_ADDRESS = 20;

export type SignInThrottle = ReturnType<typeof createSignInThrottle>;

/** In the same words whatever was wrong. */
export const wrongCredentials = (headers: Record<string, string>) =>
  new AppError('invalid_credentials', 'Invalid email or password', { headers });

/** How long to hold an attempt that comes after so many wrong ones. */
export const delayAfter = (wrong: number, free: number): number =>
  wrong < free ? 0 : Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (wrong - free));

/**
 * Slows guessing down, by account and by address. Attempts are held, not refused: guessing at somebody's password
 * keeps its owner waiting for seconds at worst, and never out. Accounts that don't exist are counted like those
 * that do, so that the pauses tell nothing.
 */
export function createSignInThrottle({ rateLimits }: { rateLimits: RateLimits }) {
  const byAccount = rateLimits.limiter({
    name: 'sign-in-account',
    points: Number.MAX_SAFE_INTEGER,
    seconds: WINDOW_SECONDS,
  });
  const byAddress = rateLimits.limiter({
    name: 'sign-in-address',
    points: WRONG_PER_ADDRESS,
    seconds: WINDOW_SECONDS,
  });
  const held = new Map<string, number>();
  const closing = new AbortController();

  async function hold(address: string, ms: number, headers: Record<string, string>): Promise<void> {
    if (ms === 0) return;
    const others = held.get(address) ?? 0;
    if (others >= MAX_HELD_PER_ADDRESS)
      throw rateLimited({ headers: { ...headers, 'retry-after': String(Math.ceil(ms / 1000)) } });
    held.set(address, others + 1);
    try {
      await wait(ms, undefined, { signal: closing.signal });
    } catch (cause) {
      throw unavailable('The server is restarting', cause);
    } finally {
      const left = (held.get(address) ?? 1) - 1;
      if (left > 0) held.set(address, left);
      else held.delete(address);
    }
  }

  return {
    /**
     * An attempt to prove who one is: `check` gives what it proves, or undefined for a wrong password.
     * @param account what they say they are: an email address
     * @param check is told how many wrong ones came before
     * @returns what was proved, and the headers that tell how the address stands
     * @throws 401 for a wrong one; 429 for one of very many
     */
    async attempt<T>(account: string, from: string, check: (wrongBefore: number) => Promise<T | undefined>) {
      // Hashed: an address book doesn't belong into the counters' store.
      const accountKey = createHash('sha256').update(account.toLowerCase()).digest('base64url');
      const address = addressKey(from);
      // Counted before it is looked at, so that many at once aren't all the first.
      const { used } = await byAccount.consume(accountKey);
      // Of an address only wrong ones count, so that a whole school can sign in in the same moment. How many at once
      // slip through is bounded by the queue of passwords.
      const standing = await byAddress.look(address);
      const delay = Math.max(
        delayAfter(used - 1, FREE_PER_ACCOUNT),
        delayAfter(standing.used, FREE_PER_ADDRESS),
      );
      await hold(address, delay, standing.headers);
      const proved = await check(used - 1);
      if (proved !== undefined) {
        await byAccount.clear(accountKey);
        return { proved, headers: standing.headers };
      }
      const after = await byAddress.consume(address);
      if (!after.isAllowed) throw rateLimited(after);
      throw wrongCredentials(after.headers);
    },

    /** Lets go of those who are held. */
    close: () => closing.abort(),
  };
}
