// Takes the README's pictures anew, into docs/images: `npm run pictures`. Of the demo's evening, with its clock standing
// still, so that only what changed in the pages changes in the pictures. Needs Chromium, as the tests do.
import { mkdir, writeFile } from 'node:fs/promises';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { ensureInstalled } from '#test/setup/packages.ts';
import { findFreePort } from '#test/setup/ports.ts';
import { createApi } from './demo-api.ts';
import { playHistory } from './demo-history.ts';
import { HOSTS, PAST_NIGHTS, TONIGHT } from './demo-programme.ts';
import type { QuizRoom } from './demo-quiz.ts';
import { createDemoClock, startDemoServer } from './demo-server.ts';

const OUTPUT = new URL('../docs/images/', import.meta.url);
const MAX_BYTES = 150_000;
/** What the browser takes the demo's server for, so that no port is in the pictures. */
const PUBLIC_URL = 'http://soiree.example.org';
const TIME_ZONE = 'Etc/UTC';
const NOW = Date.parse('2026-11-20T20:41:00Z');

const CONSOLE = { width: 1280, height: 1080 };
const HISTORY = { width: 1280, height: 860 };
const MONTH = { width: 1280, height: 860 };
const STAGE = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };
const STREAM = { width: 960, height: 540 };

const on = TONIGHT.games.at(-1)?.title ?? '';
const host = HOSTS[TONIGHT.host];
/** The night whose page is shown: the host's last one. */
const shown = PAST_NIGHTS.findLastIndex((night) => night.host === TONIGHT.host);

/** A window without a history, in English, at the evening's time. */
async function openWindow(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({
    baseURL: PUBLIC_URL,
    locale: 'en-GB',
    timezoneId: TIME_ZONE,
    reducedMotion: 'reduce',
    deviceScaleFactor: 2,
    ...options,
  });
  await context.clock.setFixedTime(NOW);
  return context.newPage();
}

/** Once nothing is loading any more, fonts and pictures included. */
async function shoot(page: Page, isTransparent = false): Promise<Buffer> {
  await page.waitForLoadState('networkidle');
  // There is no scrollbar in a picture, so no room is kept for one.
  await page.evaluate("document.documentElement.style.scrollbarGutter = 'auto'");
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))');
  return page.screenshot({ animations: 'disabled', caret: 'hide', omitBackground: isTransparent });
}

/** As good as it can be within the budget. */
async function keep(name: string, picture: Sharp): Promise<void> {
  for (const quality of [90, 80, 70, 60, 50]) {
    const bytes = await picture.clone().webp({ quality, effort: 6, smartSubsample: true }).toBuffer();
    if (bytes.length > MAX_BYTES) continue;
    await writeFile(new URL(`${name}.webp`, OUTPUT), bytes);
    console.log(`docs/images/${name}.webp  ${Math.round(bytes.length / 1_000)} kB, quality ${quality}`);
    return;
  }
  throw new Error(`${name} is over ${MAX_BYTES} bytes at any quality`);
}

/** What the overlay lies over: the evening light of a stream. */
function paintStream(): Sharp {
  const [width, height] = [2 * STREAM.width, 2 * STREAM.height];
  const pixels = new Uint8Array(width * height * 3);
  for (let index = 0; index < width * height; index++) {
    const [x, y] = [(index % width) / width, Math.floor(index / width) / height];
    const glow = Math.exp(-6 * ((x - 0.68) ** 2 + (y - 0.38) ** 2));
    const light = [38 + 150 * glow, 34 + 78 * glow, 74 + 62 * glow];
    pixels.set(
      light.map((value) => value * (1 - 0.35 * y)),
      3 * index,
    );
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

async function signIn(page: Page, next: string): Promise<void> {
  await page.goto(`/account/sign-in?next=${next}`);
  await page.getByLabel('Email').fill(host.email);
  await page.getByLabel('Password', { exact: true }).fill(host.password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}

async function takeHostPictures(browser: Browser): Promise<void> {
  const page = await openWindow(browser, { viewport: CONSOLE, colorScheme: 'light' });
  await signIn(page, '/host');
  await page.getByRole('heading', { name: TONIGHT.notes }).waitFor();
  await page.getByRole('main').getByText(on).first().waitFor();
  await keep('console', sharp(await shoot(page)));

  await page.setViewportSize(HISTORY);
  await page.goto(`/host/nights/${shown + 1}`);
  await page.getByRole('heading', { name: 'Votes over the evening' }).waitFor();
  await page
    .getByText(PAST_NIGHTS[shown]?.games[0]?.title ?? '')
    .first()
    .waitFor();
  await keep('history', sharp(await shoot(page)));
}

async function takeCalendarPicture(browser: Browser): Promise<void> {
  const page = await openWindow(browser, { viewport: MONTH, colorScheme: 'light' });
  await signIn(page, '/calendar?view=month');
  await page.getByText('Film Sunday').first().waitFor();
  await keep('calendar', sharp(await shoot(page)));
}

/** A question that everybody has answered. */
async function takeQuizPicture(browser: Browser, { roomId, playQuestion }: QuizRoom): Promise<void> {
  const screen = await openWindow(browser, { viewport: STAGE, colorScheme: 'light' });
  await signIn(screen, `/host/quiz/${roomId}`);
  await screen.getByRole('region', { name: 'Lobby' }).getByText('Nora').waitFor();
  await playQuestion();
  await screen.getByRole('region', { name: 'Result' }).waitFor();
  await keep('quiz', sharp(await shoot(screen)));
}

async function takeAudiencePictures(browser: Browser): Promise<void> {
  const phone = await openWindow(browser, { viewport: PHONE, colorScheme: 'dark', isMobile: true });
  await phone.goto(`/join/${host.username}`);
  await phone.getByRole('heading', { name: on }).first().waitFor();
  await keep('audience', sharp(await shoot(phone)));

  const stream = await openWindow(browser, { viewport: STREAM, colorScheme: 'dark' });
  await stream.goto(`/overlay/votes?host=${host.username}`);
  await stream.getByRole('heading', { name: on }).waitFor();
  const overlay = await shoot(stream, true);
  await keep('overlay', paintStream().composite([{ input: overlay }]));
}

// Nights begin in the evening of the machine's time zone.
process.env.TZ = TIME_ZONE;
ensureInstalled('chromium', ['chromium']);
await mkdir(OUTPUT, { recursive: true });
const port = await findFreePort();
const clock = createDemoClock();
const { signal } = new AbortController();
await using server = await startDemoServer({ clock, env: { PORT: String(port), PUBLIC_URL }, signal });
const { room } = await playHistory({ api: createApi(server.apiUrl, signal), clock, seed: 'soiree' }, NOW);
await using browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    `--host-resolver-rules=MAP soiree.example.org 127.0.0.1:${port}`,
  ],
});
await takeHostPictures(browser);
await takeCalendarPicture(browser);
await takeAudiencePictures(browser);
clock.goOn(NOW);
await takeQuizPicture(browser, room);
