import { join } from 'node:path';
import pg from 'pg';
import { Type } from 'typebox';
import { type Child, startChild } from './child.ts';
import { type Load, type LoadResult, loadFor } from './load.ts';
import { openNight } from './night.ts';
import { atLeast, atMost, type BenchOptions, type Findings, figure, ratios } from './report.ts';
import { type Server, startServer, startVotePeer } from './servers.ts';
import { Usage } from './usage.ts';

type Run = LoadResult & { serverCpuMs: number };
type Side = { name: string; server: Child; load: Load; runs: Run[]; answered: number };

const FEW = 64;
const MANY = 1_000;

/** Durable live votes against an empty POST on the same server, and against the same votes by Express and SQLite. */
export async function benchVotes({ quick, directory }: BenchOptions): Promise<Findings> {
  const { rounds, seconds } = quick ? { rounds: 1, seconds: 0.2 } : { rounds: 7, seconds: 4 };
  await using server = await startServer(join(directory, 'server'));
  await using peer = await startVotePeer(join(directory, 'peer'));
  await using client = startChild('load-http.ts');
  await openNight(server);

  const emptyLoad = { url: server.floorUrl, path: '/bench/empty', token: server.token };
  const voteLoad = { url: server.url, path: '/api/votes/live', token: server.token };
  const peerLoad = { url: peer.url, path: '/api/votes/live', token: peer.token };
  const empty = createSide(`empty POST, ${FEW} connections`, server, { ...emptyLoad, connections: FEW });
  const vote = createSide(`vote, ${FEW} connections`, server, { ...voteLoad, connections: FEW });
  const peerVote = createSide(`peer's vote, ${FEW} connections`, peer, { ...peerLoad, connections: FEW });
  const emptyMany = createSide(`empty POST, ${MANY} connections`, server, {
    ...emptyLoad,
    connections: MANY,
  });
  const voteMany = createSide(`vote, ${MANY} connections`, server, { ...voteLoad, connections: MANY });
  const sides = [empty, vote, peerVote, emptyMany, voteMany];
  for (let round = 0; round <= rounds; round++) {
    for (const side of sides) {
      const run = await runOnce(client, side, round, seconds);
      side.answered += run.requests;
      // The first round only warms up.
      if (round > 0) side.runs.push(run);
    }
  }
  await requireStored(server, vote.answered + voteMany.answered);
  const peerStored = await peer.ask({ type: 'count' }, Type.Integer());
  if (peerStored !== peerVote.answered)
    throw new Error(`the peer answered ${peerVote.answered} votes and stored ${peerStored}`);

  const perSecond = (side: Side) => side.runs.map((run) => run.perSecond);
  const voteToEmpty = figure(
    `vote / empty, ${FEW} connections`,
    '',
    ratios(perSecond(vote), perSecond(empty)),
  );
  const voteToPeer = figure(
    `vote / peer's, ${FEW} connections`,
    '',
    ratios(perSecond(vote), perSecond(peerVote)),
  );
  const voteP99 = figure(
    `${vote.name}: p99`,
    'ms',
    vote.runs.map((run) => run.p99Ms),
  );
  return {
    figures: [
      ...sides.flatMap(describeSide),
      voteToEmpty,
      figure(`vote / empty, ${MANY} connections`, '', ratios(perSecond(voteMany), perSecond(emptyMany))),
      voteToPeer,
    ],
    budgets: [atLeast(voteToEmpty, 0.4), atLeast(voteToPeer, 3), atMost(voteP99, 50)],
  };
}

const createSide = (name: string, server: Child, load: Load): Side => ({
  name,
  server,
  load,
  runs: [],
  answered: 0,
});

async function runOnce(
  client: Child,
  { name, server, load }: Side,
  round: number,
  seconds: number,
): Promise<Run> {
  const votes = { prefix: `${name[0]}${load.connections}-${round}-`, fromMs: Date.now() };
  const before = await server.ask({ type: 'usage' }, Usage);
  const result = await loadFor(client, { ...load, votes }, seconds);
  const after = await server.ask({ type: 'usage' }, Usage);
  return { ...result, serverCpuMs: after.cpuMs - before.cpuMs };
}

const describeSide = ({ name, runs }: Side) => [
  figure(
    name,
    'requests/s',
    runs.map((run) => run.perSecond),
  ),
  figure(
    `${name}: p50`,
    'ms',
    runs.map((run) => run.p50Ms),
  ),
  figure(
    `${name}: p99`,
    'ms',
    runs.map((run) => run.p99Ms),
  ),
  figure(
    `${name}: server's CPU`,
    'µs/request',
    runs.map((run) => (run.serverCpuMs * 1000) / run.requests),
  ),
  figure(
    `${name}: client's CPU`,
    'µs/request',
    runs.map((run) => (run.cpuMs * 1000) / run.requests),
  ),
];

/** @throws when the store holds other than exactly the votes that were answered 200 */
async function requireStored({ connection }: Server, answered: number): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(`
      SELECT (SELECT count(*) FROM live_votes) AS votes,
        (SELECT sum(upvotes + downvotes) FROM live_vote_totals) AS night_totals,
        (SELECT sum(upvotes + downvotes) FROM games) AS game_totals`);
    for (const [what, count] of Object.entries(rows[0] ?? {}))
      if (Number(count) !== answered)
        throw new Error(`${answered} votes were answered; ${what} has ${count}`);
  } finally {
    await client.end();
  }
}
