import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  expectAccessible,
  expectNoOverflow,
  JOURNEY_MS,
  PHONE,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { fromElsewhere } from '../setup/parties.ts';
import { readTexts } from '../setup/texts.ts';
import { type FilmServer, makeFilm, serveFilm } from '../setup/watch-film.ts';
import { chooseFilm, driftsOf, hostParty, joinParty, lookAtFilm, openTab } from '../setup/watch-windows.ts';

vi.setConfig({ testTimeout: 2 * JOURNEY_MS });

const say = readTexts('en');
const SECONDS = 60;
/** What browsers do for people; to them, a page that a test looks at is one that somebody has pressed on. */
const UNTIL_PRESSED = `
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = async () => {
    throw new DOMException('Nobody has pressed anything', 'NotAllowedError');
  };
  addEventListener('pointerdown', () => { HTMLMediaElement.prototype.play = play; }, true);
`;

let app: TestApp;
let windows: Windows;
let film: Buffer;
let server: FilmServer;

beforeAll(async () => {
  [app, film] = await Promise.all([startTestApp({ env: { TRUST_PROXY: '1' } }), makeFilm(SECONDS)]);
  [windows, server] = await Promise.all([startWindows(app.url), serveFilm(film)]);
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await server?.close();
  await app?.close();
});

const elsewhere = () => ({ extraHTTPHeaders: fromElsewhere() });
const press = (page: Page, key: 'watch.play' | 'watch.pause') => button(page, say(key)).click();

/** Together, for people; how close it can be is measured elsewhere, on a machine with nothing else to do. */
const TOGETHER_MS = 150;
const PATIENCE = { timeout: 15_000, interval: 250 };

const expectTogether = (pages: readonly Page[], rate = 1): Promise<void> =>
  expect
    .poll(async () => Math.max(...(await driftsOf(pages, rate)).map(Math.abs)), PATIENCE)
    .toBeLessThan(TOGETHER_MS);
const expectAll = (
  pages: readonly Page[],
  is: Partial<Awaited<ReturnType<typeof lookAtFilm>>>,
): Promise<void> =>
  expect
    .poll(() => Promise.all(pages.map(lookAtFilm)), PATIENCE)
    .toEqual(pages.map(() => expect.objectContaining(is)));

async function seekTo(host: Page, seconds: number): Promise<void> {
  const slider = host.getByRole('slider', { name: say('watch.position') });
  await slider.fill(String(seconds));
  await slider.dispatchEvent('change');
}

