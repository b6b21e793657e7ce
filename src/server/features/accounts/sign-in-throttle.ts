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
/** Of one account, from one address: people wait for one answer at a time, and only guessing gains by more. */
const MAX_HELD_PER_ACCOUNT = 2;

/** Where so many can be held at once. */
type Places = { key: string; max: number };

export type SignInThrottle = ReturnType<typeof createSignInThrottle>;

/** In the same words whatever was wrong. */
export const wrongCredentials = (headers: Record<string, string>) =>
  new AppError('invalid_credentials', 'Invalid email or password', { headers });

/** How long to hold an attempt that comes after so many wrong ones. */
export const delayAfter = (wrong: number, free: number): number =>
  wrong < free ? 0 : Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (wrong - free));

/**
 * Slows guessing down, by account and by address. Attempts are held, not refused: guessing at somebody's password
 * keeps its owner waiting for seconds at worst, and never out, unless it is done from the owner's own address.
 * Accounts that don't exist are counted like those that do, so that the pauses tell nothing.
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
  const turns = new Map<string, Promise<unknown>>();
  const closing = new AbortController();

  /**
   * The attempts on one account one after another, those that are held apart: of many at once each knows how those
   * before it went, and only wrong ones slow down.
   */
  async function inTurn<T>(account: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(account) ?? Promise.resolve()).then(work, work);
    turns.set(account, turn);
    try {
      return await turn;
    } finally {
      if (turns.get(account) === turn) turns.delete(account);
    }
  }

  const isFull = ({ key, max }: Places) => (held.get(key) ?? 0) >= max;

  function count({ key }: Places, by: 1 | -1): void {
    const left = (held.get(key) ?? 0) + by;
    if (left > 0) held.set(key, left);
    else held.delete(key);
  }

  async function hold(places: readonly Places[], ms: number, headers: Record<string, string>): Promise<void> {
    if (places.some(isFull))
      throw rateLimited({ headers: { ...headers, 'retry-after': String(Math.ceil(ms / 1000)) } });
    for (const place of places) count(place, 1);
    try {
      await wait(ms, undefined, { signal: closing.signal });
    } catch (cause) {
      throw unavailable('The server is restarting', cause);
    } finally {
      for (const place of places) count(place, -1);
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
      const ofAddress = { key: address, max: MAX_HELD_PER_ADDRESS };
      const ofAccount = { key: `${address} ${accountKey}`, max: MAX_HELD_PER_ACCOUNT };
      // Of an address only wrong ones count, so that a whole school can sign in in the same moment. How many at once
      // slip through is bounded by the queue of passwords.
      const standing = await byAddress.look(address);
      const addressDelay = delayAfter(standing.used, FREE_PER_ADDRESS);

      const decide = async (wrongBefore: number) => {
        const proved = await check(wrongBefore);
        if (proved !== undefined) {
          if (wrongBefore > 0) await byAccount.clear(accountKey);
          return { proved, headers: standing.headers };
        }
        await byAccount.consume(accountKey);
        const after = await byAddress.consume(address);
        if (!after.isAllowed) throw rateLimited(after);
        throw wrongCredentials(after.headers);
      };

      const first = await inTurn(accountKey, async () => {
        const { used } = await byAccount.look(accountKey);
        const delay = Math.max(addressDelay, delayAfter(used, FREE_PER_ACCOUNT));
        return delay > 0 ? { delay, used } : { decided: await decide(used) };
      });
      if (first.decided) return first.decided;
      await hold([ofAddress, ofAccount], first.delay, standing.headers);
      return decide(first.used);
    },

    /** Lets go of those who are held. */
    close: () => closing.abort(),
  };
}
