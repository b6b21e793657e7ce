import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { button, expectAccessible, JOURNEY_MS, PHONE, startWindows, type Windows } from '../setup/browser.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type NodeProcess, startNode, toDatabaseUrl } from '../setup/node-process.ts';
import { fromElsewhere } from '../setup/parties.ts';
import { readTexts } from '../setup/texts.ts';
import { type FilmServer, makeFilm, serveFilm } from '../setup/watch-film.ts';
import {
  chooseFilm,
  driftsOf,
  FAKE_CAPTURE,
  hostParty,
  joinParty,
  lookAtFilm,
  openTab,
  write,
} from '../setup/watch-windows.ts';

vi.setConfig({ testTimeout: 2 * JOURNEY_MS });

const say = readTexts('en');
/** What a browser itself says of a server that is away. */
const AWAY = /ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED|WebSocket/;
/** For the longest pause between two attempts, and the attempt. */
const BACK = { timeout: 5_000, interval: 50 };

let database: TestDatabase;
let server: NodeProcess;
let films: FilmServer;
let windows: Windows;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startNode({
    DATABASE_URL: toDatabaseUrl(database.connection),
    TRUST_PROXY: '1',
    ICE_SERVERS: '[]',
  });
  films = await serveFilm(await makeFilm(90));
  windows = await startWindows(server.url, FAKE_CAPTURE);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await films?.close();
  await server?.stop();
  await database?.drop();
});

const elsewhere = () => ({ extraHTTPHeaders: fromElsewhere() });
const isAway = (page: Page) => page.getByText(say('watch.reconnecting')).isVisible();

/** Kills the server, does something meanwhile, starts it again, and waits until all are back. */
async function loseServer(pages: readonly Page[], meanwhile: () => Promise<void>): Promise<void> {
  await server.kill();
  await expect.poll(() => Promise.all(pages.map(isAway)), { timeout: 20_000 }).toEqual(pages.map(() => true));
  await meanwhile();
  await server.start();
  await expect.poll(() => Promise.all(pages.map(isAway)), BACK).toEqual(pages.map(() => false));
  windows.forgive(AWAY);
}

describe('[W12] when the server is killed and comes back', () => {
  it('a film plays on meanwhile, and all are there again as they were, within 5 s', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', { ...elsewhere(), ...PHONE });
    await chooseFilm(host, films.url);
    await write(guest, 'Popcorn is ready');
    await host.getByRole('log').getByText('Popcorn is ready').waitFor();
    await button(host, say('watch.play')).click();
    await expect.poll(async () => (await lookAtFilm(guest)).position, { timeout: 20_000 }).toBeGreaterThan(1);

    await loseServer([host, guest], async () => {
      const before = await lookAtFilm(guest);
      await expect
        .poll(async () => (await lookAtFilm(guest)).position, { timeout: 10_000 })
        .toBeGreaterThan(before.position + 1);
      expect(await button(host, say('watch.pause')).isDisabled()).toBe(true);
      await expectAccessible(host);
    });

    expect(await host.getByRole('log').getByText('Popcorn is ready').count()).toBe(1);
    await openTab(host, say('watch.people.title'));
    await expect.poll(() => host.getByRole('tabpanel').getByRole('listitem').count(), BACK).toBe(2);
    await expect
      .poll(async () => Math.abs((await driftsOf([host, guest]))[1] ?? 1e9), BACK)
      .toBeLessThan(150);
    await button(host, say('watch.pause')).click();
    await expect.poll(async () => (await lookAtFilm(guest)).isPaused, BACK).toBe(true);
    await write(guest, 'And still warm');
    await openTab(host, say('watch.chat.title'));
    await host.getByRole('log').getByText('And still warm').waitFor();
  });

  it('[W8] a shared screen goes on meanwhile, and reaches who comes afterwards', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', elsewhere());
    await button(host, say('watch.share.start')).click();
    await host.getByText(say('watch.share.seen', { count: 1, total: 1 })).waitFor();
    const countFrames = () =>
      guest.evaluate<number>('document.querySelector("video").getVideoPlaybackQuality().totalVideoFrames');

    await loseServer([host, guest], async () => {
      const before = await countFrames();
      await expect.poll(countFrames, { timeout: 10_000 }).toBeGreaterThan(before + 10);
    });

    const before = await countFrames();
    await expect.poll(countFrames, { timeout: 10_000 }).toBeGreaterThan(before + 10);
    await joinParty(windows, path, 'Lin', elsewhere());
    await host.getByText(say('watch.share.seen', { count: 2, total: 2 })).waitFor();
  });
});
