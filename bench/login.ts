import { join } from 'node:path';
import pg from 'pg';
import { SignedIn } from '#protocol/accounts.ts';
import { startChild } from './child.ts';
import { type Load, type LoadResult, loadFor } from './load.ts';
import { call, openNight } from './night.ts';
import { atLeast, atMost, type BenchOptions, type Findings, figure, ratios } from './report.ts';
import { type Server, startServer } from './servers.ts';
import { Usage } from './usage.ts';

type Run = { votes: LoadResult; logins: LoadResult | undefined; cores: number };

/** Those of a very large audience, and a thirteenth of what the server can take: waiting is measured, not work. */
const VOTES_PER_SECOND = 1_000;
const VOTE_CONNECTIONS = 64;
const LOGINS_PER_SECOND = 50;
/** Enough for logins that take seconds: each starts when it is due, whatever became of those before. */
const LOGIN_CONNECTIONS = 200;
const PASSWORD = 'a long enough password';
/** How many people register at once. */
const WAVE = 10;

/** What votes at a steady pace feel of many people who sign in meanwhile. */
export async function benchLogin({ quick, directory }: BenchOptions): Promise<Findings> {
  const { rounds, seconds, people } = quick
    ? { rounds: 1, seconds: 0.2, people: WAVE }
    : { rounds: 9, seconds: 4, people: 400 };
  await using server = await startServer(join(directory, 'server'));
  await using voteClient = startChild('load-http.ts');
  await using loginClient = startChild('load-http.ts');
  await openNight(server);
  const login: Load = {
    url: server.url,
    path: '/auth/login',
    connections: LOGIN_CONNECTIONS,
    perSecond: LOGINS_PER_SECOND,
    bodies: await register(server, people),
  };
  const vote = (prefix: string): Load => ({
    url: server.url,
    path: '/api/votes/live',
    token: server.token,
    connections: VOTE_CONNECTIONS,
    perSecond: VOTES_PER_SECOND,
    votes: { prefix, fromMs: Date.now() },
  });

  const runOnce = async (prefix: string, withLogins: boolean): Promise<Run> => {
    const before = await server.ask({ type: 'usage' }, Usage);
    const startedAt = performance.now();
    const [votes, logins] = await Promise.all([
      loadFor(voteClient, vote(prefix), seconds),
      withLogins ? loadFor(loginClient, login, seconds) : undefined,
    ]);
    const elapsedMs = performance.now() - startedAt;
    const after = await server.ask({ type: 'usage' }, Usage);
    return { votes, logins, cores: (after.cpuMs - before.cpuMs) / elapsedMs };
  };
  const alone: Run[] = [];
  const during: Run[] = [];
  for (let round = 0; round <= rounds; round++) {
    alone.push(await runOnce(`alone${round}-`, false));
    during.push(await runOnce(`during${round}-`, true));
  }
  await requireStored(server, [...alone, ...during]);

  // The first round only warms up.
  alone.shift();
  during.shift();
  const logins = during.flatMap((run) => run.logins ?? []);
  const p99 = (runs: readonly Run[]) => runs.map(({ votes }) => votes.p99Ms);
  const ratio = figure('p99 of a vote: with logins / alone', '', ratios(p99(during), p99(alone)));
  const answered = figure(
    'logins answered',
    'logins/s',
    logins.map(({ perSecond }) => perSecond),
  );
  return {
    figures: [
      ...describeVotes(`${VOTES_PER_SECOND} votes/s alone`, alone),
      ...describeVotes(`${VOTES_PER_SECOND} votes/s with ${LOGINS_PER_SECOND} logins/s`, during),
      ratio,
      answered,
      figure(
        'a login: p50',
        'ms',
        logins.map(({ p50Ms }) => p50Ms),
      ),
      figure(
        'a login: p99',
        'ms',
        logins.map(({ p99Ms }) => p99Ms),
      ),
    ],
    // Votes that wait little because logins wait much would prove nothing.
    budgets: [atMost(ratio, 2), atLeast(answered, LOGINS_PER_SECOND * 0.95)],
  };
}

const describeVotes = (name: string, runs: readonly Run[]) => [
  figure(
    `${name}: p50`,
    'ms',
    runs.map(({ votes }) => votes.p50Ms),
  ),
  figure(
    `${name}: p99`,
    'ms',
    runs.map(({ votes }) => votes.p99Ms),
  ),
  figure(
    `${name}: server's CPU`,
    'cores',
    runs.map(({ cores }) => cores),
  ),
];

/** Makes accounts, and gives the bodies of their logins. */
async function register(server: Server, people: number): Promise<string[]> {
  const emails = Array.from({ length: people }, (_, n) => `person${n}@example.org`);
  for (let made = 0; made < people; made += WAVE)
    await Promise.all(
      emails.slice(made, made + WAVE).map((email, n) => {
        const username = `person${made + n}`;
        const body = { email, password: PASSWORD, username, displayName: username };
        return call(server, '/auth/register', SignedIn, JSON.stringify(body));
      }),
    );
  return emails.map((email) => JSON.stringify({ email, password: PASSWORD }));
}

/** @throws when the store holds other than exactly the votes and logins that were answered 200 */
async function requireStored({ connection }: Server, runs: readonly Run[]): Promise<void> {
  const answered = {
    votes: runs.reduce((sum, { votes }) => sum + votes.requests, 0),
    logins: runs.reduce((sum, { logins }) => sum + (logins?.requests ?? 0), 0),
  };
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<Record<keyof typeof answered, string>>(`
      SELECT (SELECT count(*) FROM live_votes) AS votes,
        (SELECT count(*) FROM audit_log WHERE event = 'login.created') AS logins`);
    for (const what of ['votes', 'logins'] as const)
      if (Number(rows[0]?.[what]) !== answered[what])
        throw new Error(`${answered[what]} ${what} were answered; the store has ${rows[0]?.[what]}`);
  } finally {
    await client.end();
  }
}
