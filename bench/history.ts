import { join } from 'node:path';
import pg from 'pg';
import { startChild } from './child.ts';
import { loadFor } from './load.ts';
import { atMost, type BenchOptions, type Findings, figure, ratios } from './report.ts';
import { type Server, startServer } from './servers.ts';

type Store = { votes: number; nights: number; games: number; voters: number };

/** Each store's pages are full, whatever the filter: the two do the same work, on more or fewer votes. */
const SMALL: Store = { votes: 1_000, nights: 4, games: 5, voters: 10 };
const LARGE: Store = { votes: 1_000_000, nights: 200, games: 50, voters: 5_000 };
const LARGE_QUICK: Store = { votes: 10_000, nights: 20, games: 10, voters: 100 };

const FILTERS = [
  '',
  'session_id=2',
  'game_id=3',
  'username=viewer7',
  'vote_type=up',
  'vote_type=down',
  'session_id=2&vote_type=down',
  'game_id=3&vote_type=down',
];

/** The first page of the history with few votes stored and with many. */
export async function benchHistory({ quick, directory }: BenchOptions): Promise<Findings> {
  const { rounds, seconds, large } = quick
    ? { rounds: 1, seconds: 0.1, large: LARGE_QUICK }
    : { rounds: 9, seconds: 0.7, large: LARGE };
  await using fewServer = await startServer(join(directory, 'few'));
  await using manyServer = await startServer(join(directory, 'many'));
  await using client = startChild('load-http.ts');
  await fill(fewServer, SMALL);
  await fill(manyServer, large);

  const measure = async ({ url }: Server, filter: string) => {
    const load = { url, path: `/api/votes${filter && '?'}${filter}`, connections: 1 };
    return (await loadFor(client, load, seconds)).p50Ms;
  };
  const findings: Findings = { figures: [], budgets: [] };
  for (const filter of FILTERS) {
    const few: number[] = [];
    const many: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const [fewMs, manyMs] = [await measure(fewServer, filter), await measure(manyServer, filter)];
      // The first round only warms up.
      if (round === 0) continue;
      few.push(fewMs);
      many.push(manyMs);
    }
    const name = filter || 'no filter';
    const ratio = figure(`${name}: many / few`, '', ratios(many, few));
    findings.figures.push(
      figure(`${name}: ${SMALL.votes.toLocaleString('en')} votes`, 'ms', few),
      figure(`${name}: ${large.votes.toLocaleString('en')} votes`, 'ms', many),
      ratio,
    );
    findings.budgets.push(atMost(ratio, 2));
  }
  return findings;
}

/**
 * Votes one second apart: night after night, of a few dozen votes on each game in turn, three in ten of them down.
 * Vacuumed as the server's own housekeeping would by and by, so that it doesn't set in midway.
 */
async function fill({ connection }: Server, { votes, nights, games, voters }: Store): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(
      `INSERT INTO nights (host_id, is_active, created_at, closed_at)
       SELECT (SELECT id FROM accounts LIMIT 1), false, now(), now() FROM generate_series(1, $1::integer)`,
      [nights],
    );
    await client.query(
      `INSERT INTO live_votes (night_id, game_id, username, vote, voted_at_ms)
       SELECT 1 + n / ($1::integer / $2::integer), 1 + n / 25 % $3::integer, 'viewer' || 1 + n * 7919::bigint % $4::integer,
         CASE WHEN n % 10 < 3 THEN -1 ELSE 1 END, 1773000000000 + n * 1000::bigint
       FROM generate_series(0, $1::integer - 1) n`,
      [votes, nights, games, voters],
    );
    await client.query(
      `INSERT INTO live_vote_totals (night_id, game_id, upvotes, downvotes)
       SELECT night_id, game_id, count(*) FILTER (WHERE vote = 1), count(*) FILTER (WHERE vote = -1)
       FROM live_votes GROUP BY night_id, game_id`,
    );
    await client.query('VACUUM (ANALYZE) live_votes, live_vote_totals');
  } finally {
    await client.end();
  }
}
