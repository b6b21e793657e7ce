import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

const OBSERVE = fileURLToPath(new URL('pages-observe.js', import.meta.url));

/** What stands on the page without scripts. */
export const BARE_TEXT = 'A page without scripts';

const PHONE = { width: 360, height: 740 };
// Lighthouse's phone and its “slow 4G”: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md
export const PHONE_SLOWDOWN = 4;
const bytesPerSecond = (kilobits: number): number => (kilobits * 1_024) / 8;
/** The wait is for each request; opening a connection costs none here. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: bytesPerSecond(1_600),
  uploadThroughput: bytesPerSecond(750),
};

/** With nothing asked for, moved, painted or worked at for so long, a page is settled. */
const QUIET_MS = 750;
const LOOK_MS = 200;
const PATIENCE_MS = 30_000;
/** What a task may take before it is felt. */
const UNFELT_MS = 50;

const Seen = Type.Object({
  firstMs: Type.Number(),
  largestMs: Type.Number(),
  shifts: Type.Array(
    Type.Object({ atMs: Type.Number(), value: Type.Number(), moved: Type.Array(Type.String()) }),
  ),
  tasks: Type.Array(Type.Object({ atMs: Type.Number(), durationMs: Type.Number() })),
  requests: Type.Array(
    Type.Object({
      url: Type.String(),
      status: Type.Integer(),
      bytes: Type.Integer({ description: 'Compressed.' }),
    }),
  ),
});
type Seen = Static<typeof Seen>;

export type PageTarget = {
  url: string;
  /** Part of what the page is there to show. */
  text: string;
  storageState?: BrowserContextOptions['storageState'];
};

/** One load of a page. Times from the start of the navigation. */
export type PageLoad = {
  firstPaintSeconds: number;
  largestPaintSeconds: number;
  layoutShift: number;
  blockingMs: number;
  scriptBytes: number;
  requests: number;
  /** What was moved, and where to. */
  moved: string[];
};

/**
 * Loads a page as a phone does that was never there before.
 * @param slowdown how many times as long the browser's processor takes
 * @throws when it doesn't come to show its text, when a script of it fails, or an answer isn't 200
 */
export async function loadPage(
  browser: Browser,
  { url, text, storageState }: PageTarget,
  slowdown: number,
): Promise<PageLoad> {
  await using context = await browser.newContext({
    viewport: PHONE,
    isMobile: true,
    hasTouch: true,
    locale: 'en-US',
    ...(storageState && { storageState }),
  });
  await context.addInitScript({ path: OBSERVE });
  const page = await context.newPage();
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', SLOW_4G);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });

  await page.goto(url, { waitUntil: 'commit' });
  const seen = await waitUntilSettled(page, text);
  const refused = seen.requests.filter(({ status }) => status !== 200);
  if (errors.length > 0) throw new AggregateError(errors, `${url}: its scripts failed`);
  if (refused.length > 0) throw new Error(`${url}: answers were refused: ${JSON.stringify(refused)}`);
  return {
    firstPaintSeconds: seen.firstMs / 1000,
    largestPaintSeconds: seen.largestMs / 1000,
    layoutShift: sumShifts(seen.shifts),
    blockingMs: sumBlocking(seen),
    scriptBytes: seen.requests
      .filter((request) => request.url.endsWith('.js'))
      .reduce((sum, { bytes }) => sum + bytes, 0),
    requests: seen.requests.length,
    moved: seen.shifts.map(
      ({ value, atMs, moved }) => `${value.toFixed(3)} at ${atMs.toFixed()} ms: ${moved.join('; ')}`,
    ),
  };
}

async function waitUntilSettled(page: Page, text: string): Promise<Seen> {
  const deadline = performance.now() + PATIENCE_MS;
  const read = `benchRead(${JSON.stringify(text)}, ${QUIET_MS})`;
  for (;;) {
    await wait(LOOK_MS);
    const seen: unknown = await page.evaluate(read);
    if (seen !== null) return Value.Parse(Seen, seen);
    if (performance.now() > deadline) throw new Error(`${page.url()} doesn't come to show “${text}”`);
  }
}

/** Cumulative layout shift: the worst window of at most 5 s, without a second's pause in it. */
function sumShifts(shifts: Seen['shifts']): number {
  let worst = 0;
  let sum = 0;
  let firstMs = Number.NEGATIVE_INFINITY;
  let lastMs = firstMs;
  for (const { atMs, value } of shifts) {
    if (atMs - lastMs > 1_000 || atMs - firstMs > 5_000) {
      sum = 0;
      firstMs = atMs;
    }
    lastMs = atMs;
    sum += value;
    worst = Math.max(worst, sum);
  }
  return worst;
}

/** Total blocking time: what tasks after the first paint took beyond what isn't felt. */
const sumBlocking = ({ tasks, firstMs }: Seen): number =>
  tasks
    .map(({ atMs, durationMs }) => atMs + durationMs - Math.max(atMs, firstMs) - UNFELT_MS)
    .reduce((sum, blockedMs) => sum + Math.max(0, blockedMs), 0);
