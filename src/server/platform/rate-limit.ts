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

type Standing = { isAllowed: boolean; headers: Record<string, string> };

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

      const standing = (result: RateLimiterRes | null, isAllowed: boolean): Standing => {
        const msLeft = result?.msBeforeNext ?? seconds * 1000;
        const headers: Record<string, string> = {
          'x-ratelimit-limit': String(points),
          'x-ratelimit-remaining': String(Math.max(0, result?.remainingPoints ?? points)),
          'x-ratelimit-reset': String(Math.ceil((Date.now() + msLeft) / 1000)),
        };
        if (!isAllowed) headers['retry-after'] = String(Math.max(1, Math.ceil(msLeft / 1000)));
        return { isAllowed, headers };
      };

      return {
        /** Takes one point of the key's; says how it then stands. */
        async consume(key: string): Promise<Standing> {
          try {
            return standing(await limiter.consume(key), true);
          } catch (refusal) {
            if (refusal instanceof RateLimiterRes) return standing(refusal, false);
            throw refusal;
          }
        },

        /** How the key stands, taking nothing. */
        async look(key: string): Promise<Standing> {
          const result = await limiter.get(key);
          return standing(result, (result?.consumedPoints ?? 0) < points);
        },
      };
    },

    close(): void {
      redis?.disconnect();
    },
  };
}

/** The error of a spent limit, with the headers that tell when to come back. */
export const rateLimited = ({ headers }: Standing) =>
  new AppError('rate_limited', 'Too many requests, please try again later', { headers });
