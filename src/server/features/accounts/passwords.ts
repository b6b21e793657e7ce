import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { Gauge, type Registry } from 'prom-client';
import { unavailable } from '#server/platform/errors.ts';
import { createSecondsHistogram } from '#server/platform/metrics.ts';

/** OWASP's recommendation for argon2id, its default: some 15 ms of one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Half the machine at most: a storm of logins leaves the rest to those who are signed in already. */
const CONCURRENCY = Math.max(1, Math.floor(availableParallelism() / 2));
/** Some seconds' work; who comes then is asked to come again. */
const MAX_WAITING = 500;

export type Passwords = ReturnType<typeof createPasswords>;

/** Passwords as argon2id hashes, worked out beside the event loop, a few at a time. */
export function createPasswords({ registry }: { registry: Registry }) {
  const limit = pLimit(CONCURRENCY);
  const seconds = createSecondsHistogram(
    registry,
    'soiree_password_seconds',
    'Time to hash or check a password, waiting for its turn included.',
  );
  new Gauge({
    name: 'soiree_passwords_waiting',
    help: 'Passwords that wait to be hashed or checked.',
    registers: [registry],
    collect() {
      this.set(limit.pendingCount);
    },
  });
  // As costly to check as a real one, and nobody knows a password for it.
  const decoy = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${random(16)}$${random(32)}`;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (limit.pendingCount >= MAX_WAITING)
      throw unavailable('Too many people are signing in, try again soon');
    const stop = seconds.startTimer();
    try {
      return await limit(work);
    } finally {
      stop();
    }
  }

  return {
    /** In PHC's string format, its parameters included. */
    hash: (password: string): Promise<string> => inTurn(() => hash(password.normalize('NFC'), COST)),

    /** Whether it is the one; without a hash, false after the same work. */
    matches: (passwordHash: string | undefined, password: string): Promise<boolean> =>
      inTurn(async () => {
        const isRight = await verify(passwordHash ?? decoy, password.normalize('NFC'));
        return passwordHash !== undefined && isRight;
      }),
  };
}

const random = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '');