describe('[W9] a film', () => {
  it('is at the same place for all, whatever the host does, and for who comes late', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const grace = await joinParty(windows, path, 'Grace', elsewhere());
    const lin = await joinParty(windows, path, 'Lin', { ...elsewhere(), ...PHONE });
    const all = [host, grace, lin];
    await chooseFilm(host, server.url);
    await expectAll(all, { readyState: 4, isPaused: true });
    // The button that it was chosen by is gone: the keyboard goes on in the party.
    await expect.poll(() => host.evaluate('document.activeElement.id')).toBe('main');
    for (const page of all) {
      await expectAccessible(page);
      await expectNoOverflow(page);
    }
    await press(host, 'watch.play');
    await expectAll(all, { isPaused: false });
    await expectTogether(all);

    await seekTo(host, 30);
    await expect.poll(async () => (await lookAtFilm(lin)).position, PATIENCE).toBeGreaterThan(30);
    await expectTogether(all);

    await host.getByLabel(say('watch.rate')).selectOption('1.25');
    await grace.getByText(say('watch.rateOf', { rate: 1.25 })).waitFor();
    await expectTogether(all, 1.25);
    await host.getByLabel(say('watch.rate')).selectOption('1');

    const late = await joinParty(windows, path, 'Tom', elsewhere());
    await expectTogether([host, late]);
    await openTab(host, say('watch.people.title'));
    await expect.poll(() => host.getByText(/ms apart$/).count(), PATIENCE).toBeGreaterThan(2);

    await press(host, 'watch.pause');
    await expectAll([...all, late], { isPaused: true });
    await expectTogether([...all, late]);
    expect(await late.getByRole('slider', { name: say('watch.position') }).isDisabled()).toBe(true);
    expect(await button(late, say('watch.play')).count()).toBe(0);

    await button(host, say('watch.media.end')).click();
    await late.getByText(say('watch.empty.title')).waitFor();
  });

  it('is steered with the keys', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', elsewhere());
    await chooseFilm(host, server.url);
    await expectAll([host, guest], { readyState: 4 });
    await host.locator('h1').click();
    await host.keyboard.press('ArrowRight');
    await host.keyboard.press('ArrowRight');
    await host.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await lookAtFilm(guest)).position, PATIENCE).toBeCloseTo(10, 1);
    await host.keyboard.press(' ');
    await expectAll([host, guest], { isPaused: false });
    await host.keyboard.press('k');
    await expectAll([host, guest], { isPaused: true });

    // A key that is held on the slider is one command; from its end the film begins again by one press.
    let commands = 0;
    host.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (String(payload).includes('"playback_state"')) commands++;
      }),
    );
    await host.reload();
    await expectAll([host], { readyState: 4 });
    await host.getByRole('slider', { name: say('watch.position') }).focus();
    for (let time = 0; time < SECONDS; time++) await host.keyboard.down('ArrowRight');
    await host.keyboard.up('ArrowRight');
    await expect.poll(async () => (await lookAtFilm(guest)).position, PATIENCE).toBeGreaterThan(SECONDS - 2);
    expect(commands).toBe(1);
    const begins = () =>
      expect.poll(async () => (await lookAtFilm(guest)).position, PATIENCE).toBeLessThan(SECONDS / 2);
    await press(host, 'watch.play');
    await begins();
    await seekTo(host, SECONDS - 1);
    await expect.poll(async () => (await lookAtFilm(guest)).position, PATIENCE).toBeGreaterThan(SECONDS - 2);
    await press(host, 'watch.play');
    await begins();

    await guest.locator('h1').click();
    await guest.keyboard.press('f');
    await button(guest, say('watch.fullScreenOff')).waitFor();
    await guest.keyboard.press('f');
    await button(guest, say('watch.fullScreen')).waitFor();
    await guest.keyboard.press('p');
    await expect.poll(() => guest.evaluate('document.pictureInPictureElement?.tagName')).toBe('VIDEO');
    await button(guest, say('watch.picture')).click();
    await expect.poll(() => guest.evaluate('document.pictureInPictureElement')).toBe(null);
  });

  it('waits for a tap where the browser refuses to play by itself, and is in time then', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', elsewhere());
    await chooseFilm(host, server.url);
    await expectAll([host, guest], { readyState: 4 });
    await press(host, 'watch.play');
    await expectAll([guest], { isPaused: false });
    await guest.addInitScript(UNTIL_PRESSED);
    await guest.reload();
    const tap = button(guest, say('watch.tapToPlay'));
    await tap.waitFor();
    await expectAccessible(guest);
    await tap.click();
    await expectTogether([host, guest]);
    await tap.waitFor({ state: 'detached' });
  });

  it('may be a file that each has: only the right one will do', async () => {
    const { page: host, path } = await hostParty(windows, elsewhere());
    const guest = await joinParty(windows, path, 'Grace', elsewhere());
    const right = { name: 'film.webm', mimeType: 'video/webm', buffer: film };
    await button(host, say('watch.media.choose')).click();
    const chooser = host.getByLabel(say('watch.file.choose'), { exact: true });
    await chooser.setInputFiles({ ...right, buffer: Buffer.from('no film at all') });
    await host.getByText(say('watch.file.noVideo')).waitFor();
    await chooser.setInputFiles(right);
    await host.getByRole('dialog').waitFor({ state: 'detached' });

    await guest.getByText(say('watch.file.needed', { name: 'film.webm' })).waitFor();
    await expectAccessible(guest);
    const picker = guest.locator('input[type=file]');
    await picker.setInputFiles({ ...right, buffer: film.subarray(0, -1) });
    await guest.getByText(say('watch.file.other')).waitFor();
    await picker.setInputFiles({ ...right, name: 'mine.webm' });
    await expectAll([host, guest], { readyState: 4 });
    await press(host, 'watch.play');
    await expectTogether([host, guest]);
    await expectAll([host, guest], { isPaused: false });
  });

  it.each([
    { what: 'goes on without who is still loading it', isWaiting: false },
    { what: 'waits for who is still loading it, where the host wants that', isWaiting: true },
  ])('$what', async ({ isWaiting }) => {
    const agent = `a slow browser, ${isWaiting}`;
    const release = server.hold(agent, 0.3);
    const { page: host, path } = await hostParty(windows, elsewhere());
    const slow = await joinParty(windows, path, 'Grace', { ...elsewhere(), userAgent: agent });
    if (isWaiting) {
      await openTab(host, say('watch.tools.title'));
      await host.getByRole('switch', { name: say('watch.tools.waitForAll') }).check();
    }
    await chooseFilm(host, server.url);
    await openTab(host, say('watch.people.title'));
    await expect.poll(() => host.getByText(say('watch.people.ready')).count(), PATIENCE).toBe(2);
    await press(host, 'watch.play');
    await expectAll([host, slow], { isPaused: false });
    await seekTo(host, 30);
    await slow.getByText(say(isWaiting ? 'watch.media.waiting' : 'watch.media.buffering')).waitFor();
    if (isWaiting) {
      await host.getByText(say('watch.media.waiting')).waitFor();
      await expectAll([host], { isPaused: true });
    } else {
      await host.getByText(say('watch.people.buffering')).waitFor();
      await expectAll([host], { isPaused: false });
    }
    await expectAccessible(slow);
    release();
    await expectAll([host, slow], { isPaused: false });
    await expectTogether([host, slow]);
  });

  it('that can’t be reached is told to the host at once', async () => {
    const { page: host } = await hostParty(windows, elsewhere());
    await button(host, say('watch.media.choose')).click();
    const address = host.getByLabel(say('watch.media.address'));
    await address.fill('film');
    await host.keyboard.press('Enter');
    await host.getByText(say('watch.media.noAddress')).waitFor();
    await address.fill(`${app.url}/favicon.svg`);
    await host.keyboard.press('Enter');
    await host.getByText(say('watch.media.noVideo')).waitFor();
    await expectAccessible(host);
  });
});
