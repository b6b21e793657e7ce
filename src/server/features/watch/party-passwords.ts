import { hash, verify } from '@node-rs/bcrypt';
import pLimit, { type LimitFunction } from 'p-limit';
import { unavailable } from '#server/platform/errors.ts';

/** Of bcrypt: some 250 ms of one core. */
const COST = 12;
/** The rest of the machine stays free for those who are in already. */
const CONCURRENCY = 1;
/** Some seconds' work; who comes then is asked to come again. */
const MAX_ADDRESSES = 50;
/** As many as may try for one party in a minute. */
const MAX_OF_ONE_ADDRESS = 10;

/** Those of one address, who are one behind another in the line of all. */
type Line = { limit: LimitFunction; length: number };

export type PartyPasswords = ReturnType<typeof createPartyPasswords>;

/** The parties' passwords as bcrypt hashes, worked out beside the event loop, one at a time, by turns of addresses. */
export function createPartyPasswords() {
  const limit = pLimit(CONCURRENCY);
  const lines = new Map<string, Line>();

  async function inTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
    const line = lines.get(address) ?? { limit: pLimit(1), length: 0 };
    if (line.length > MAX_OF_ONE_ADDRESS || (line.length === 0 && limit.pendingCount >= MAX_ADDRESSES))
      throw unavailable('Too many people are joining, try again soon');
    lines.set(address, line);
    line.length += 1;
    try {
      return await line.limit(() => limit(work));
    } finally {
      line.length -= 1;
      if (line.length === 0) lines.delete(address);
    }
  }

  return {
    hash: (password: string, address: string): Promise<string> => inTurn(address, () => hash(password, COST)),
    matches: (passwordHash: string, password: string, address: string): Promise<boolean> =>
      inTurn(address, () => verify(password, passwordHash)),
  };
}
