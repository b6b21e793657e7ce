import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHttpServer, type HttpServer } from './http.ts';
import { addWebPages } from './web-pages.ts';

let directory: string;
let server: HttpServer;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'soiree-pages-'));
  server = await createHttpServer({
    logger: pino({ level: 'silent' }),
    registry: new Registry(),
    publicUrl: 'http://localhost',
    clientOrigins: [],
    trustProxy: false,
    shouldUpgrade: () => false,
  });
  await addWebPages(server, join(directory, 'web'));
  server.get('/api/something', () => ({ is: 'there' }));
  await server.ready();
});

afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

it('says how to build the pages where they are not, and serves the rest', async () => {
  const page = await server.inject('/join/ada');
  expect(page.statusCode).toBe(503);
  expect(page.json()).toMatchObject({
    error: 'unavailable',
    message: 'The pages are not built yet; on the server: npm run build',
  });
  expect((await server.inject('/assets/index.js')).statusCode).toBe(404);
  expect((await server.inject('/favicon.svg')).statusCode).toBe(404);
  expect((await server.inject('/api/something')).json()).toEqual({ is: 'there' });
});

it('serves a build that is made, or made anew, while the server runs', async () => {
  await cp('build/web', join(directory, 'web'), { recursive: true });
  const { statusCode, headers, body } = await server.inject('/join/ada');
  expect({ statusCode, type: headers['content-type'] }).toEqual({
    statusCode: 200,
    type: 'text/html; charset=utf-8',
  });
  const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(body) ?? [];
  expect((await server.inject(script)).statusCode).toBe(200);
});
