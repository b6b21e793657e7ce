import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from './errors.ts';

export type Limit = {
  /** Names the limit, in the store's keys. */
  name: string;
  points: number;
  seconds: number;
};

export type Standing = {
  isAllowed: boolean;
  /** Points taken in this window, those over the limit too. */
  used: number;
  headers: Record<string, string>;
};

export type RateLimits = ReturnType<typeof createRateLimits>;
export type RateLimiter = ReturnType<RateLimits['limiter']>;

/**
 * Limits that count in fixed windows: in memory, or in Redis where there is one so that the nodes count together;
 * while Redis is away, each node counts for itself.
 */
export function createRateLimits({ redisUrl, logger }: { redisUrl: string | undefined; logger: Logger }) {
  const redis = redisUrl
    ? new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 1_000 })
    : undefined;
  redis?.on('error', (error) => logger.debug({ err: error }, 'the rate limits count without Redis'));

  return {
    limiter({ name, points, seconds }: Limit) {
      const memory = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
      const limiter = redis
        ? new RateLimiterRedis({
            storeClient: redis,
            keyPrefix: `soiree:limit:${name}`,
            points,
            duration: seconds,
            insuranceLimiter: memory,
          })
        : memory;

      const standing = (result: RateLimiterRes | null, isAllowed = true): Standing => {
        const msLeft = result?.msBeforeNext ?? seconds * 1000;
        const headers: Record<string, string> = {
          'x-ratelimit-limit': String(points),
          'x-ratelimit-remaining': String(Math.max(0, result?.remainingPoints ?? points)),
          'x-ratelimit-reset': String(Math.ceil((Date.now() + msLeft) / 1000)),
        };
        if (!isAllowed) headers['retry-after'] = String(Math.max(1, Math.ceil(msLeft / 1000)));
        return { isAllowed, used: result?.consumedPoints ?? 0, headers };
      };

      return {
        /** Takes one point of the key's; says how it then stands. */
        async consume(key: string): Promise<Standing> {
          try {
            return standing(await limiter.consume(key));
          } catch (refusal) {
            if (refusal instanceof RateLimiterRes) return standing(refusal, false);
            throw refusal;
          }
        },

        /** Gives back a point for what could not be done after all. */
        async giveBack(key: string): Promise<void> {
          await limiter.reward(key);
        },

        /** Forgets what the key has taken. */
        async clear(key: string): Promise<void> {
          await limiter.delete(key);
        },

        /** How the key stands, taking nothing, and so refusing nobody. */
        async look(key: string): Promise<Standing> {
          const result = await limiter.get(key);
          return standing(result);
        },
      };
    },

    close(): void {
      redis?.disconnect();
    },
  };
}

/** The error of a spent limit, with the headers that tell when to come back. */
export const rateLimited = ({ headers }: Pick<Standing, 'headers'>) =>
  new AppError('rate_limited', 'Too many requests, please try again later', { headers });
