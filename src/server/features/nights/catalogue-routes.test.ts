import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { systemClock } from '#server/platform/clock.ts';
import { createDatabase, type Database } from '#server/platform/database.ts';
import { createHttpServer, type HttpServer } from '#server/platform/http.ts';
import { createCatalogue } from './catalogue.ts';

let server: HttpServer;
let database: Database;

beforeAll(async () => {
  const logger = pino({ level: 'silent' });
  // Never connected to: who may not change the catalogue is refused before anything is asked of the store.
  database = createDatabase({ connection: { host: '127.0.0.1', port: 1 }, logger });
  server = await createHttpServer({
    logger,
    registry: new Registry(),
    publicUrl: 'http://localhost',
    clientOrigins: [],
    trustProxy: false,
    shouldUpgrade: () => false,
  });
  createCatalogue({ database, clock: systemClock }).addRoutes(server, {
    requireCaller: async () => {},
    callerOf: () => ({ accountId: INSTANCE_ACCOUNT_ID, isAdmin: false, expiresAt: Number.MAX_SAFE_INTEGER }),
  });
  await server.ready();
});
afterAll(async () => {
  await server?.close();
  await database?.close();
});

it.each([
  ['POST', '/api/games'],
  ['PUT', '/api/games/1'],
  ['DELETE', '/api/games/1'],
  ['PATCH', '/api/games/1/toggle'],
  ['PATCH', '/api/games/1/favor'],
  ['PATCH', '/api/games/packs/Standalone/toggle'],
  ['PATCH', '/api/games/packs/Standalone/favor'],
  ['GET', '/api/games/export/csv'],
  ['POST', '/api/games/import/csv'],
] as const)('[C9] %s %s is for administrators only', async (method, url) => {
  const answer = await server.inject({ method, url });
  expect(answer.statusCode).toBe(403);
  expect(answer.json()).toEqual({ error: 'Administrator access required' });
});
