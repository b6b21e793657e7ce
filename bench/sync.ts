import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { button, ensureBrowser, startWindows } from '#test/setup/browser.ts';
import { readTexts } from '#test/setup/texts.ts';
import { makeFilm, serveFilm } from '#test/setup/watch-film.ts';
import { chooseFilm, hostParty, joinParty } from '#test/setup/watch-windows.ts';
import { buildPages } from './build-pages.ts';
import { openWay } from './delayed-way.ts';
import { atMost, type BenchOptions, type Figure, type Findings, figure } from './report.ts';
import { startServer } from './servers.ts';
import { type Drift, driftsOf, percentile, recoverySeconds, type Sighting } from './sync-drift.ts';

const OBSERVER = fileURLToPath(new URL('sync-observe.js', import.meta.url));
/** The slow viewer's browser, as the film's server knows it, and how much of the film it gets at first. */
const SLOW = 'a browser with a slow network';
const HELD_AFTER = 0.8;
/** The place where a stall will be is come to by playing. */
const STALL_LEAD_S = 12;
const STALL_MS = 3_000;
const DELAY_MS = 500;

const PATIENCE_MS = 60_000;
const LOOK_MS = 50;

const CALM_MS = 50;
const RECOVERED_MS = 100;
const RECOVERY_S = 5;

const say = readTexts('en');

type Party = {
  /** Of the film. */
  seconds: number;
  host: Page;
  pages: Page[];
  release: () => void;
  delay: (ms: number) => void;
};
type Phase = { name: string; disturb: (party: Party) => Promise<void> };
type Measured = { calm: Drift[]; after: Map<string, { drifts: Drift[]; recoverySeconds: number }> };

/** Looks at a page until something is true there: its policy doesn't let a function of ours wait within it. */
async function until(page: Page, condition: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await page.evaluate<boolean>(condition))) {
    if (performance.now() > deadline) throw new Error(`not in time: ${condition}`);
    await wait(LOOK_MS);
  }
}

async function seek(host: Page, seconds: number): Promise<void> {
  const slider = host.getByRole('slider', { name: say('watch.position') });
  await slider.fill(String(seconds));
  await slider.dispatchEvent('change');
}

const PHASES: readonly Phase[] = [
  { name: 'a seek', disturb: ({ host, seconds }) => seek(host, 0.4 * seconds) },
  {
    name: 'a pause',
    async disturb({ host }) {
      await button(host, say('watch.pause')).click();
      await wait(2_000);
      await button(host, say('watch.play')).click();
    },
  },
  {
    name: 'another rate',
    async disturb({ host }) {
      await host.getByLabel(say('watch.rate')).selectOption('1.25');
    },
  },
  {
    name: 'the old rate, 500 ms away',
    async disturb({ host, delay }) {
      delay(DELAY_MS);
      await host.getByLabel(say('watch.rate')).selectOption('1');
    },
  },
  { name: 'a seek, 500 ms away', disturb: ({ host, seconds }) => seek(host, 0.5 * seconds) },
  {
    name: 'a stall of 3 s',
    async disturb({ host, pages, seconds, release, delay }) {
      delay(0);
      await seek(host, seconds * HELD_AFTER - STALL_LEAD_S);
      const [, slow] = pages;
      if (!slow) return;
      // Of the seek itself it is dry as well.
      await wait(STALL_LEAD_S * 250);
      await until(slow, '!benchFilm.isDry()');
      await until(slow, 'benchFilm.isDry()');
      await wait(STALL_MS);
      release();
    },
  },
];

