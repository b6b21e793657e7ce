import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { button, field, region, type Windows } from './browser.ts';
import { PASSWORD } from './parties.ts';
import { readTexts, type Say } from './texts.ts';

const english = readTexts('en');

/** Screens and cameras that are made up, and are given without a question. */
export const FAKE_CAPTURE = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];

export type Opening = BrowserContextOptions & { say?: Say };

/** Makes a party by the page. Gives the host's window, and the link that it is joined by. */
export async function hostParty(
  windows: Windows,
  {
    say = english,
    name = 'Movie Night',
    username = 'Ada',
    ...options
  }: Opening & { name?: string; username?: string } = {},
): Promise<{ page: Page; path: string; id: string }> {
  const page = await windows.open('/watch', options);
  await field(page, say('watch.create.name')).fill(name);
  await field(page, say('watch.create.password')).fill(PASSWORD);
  await field(page, say('watch.yourName')).fill(username);
  await button(page, say('watch.create.go')).click();
  const dialog = page.getByRole('dialog', { name: say('watch.invite.title') });
  const link = await dialog.getByText('/join/').innerText();
  await button(dialog, say('common.close')).click();
  await dialog.waitFor({ state: 'detached' });
  const path = new URL(link).pathname;
  return { page, path, id: path.split('/').at(-1) ?? '' };
}

/** Comes to a party by its link, and in by its password. */
export async function joinParty(
  windows: Windows,
  path: string,
  username: string,
  { say = english, ...options }: Opening = {},
): Promise<Page> {
  const page = await windows.open(path, options);
  await knock(page, username, PASSWORD, say);
  await stage(page, say).waitFor();
  return page;
}

export async function knock(
  page: Page,
  username: string,
  password: string,
  say: Say = english,
): Promise<void> {
  await field(page, say('watch.yourName')).fill(username);
  await field(page, say('watch.door.password')).fill(password);
  await button(page, say('watch.door.go')).click();
}

export const stage = (page: Page, say: Say = english): Locator => region(page, say('watch.stage'));

export const openTab = (page: Page, name: string): Promise<void> =>
  page.getByRole('tab', { name: new RegExp(`^${RegExp.escape(name)}`) }).click();

export async function write(page: Page, text: string, say: Say = english): Promise<void> {
  await field(page, say('watch.chat.write')).fill(text);
  await page.keyboard.press('Enter');
}

/** The host shows all a film. */
export async function chooseFilm(page: Page, url: string, say: Say = english): Promise<void> {
  await button(page, say('watch.media.choose')).click();
  const dialog = page.getByRole('dialog', { name: say('watch.media.choose') });
  await field(dialog, say('watch.media.address')).fill(url);
  await button(dialog, say('watch.media.useAddress')).click();
  await dialog.waitFor({ state: 'detached' });
}

export type Look = { position: number; at: number; isPaused: boolean; rate: number; readyState: number };

/** Where a window's film is, and when: all windows of a machine have the same clock. */
export const lookAtFilm = (page: Page): Promise<Look> =>
  page.evaluate<Look>(`(() => {
    const video = document.querySelector('video');
    return {
      position: video.currentTime,
      at: performance.timeOrigin + performance.now(),
      isPaused: video.paused,
      rate: video.playbackRate,
      readyState: video.readyState,
    };
  })()`);

/** How far each of several windows is ahead of the first, in milliseconds of the film, if it goes at this rate. */
export async function driftsOf(pages: readonly Page[], rate = 1): Promise<number[]> {
  const looks = await Promise.all(pages.map(lookAtFilm));
  const [first] = looks;
  if (!first) return [];
  const begin = (look: Look) => look.position * 1_000 - (look.isPaused ? 0 : look.at * rate);
  return looks.map((look) => begin(look) - begin(first));
}
