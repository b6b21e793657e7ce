import { join } from 'node:path';
import { Type } from 'typebox';
import { startChild } from './child.ts';
import { openNight } from './night.ts';
import { atMost, type BenchOptions, type Findings, figure } from './report.ts';
import { startServer } from './servers.ts';
import { Usage } from './usage.ts';

const KILOBYTE = 1_000;

/** The server's memory with no socket and with thousands, authenticated and subscribed to a night, that say nothing. */
export async function benchIdle({ quick, directory }: BenchOptions): Promise<Findings> {
  const { rounds, sockets } = quick ? { rounds: 1, sockets: 100 } : { rounds: 3, sockets: 5_000 };
  const runs: Awaited<ReturnType<typeof runOnce>>[] = [];
  for (let round = 0; round < rounds; round++)
    runs.push(await runOnce(join(directory, String(round)), sockets));
  const resident = figure(
    `resident memory per idle connection, of ${sockets.toLocaleString('en')}`,
    'kB',
    runs.map(({ rss }) => rss),
  );
  return {
    figures: [
      resident,
      figure(
        'JavaScript heap and buffers per idle connection',
        'kB',
        runs.map(({ heap }) => heap),
      ),
      figure(
        'resident memory without connections',
        'MB',
        runs.map(({ rssBefore }) => rssBefore),
      ),
    ],
    budgets: [atMost(resident, 25)],
  };
}

async function runOnce(directory: string, sockets: number) {
  await using server = await startServer(directory, ['--expose-gc']);
  await using clients = startChild('load-sockets.ts');
  const sessionId = await openNight(server);
  const connect = (count: number) =>
    clients.ask(
      {
        type: 'connect',
        url: server.url,
        path: '/api/sessions/live',
        count,
        messages: [
          JSON.stringify({ type: 'auth', token: server.token }),
          JSON.stringify({ type: 'subscribe', sessionId }),
        ],
        readyAfter: JSON.stringify({ type: 'subscribed', sessionId }),
      },
      Type.Null(),
    );
  const measure = () => server.ask({ type: 'usage', collect: true }, Usage);
  // The first one loads code, which isn't the connection's.
  await connect(1);
  const before = await measure();
  await connect(sockets);
  const after = await measure();
  return {
    rss: (after.rss - before.rss) / sockets / KILOBYTE,
    heap: (after.heapUsed + after.external - before.heapUsed - before.external) / sockets / KILOBYTE,
    rssBefore: before.rss / KILOBYTE / KILOBYTE,
  };
}
