import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Type } from 'typebox';
import { type Child, startChild } from './child.ts';
import { type Load, loadWhile } from './load.ts';
import { call, openNight } from './night.ts';
import { type BenchOptions, type Findings, figure, ratios } from './report.ts';
import { type Server, startServer } from './servers.ts';
import { Usage } from './usage.ts';

const Imported = Type.Object({ messagesImported: Type.Integer(), votesProcessed: Type.Integer() });

/** A steady rate shows how long a vote takes; as many as possible would show how the two share the machine. */
const VOTES_PER_SECOND = 200;
const CONNECTIONS = 16;
const MEGABYTE = 1024 * 1024;

/** A whole evening's chat in one request, and what live votes feel of it. */
export async function benchImport({ quick, directory }: BenchOptions): Promise<Findings> {
  const { rounds, messages } = quick ? { rounds: 1, messages: 2_000 } : { rounds: 5, messages: 120_000 };
  await using server = await startServer(join(directory, 'server'));
  await using client = startChild('load-http.ts');
  const nightId = await openNight(server);
  const { rss } = await server.ask({ type: 'usage' }, Usage);
  const runs: Awaited<ReturnType<typeof runOnce>>[] = [];
  for (let round = 0; round < rounds; round++)
    runs.push(await runOnce(server, client, nightId, makeChat(round, messages)));
  const { peakRss } = await server.ask({ type: 'usage' }, Usage);

  const during = runs.map((run) => run.duringMs);
  const alone = runs.map((run) => run.aloneMs);
  return {
    figures: [
      figure(
        `import of ${messages.toLocaleString('en')} messages`,
        's',
        runs.map(({ seconds }) => seconds),
      ),
      figure(
        'body',
        'MB',
        runs.map(({ bytes }) => bytes / MEGABYTE),
      ),
      figure(`p99 of ${VOTES_PER_SECOND} votes/s, during the import`, 'ms', during),
      figure(`p99 of ${VOTES_PER_SECOND} votes/s, alone`, 'ms', alone),
      figure('p99 during / alone', '', ratios(during, alone)),
      figure("server's memory before", 'MB', [rss / MEGABYTE]),
      figure(`server's peak memory, over ${rounds} imports`, 'MB', [peakRss / MEGABYTE]),
    ],
    budgets: [],
  };
}

async function runOnce(server: Server, client: Child, nightId: number, body: string) {
  const load: Load = {
    url: server.url,
    path: '/api/votes/live',
    token: server.token,
    connections: CONNECTIONS,
    perSecond: VOTES_PER_SECOND,
  };
  let seconds = 0;
  const during = await loadWhile(client, withVoters(load), async () => {
    const startedAt = performance.now();
    await call(server, `/api/sessions/${nightId}/chat-import`, Imported, body);
    seconds = (performance.now() - startedAt) / 1000;
  });
  const alone = await loadWhile(client, withVoters(load), () => wait(seconds * 1000));
  return { seconds, bytes: Buffer.byteLength(body), duringMs: during.p99Ms, aloneMs: alone.p99Ms };
}

const withVoters = (load: Load): Load => ({
  ...load,
  votes: { prefix: `${Math.random().toString(36).slice(2)}-`, fromMs: Date.now() },
});

/** Of a lively chat: every tenth message votes, and none is like another round's. */
function makeChat(round: number, messages: number): string {
  const startMs = Date.now();
  const chatData = Array.from({ length: messages }, (_, n) => ({
    username: `viewer${(n * 7_919) % 5_000}`,
    message:
      n % 10 === 0
        ? 'thisgame++ best one tonight'
        : `message ${round}.${n}, with about as many words as usual`,
    timestamp: new Date(startMs + n * 120).toISOString(),
  }));
  return JSON.stringify({ chatData });
}
