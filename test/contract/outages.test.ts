import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { queryStore } from '../setup/database.ts';
import { startRedis, type TestRedis } from '../setup/redis.ts';

const SOON = { timeout: 15_000 };

describe('without its store, the server', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(async () => {
    await allowConnections(true);
    await app.close();
  });

  /** Whether the store lets anybody in; those who are in are put out. */
  async function allowConnections(isAllowed: boolean): Promise<void> {
    const { database } = app.connection;
    const outside = { ...app.connection, database: 'postgres' };
    await queryStore(outside, `ALTER DATABASE ${database} WITH ALLOW_CONNECTIONS ${isAllowed}`);
    if (!isAllowed)
      await queryStore(
        outside,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'",
        [database],
      );
  }

  it('[C2] is alive and not ready, says why, and is ready again by itself', async () => {
    expect((await app.get('/ready')).status).toBe(200);
    await allowConnections(false);
    await vi.waitFor(async () => {
      const { status, text } = await app.get('/ready');
      expect(status).toBe(503);
      expect(text).toContain('store');
    }, SOON);
    for (const path of ['/health', '/api/health'])
      expect(await app.get(path)).toMatchObject({ status: 200, body: { status: 'ok', ok: true } });
    await allowConnections(true);
    await vi.waitFor(async () => expect((await app.get('/ready')).status).toBe(200), SOON);
    expect((await app.get('/api/sessions')).status).toBe(200);
  });

  it('[C4] answers a fault of its own with 500, without a stack or the SQL', async () => {
    await queryStore(app.connection, 'ALTER TABLE nights RENAME TO nights_elsewhere');
    const timestamp = '2026-03-15T20:30:00Z';
    const answers = [
      await app.get('/api/sessions'),
      await app.get('/api/sessions/1'),
      await app.send('POST', '/api/sessions', {}),
      await app.send('POST', '/api/votes/live', { username: 'viewer', vote: 'up', timestamp }),
    ];
    await queryStore(app.connection, 'ALTER TABLE nights_elsewhere RENAME TO nights');
    for (const { status, body, text } of answers) {
      expect({ status, body }).toEqual({ status: 500, body: { error: expect.any(String) } });
      expect(text).not.toMatch(/nights|relation|select|insert|\.ts|node_modules|\n\s+at /i);
    }
    expect((await app.get('/api/sessions')).status).toBe(200);
  });
});

describe('without its bus, the server', () => {
  let redis: TestRedis;
  let app: TestApp;
  beforeAll(async () => {
    redis = await startRedis();
    app = await startTestApp({ env: { REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await app.close();
    await redis.stop();
  });

  it('[C2] is alive and not ready, says why, and is ready again by itself', async () => {
    await vi.waitFor(async () => expect((await app.get('/ready')).status).toBe(200), SOON);
    await redis.kill();
    await vi.waitFor(async () => {
      const { status, text } = await app.get('/ready');
      expect(status).toBe(503);
      expect(text).toContain('bus');
    }, SOON);
    expect((await app.get('/health')).status).toBe(200);
    await redis.restart();
    await vi.waitFor(async () => expect((await app.get('/ready')).status).toBe(200), SOON);
  });
});
