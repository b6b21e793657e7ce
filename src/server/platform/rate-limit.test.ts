import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type TestRedis } from '#test/setup/redis.ts';
import { createRateLimits, rateLimited } from './rate-limit.ts';

const logger = pino({ level: 'silent' });
const limit = { name: 'test', points: 3, seconds: 60 };

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

describe('[C7] rate limits', () => {
  it('count in a window, tell how they stand, and refuse with the time to come back', async () => {
    const limits = createRateLimits({ redisUrl: undefined, logger });
    const limiter = limits.limiter(limit);
    expect(await limiter.look('a')).toMatchObject({
      isAllowed: true,
      headers: { 'x-ratelimit-remaining': '3' },
    });
    for (const remaining of ['2', '1', '0']) {
      expect(await limiter.consume('a')).toMatchObject({
        isAllowed: true,
        headers: { 'x-ratelimit-limit': '3', 'x-ratelimit-remaining': remaining },
      });
    }
    const spent = await limiter.consume('a');
    expect(spent.isAllowed).toBe(false);
    const { status, headers } = rateLimited(spent);
    expect(status).toBe(429);
    expect(headers['x-ratelimit-remaining']).toBe('0');
    const reset = Number(headers['x-ratelimit-reset']);
    expect(reset).toBeGreaterThan(Date.now() / 1000);
    expect(reset).toBeLessThanOrEqual(Date.now() / 1000 + 61);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(await limiter.consume('b')).toMatchObject({ isAllowed: true });
    limits.close();
  });

  it('are counted together by nodes on one Redis, and by each for itself while it is away', async () => {
    const nodes = [0, 1].map(() => createRateLimits({ redisUrl: redis.url, logger }));
    const [one, other] = nodes.map((node) => node.limiter(limit));
    if (!one || !other) throw new Error('two nodes');
    // The first commands may find the connection still opening, and then count in memory.
    await expect
      .poll(async () => (await one.look('warm')).isAllowed && (await other.look('warm')).isAllowed)
      .toBe(true);
    await expect
      .poll(async () => {
        await one.consume('probe');
        return (await other.look('probe')).headers['x-ratelimit-remaining'];
      })
      .toBe('0');
    for (let n = 0; n < 3; n++) await one.consume('shared');
    await one.giveBack('shared');
    expect(await other.consume('shared')).toMatchObject({ isAllowed: true });
    expect(await other.consume('shared')).toMatchObject({ isAllowed: false });
    await redis.kill();
    expect(await other.consume('shared')).toMatchObject({ isAllowed: true });
    for (const node of nodes) node.close();
  });
});
