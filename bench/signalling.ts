import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Type } from 'typebox';
import { type Child, startChild } from './child.ts';
import { atLeast, type BenchOptions, type Findings, figure, ratios } from './report.ts';
import { startServer, startSignallingPeer } from './servers.ts';
import { Usage } from './usage.ts';

const Flood = Type.Object({ count: Type.Integer(), seconds: Type.Number() });
const Parties = Type.Array(Type.Array(Type.Object({ userId: Type.String(), path: Type.String() })));

type Side = { server: Child; clients: Child; rates: number[]; cpu: number[]; p99: number[] };

/** Signals a minute of one member to another are limited to a hundred; all that is sent stays within that. */
const TIMES = 8;
const PINGS = 1_000;

/** Signals between the members of watch parties, against a bare `ws` server that hands them on. */
export async function benchSignalling({ quick, directory }: BenchOptions): Promise<Findings> {
  const { rounds, parties, members } = quick
    ? { rounds: 1, parties: 5, members: 10 }
    : { rounds: 9, parties: 40, members: 10 };
  await using server = await startServer(join(directory, 'server'));
  await using peer = await startSignallingPeer();
  await using clients = startChild('load-signals.ts');
  await using peerClients = startChild('load-signals.ts');
  const own = await server.ask({ type: 'parties', parties, members }, Parties);
  const bare = own.map((party) =>
    party.map(() => randomUUID()).map((userId) => ({ userId, path: `/${userId}` })),
  );
  await clients.ask({ type: 'connect', url: server.url, parties: own }, Type.Null());
  await peerClients.ask({ type: 'connect', url: peer.url, parties: bare }, Type.Null());

  const relay: Side = { server, clients, rates: [], cpu: [], p99: [] };
  const relayBare: Side = { server: peer, clients: peerClients, rates: [], cpu: [], p99: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const side of [relay, relayBare]) {
      const run = await runOnce(side);
      // The first round only warms up.
      if (round === 0) continue;
      side.rates.push(run.perSecond);
      side.cpu.push(run.cpuUs);
      side.p99.push(run.p99);
    }
  }
  const ratio = figure('soiree / bare relay', '', ratios(relay.rates, relayBare.rates));
  return {
    figures: [
      figure('soiree', 'messages/s', relay.rates),
      figure('bare relay', 'messages/s', relayBare.rates),
      figure("soiree, server's CPU", 'µs/message', relay.cpu),
      figure("bare relay, server's CPU", 'µs/message', relayBare.cpu),
      figure('soiree, one at a time: p99', 'ms', relay.p99),
      figure('bare relay, one at a time: p99', 'ms', relayBare.p99),
      ratio,
    ],
    budgets: [atLeast(ratio, 0.7)],
  };
}

async function runOnce({ server, clients }: Side) {
  const before = await server.ask({ type: 'usage' }, Usage);
  const { count, seconds } = await clients.ask({ type: 'flood', times: TIMES }, Flood);
  const after = await server.ask({ type: 'usage' }, Usage);
  const times = await clients.ask({ type: 'ping', count: PINGS }, Type.Array(Type.Number()));
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
  return { perSecond: count / seconds, cpuUs: ((after.cpuMs - before.cpuMs) * 1000) / count, p99 };
}