/** How close browsers stay that watch the same film, whatever happens. */
export async function benchSync({ quick, directory }: BenchOptions): Promise<Findings> {
  const { rounds, ...plan } = quick
    ? { rounds: 1, seconds: 30, settleMs: 2_000, calmMs: 2_000, afterMs: 3_000 }
    : { rounds: 3, seconds: 150, settleMs: 10_000, calmMs: 20_000, afterMs: 10_000 };
  const phases = quick ? PHASES.slice(0, 2) : PHASES;
  ensureBrowser();
  await buildPages();
  const film = await makeFilm(plan.seconds);
  await using server = await startServer(join(directory, 'server'));

  const measured: Measured[] = [];
  for (let round = 0; round < rounds; round++)
    measured.push(await watchOnce(server.url, film, { phases, ...plan }));
  return describe(measured);
}

type Plan = {
  phases: readonly Phase[];
  seconds: number;
  settleMs: number;
  calmMs: number;
  afterMs: number;
};

/** Three browsers, each a process of its own, one of them by a way of its own. */
async function watchOnce(url: string, film: Buffer, plan: Plan): Promise<Measured> {
  await using films = await serveFilm(film);
  await using way = await openWay(url);
  const browsers = await Promise.all([startWindows(url), startWindows(url), startWindows(way.url)]);
  try {
    const [first, second, third] = browsers;
    const release = films.hold(SLOW, HELD_AFTER);
    const { page: host, path } = await hostParty(first);
    const slow = await joinParty(second, path, 'Grace', { userAgent: SLOW });
    const far = await joinParty(third, path, 'Lin');
    const pages = [host, slow, far];
    const observer = await readFile(OBSERVER, 'utf8');
    for (const page of pages) await page.evaluate(observer);
    await chooseFilm(host, films.url);
    await Promise.all(pages.map((page) => until(page, 'document.querySelector("video")?.readyState >= 3')));
    await button(host, say('watch.play')).click();
    return await measure({ seconds: plan.seconds, host, pages, release, delay: way.delay }, plan);
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
  }
}

/** What all have seen since the last time. */
async function takeDrifts(pages: readonly Page[]): Promise<Drift[]> {
  return driftsOf(await Promise.all(pages.map((page) => page.evaluate<Sighting[]>('benchFilm.take()'))));
}

async function measure(party: Party, { phases, settleMs, calmMs, afterMs }: Plan): Promise<Measured> {
  await wait(settleMs);
  await takeDrifts(party.pages);
  await wait(calmMs);
  const calm = await takeDrifts(party.pages);
  const after: Measured['after'] = new Map();
  for (const { name, disturb } of phases) {
    await disturb(party);
    await takeDrifts(party.pages);
    const from = Date.now();
    await wait(afterMs);
    const drifts = await takeDrifts(party.pages);
    after.set(name, { drifts, recoverySeconds: recoverySeconds(drifts, from, RECOVERED_MS) });
  }
  return { calm, after };
}

function describe(measured: readonly Measured[]): Findings {
  const of = (name: string, share: number, read: (one: Measured) => readonly Drift[]): Figure =>
    figure(
      name,
      'ms',
      measured.map((one) => percentile(read(one), share)),
    );
  const calm = of('calm: apart, p95', 0.95, ({ calm }) => calm);
  const names = [...(measured[0]?.after.keys() ?? [])];
  const phases = names.map((name) => {
    const read = (one: Measured) => one.after.get(name) ?? { drifts: [], recoverySeconds: 0 };
    const drifts = (one: Measured) => read(one).drifts;
    return {
      recovery: figure(
        `${name}: under ${RECOVERED_MS} ms again after`,
        's',
        measured.map((one) => read(one).recoverySeconds),
      ),
      others: [
        of(`${name}: apart, p50`, 0.5, drifts),
        of(`${name}: apart, p95`, 0.95, drifts),
        of(`${name}: apart, most`, 1, drifts),
      ],
    };
  });
  return {
    figures: [
      of('calm: apart, p50', 0.5, ({ calm }) => calm),
      calm,
      of('calm: apart, most', 1, ({ calm }) => calm),
      ...phases.flatMap(({ recovery, others }) => [recovery, ...others]),
    ],
    budgets: [atMost(calm, CALM_MS), ...phases.map(({ recovery }) => atMost(recovery, RECOVERY_S))],
  };
}
