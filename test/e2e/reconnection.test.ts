import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Person, reach, register } from '../setup/accounts.ts';
import {
  button,
  expectAccessible,
  heading,
  JOURNEY_MS,
  link,
  meter,
  PHONE,
  region,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type Evening, startEvening } from '../setup/evenings.ts';
import { type NodeProcess, startNode, toDatabaseUrl } from '../setup/node-process.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let database: TestDatabase;
/** The one whose pages are looked at, and which goes away. */
let server: NodeProcess;
/** Another on the same database, by which the evening goes on meanwhile. */
let other: NodeProcess;
let windows: Windows;
let host: Person;
let evening: Evening;

/** Long enough for the longest pause between two attempts to connect. */
const HEALED = { timeout: 30_000 };
/** What a browser itself says of a server that is away. */
const AWAY =
  /ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED|closed before receiving a handshake/;

beforeAll(async () => {
  database = await createTestDatabase();
  const env = { DATABASE_URL: toDatabaseUrl(database.connection) };
  server = await startNode(env);
  other = await startNode(env);
  windows = await startWindows(server.url);
  host = await register(reach(server.url));
  evening = await startEvening(reach(other.url), host);
  await evening.play('Quiplash 2');
  await evening.vote('viewer1', 'up');
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await server?.stop();
  await other?.stop();
  await database?.drop();
});

/** A page that is loaded anew forgets it. */
const mark = (page: Page) => page.evaluate('window.isSameAsBefore = true');
const isUnloaded = async (page: Page) => (await page.evaluate('window.isSameAsBefore')) !== true;

describe('when the server is killed and comes back', () => {
  it('pages say so, heal by themselves and show what happened meanwhile', async () => {
    const desk = await windows.open('/host', { person: host });
    const audience = await windows.open(`/join/${host.username}`, PHONE);
    const overlay = await windows.open(`/overlay/votes?host=${host.username}`);
    const pages = [desk, audience, overlay];
    for (const page of pages) {
      await meter(page, 1, 0).first().waitFor();
      await mark(page);
    }

    await server.kill();
    for (const page of [desk, audience]) await page.getByText('Reconnecting …').waitFor();
    await expectAccessible(audience);
    // What is done now is told to have failed, and isn't done.
    await button(desk, /^Skip/).click();
    await desk.getByText("The server can't be reached.").waitFor();

    await evening.vote('viewer2', 'down');
    await evening.play('Fibbage 3', { room_code: 'ABCD' });
    await evening.vote('viewer3', 'up');
    await server.start();
    for (const page of [audience, overlay]) {
      await heading(region(page, 'Now playing'), 'Fibbage 3').waitFor(HEALED);
      await region(page, 'Now playing').getByText('ABCD', { exact: true }).waitFor();
    }
    await desk.getByText('Now playing: Fibbage 3.').waitFor(HEALED);
    for (const page of pages) await meter(page, 1, 0).first().waitFor();
    await audience.getByText('1 vote up, 1 down').waitFor();
    for (const page of [desk, audience])
      await page.getByText('Reconnecting …').waitFor({ state: 'detached' });

    // They follow the evening again.
    const vote = { username: 'viewer4', vote: 'up', timestamp: new Date().toISOString() };
    await reach(server.url).call('POST', '/api/votes/live', vote, { token: host.token });
    for (const page of pages) {
      await meter(page, 2, 0).first().waitFor(HEALED);
      expect(await isUnloaded(page), page.url()).toBe(false);
    }
    windows.forgive(AWAY);
  });

  it('a page whose code was not loaded yet offers a fresh start', async () => {
    const page = await windows.open('/');
    await heading(page, 'Your evening starts here').waitFor();
    await server.kill();
    await link(page.getByRole('banner'), 'Sign in').click();
    await heading(page, "This page couldn't be shown").waitFor();
    await expectAccessible(page);
    await server.start();
    await button(page, 'Load it again').click();
    await heading(page, 'Welcome back').waitFor();
    windows.forgive(AWAY);
    windows.forgive(/Failed to fetch dynamically imported module/);
  });
});
