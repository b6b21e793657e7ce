import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { type Child, startChild } from './child.ts';
import { type LoadResult, loadFor } from './load.ts';
import { openNight, type Publish } from './night.ts';
import { atLeast, type BenchOptions, type Findings, figure, ratios } from './report.ts';
import { type Server, startFanoutPeer, startServer } from './servers.ts';
import { Usage } from './usage.ts';

type Run = { perSecond: number; cpuUs: number };
type Node = { server: Child; clients: Child };
type Side = Node & { burst: number; runs: Run[] };

/** As many events as a batch of votes gives at once when 64 clients vote as fast as they can. */
const BURST = 32;
const VOTERS = 64;

/** A night's events to all its subscribers, against a bare `ws` server that sends the same in a loop. */
export async function benchFanout({ quick, directory }: BenchOptions): Promise<Findings> {
  const { rounds, subscribers, events } = quick
    ? { rounds: 1, subscribers: 50, events: BURST }
    : { rounds: 9, subscribers: 1_000, events: 5 * BURST };
  await using server = await startServer(join(directory, 'server'));
  await using peer = await startFanoutPeer();
  await using clients = startChild('load-sockets.ts');
  await using peerClients = startChild('load-sockets.ts');
  const nightId = await openNight(server);
  const connect = { type: 'connect', count: subscribers };
  await clients.ask(
    {
      ...connect,
      url: server.url,
      path: '/api/sessions/live',
      messages: [
        JSON.stringify({ type: 'auth', token: server.token }),
        JSON.stringify({ type: 'subscribe', sessionId: nightId }),
      ],
      readyAfter: JSON.stringify({ type: 'subscribed', sessionId: nightId }),
    },
    Type.Null(),
  );
  await peerClients.ask(
    { ...connect, url: peer.url, path: '/', messages: [], readyAfter: '\r\n\r\n' },
    Type.Null(),
  );

  const hub = { server, clients };
  const bare = { server: peer, clients: peerClients };
  const sides = {
    hub: createSide(hub, 1),
    bare: createSide(bare, 1),
    hubBurst: createSide(hub, BURST),
    bareBurst: createSide(bare, BURST),
  };
  for (let round = 0; round <= rounds; round++) {
    for (const side of Object.values(sides)) {
      const run = await runOnce(side, nightId, events, events * subscribers);
      // The first round only warms up.
      if (round > 0) side.runs.push(run);
    }
  }
  const followed = await voteFollowed(server, rounds, quick ? 0.2 : 2);
  const votes = followed.reduce((sum, { requests }) => sum + requests, 0);
  // Fails if the server dropped anyone for being slow.
  await clients.ask({ type: 'receive', count: votes * subscribers }, Type.Null());
  const single = compare('one event at a time', sides.hub, sides.bare);
  const bursts = compare(`bursts of ${BURST}`, sides.hubBurst, sides.bareBurst);
  return {
    figures: [
      ...single.figures,
      ...bursts.figures,
      figure(
        `votes that ${subscribers} subscribers follow, ${VOTERS} connections`,
        'votes/s',
        followed.map(({ perSecond }) => perSecond),
      ),
      figure(
        'the same: p99',
        'ms',
        followed.map(({ p99Ms }) => p99Ms),
      ),
    ],
    budgets: [atLeast(single.ratio, 0.85)],
  };
}

/** What fan-out leaves of the vote path, all in one: each vote goes to every subscriber. */
async function voteFollowed({ url, token }: Server, rounds: number, seconds: number): Promise<LoadResult[]> {
  await using client = startChild('load-http.ts');
  const results: LoadResult[] = [];
  for (let round = 0; round < rounds; round++) {
    const votes = { prefix: `${round}-`, fromMs: Date.now() };
    const load = { url, token, path: '/api/votes/live', connections: VOTERS, votes };
    results.push(await loadFor(client, load, seconds));
  }
  return results;
}

const createSide = (node: Node, burst: number): Side => ({ ...node, burst, runs: [] });

/** From the first event's publication until the last client has the last one. */
async function runOnce(
  { server, clients, burst }: Side,
  nightId: number,
  events: number,
  deliveries: number,
): Promise<Run> {
  const publish: Static<typeof Publish> = { nightId, events, burst };
  const before = await server.ask({ type: 'usage' }, Usage);
  const startedAt = performance.now();
  await Promise.all([
    clients.ask({ type: 'receive', count: deliveries }, Type.Null()),
    server.ask({ type: 'publish', ...publish }, Type.Null()),
  ]);
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await server.ask({ type: 'usage' }, Usage);
  return { perSecond: deliveries / seconds, cpuUs: ((after.cpuMs - before.cpuMs) * 1000) / deliveries };
}

function compare(what: string, hub: Side, bare: Side) {
  const rates = ({ runs }: Side) => runs.map(({ perSecond }) => perSecond);
  const cpu = ({ runs }: Side) => runs.map(({ cpuUs }) => cpuUs);
  const ratio = figure(`${what}: hub / bare loop`, '', ratios(rates(hub), rates(bare)));
  return {
    ratio,
    figures: [
      figure(`${what}: hub`, 'deliveries/s', rates(hub)),
      figure(`${what}: bare loop`, 'deliveries/s', rates(bare)),
      figure(`${what}: hub, server's CPU`, 'µs/delivery', cpu(hub)),
      figure(`${what}: bare loop, server's CPU`, 'µs/delivery', cpu(bare)),
      ratio,
    ],
  };
}
