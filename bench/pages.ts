import { join } from 'node:path';
import { Type } from 'typebox';
import { SignedIn } from '#protocol/accounts.ts';
import { LiveVoteRecorded } from '#protocol/votes.ts';
import { ensureBrowser, startBrowser } from '#test/setup/browser.ts';
import { buildPages } from './build-pages.ts';
import { startChild } from './child.ts';
import { call, type Where } from './night.ts';
import { BARE_TEXT, loadPage, type PageLoad, type PageTarget, PHONE_SLOWDOWN } from './pages-load.ts';
import { atMost, type BenchOptions, type Figure, type Findings, figure, ratios } from './report.ts';
import { type Server, startServer } from './servers.ts';

const KILOBYTE = 1_000;

const HOST = {
  email: 'ada@example.org',
  password: 'a long enough password',
  username: 'ada',
  displayName: 'Ada Lovelace',
};
const OLD_NIGHTS = 3;
const GAMES = 5;
const VOTES = 40;

const SHIFT_TOLD = 0.02;

const Created = Type.Object({ id: Type.Integer() });
const Catalogue = Type.Array(Type.Object({ id: Type.Integer(), title: Type.String() }));

type MeasuredPage = { name: string; target: PageTarget; runs: PageLoad[] };

/** When a slow phone on a slow network gets to see what of the pages. */
export async function benchPages({ quick, directory }: BenchOptions): Promise<Findings> {
  const { rounds, slowdown } = quick ? { rounds: 1, slowdown: 1 } : { rounds: 5, slowdown: PHONE_SLOWDOWN };
  ensureBrowser();
  await buildPages();
  await using server = await startServer(join(directory, 'server'));
  await using floor = startChild('pages-floor.ts', { args: [join(directory, 'floor')] });
  const floorPage = await floor.ask({ type: 'where' }, Type.Object({ url: Type.String() }));
  const prepared = await prepareEvening(server);
  const pages = quick ? prepared.slice(0, 2) : prepared;
  await using browser = await startBrowser();

  const bare: PageLoad[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await loadPage(browser, { url: floorPage.url, text: BARE_TEXT }, slowdown));
    for (const { target, runs } of pages) runs.push(await loadPage(browser, target, slowdown));
  }
  return describe(bare, pages);
}

/** A host with an evening under way and some behind them. Gives the pages that this is to be seen on. */
async function prepareEvening(server: Server): Promise<MeasuredPage[]> {
  const { session } = await call(server, '/auth/register', SignedIn, JSON.stringify(HOST));
  const host: Where = { url: server.url, token: session.access_token };
  const post = (path: string, body: object) => call(host, path, Created, JSON.stringify(body));
  const games = (await call(host, '/api/games', Catalogue)).slice(0, GAMES);
  const last = games.at(-1);
  if (!last) throw new Error('the catalogue is empty');
  const notes = 'Games on a Friday';
  for (let night = 0; night <= OLD_NIGHTS; night++) {
    const { id } = await post('/api/sessions', { notes });
    for (const { id: game_id } of games)
      await post(`/api/sessions/${id}/games`, { game_id, room_code: 'ABCD' });
    await vote(host);
    if (night < OLD_NIGHTS) await post(`/api/sessions/${id}/close`, {});
  }

  const value = JSON.stringify({
    accessToken: session.access_token,
    refreshToken: session.refresh_token,
    expiresAtMs: session.expires_at * 1000,
  });
  const signedIn = {
    cookies: [],
    origins: [{ origin: server.url, localStorage: [{ name: 'soiree.session', value }] }],
  };
  const page = (path: string, target: Omit<PageTarget, 'url'>): MeasuredPage => ({
    name: path,
    target: { url: server.url + path, ...target },
    runs: [],
  });
  const audience = (path: string, text: string) => page(path, { text });
  const hosts = (path: string, text: string) => page(path, { text, storageState: signedIn });
  return [
    audience('/', last.title),
    audience(`/join/${HOST.username}`, last.title),
    audience(`/overlay/votes?host=${HOST.username}`, last.title),
    hosts('/host', last.title),
    hosts('/host/nights', notes),
    hosts('/account', HOST.email),
  ];
}

/** For the game that is on. */
async function vote(host: Where): Promise<void> {
  for (let n = 0; n < VOTES; n++) {
    const one = {
      username: `viewer${n}`,
      vote: n % 4 === 0 ? 'down' : 'up',
      timestamp: new Date().toISOString(),
    };
    await call(host, '/api/votes/live', LiveVoteRecorded, JSON.stringify(one));
  }
}

function describe(bare: readonly PageLoad[], measured: readonly MeasuredPage[]): Findings {
  const bareFirst = bare.map(({ firstPaintSeconds }) => firstPaintSeconds);
  const pages = measured.map(({ name, runs }) => {
    const of = (what: string, unit: string, read: (run: PageLoad) => number) =>
      figure(`${name}: ${what}`, unit, runs.map(read));
    const first = of('first contentful paint', 's', (run) => run.firstPaintSeconds);
    return {
      name,
      runs,
      first,
      largest: of('largest contentful paint', 's', (run) => run.largestPaintSeconds),
      shift: of('cumulative layout shift', '', (run) => run.layoutShift),
      blocking: of('total blocking time', 'ms', (run) => run.blockingMs),
      rest: [
        of('JavaScript, compressed', 'kB', (run) => run.scriptBytes / KILOBYTE),
        of('requests', '', (run) => run.requests),
        figure(`${name}: first contentful paint / without scripts`, '', ratios(first.samples, bareFirst)),
      ],
    };
  });
  for (const { name, runs } of pages) tellShifts(name, runs);
  // Nothing is what the overlay has to show before its panel, which is its largest paint.
  const framed = pages.filter(({ name }) => !name.startsWith('/overlay/'));
  return {
    figures: [
      figure('without scripts: first contentful paint', 's', bareFirst),
      ...pages.flatMap(({ first, largest, shift, blocking, rest }) => [
        first,
        largest,
        shift,
        blocking,
        ...rest,
      ]),
    ],
    budgets: [
      atMost(worst(framed.map(({ first }) => first)), 1.8),
      atMost(worst(pages.map(({ largest }) => largest)), 2.5),
      atMost(worst(pages.map(({ shift }) => shift)), 0.1),
      atMost(worst(pages.map(({ blocking }) => blocking)), 200),
    ],
  };
}

/** The causes, which a number doesn't tell. */
function tellShifts(name: string, runs: readonly PageLoad[]): void {
  const [most] = runs.toSorted((a, b) => b.layoutShift - a.layoutShift);
  if (most && most.layoutShift > SHIFT_TOLD) console.log(`${name} shifts:\n  ${most.moved.join('\n  ')}`);
}

const worst = ([first, ...others]: readonly Figure[]): Figure => {
  if (!first) throw new Error('no page was measured');
  return others.reduce((most, one) => (one.median > most.median ? one : most), first);
};
