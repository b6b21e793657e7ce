import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { atMost, type BenchOptions, type Findings, figure } from './report.ts';
import { type Server, startServer } from './servers.ts';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** Of a daily series, within the 24 months that are claimed. */
const DAILY_CLAIMS = 730;
const CREATION_MS = 150;
const MONTH_MS = 100;

const Created = Type.Object({ data: Type.Object({ id: Type.String() }) });

/** A weekly series on a timeline with 10,000 occurrences; a month of a timeline with 10, 100 and 1,000 series. */
export async function benchCalendar({ quick, directory }: BenchOptions): Promise<Findings> {
  const { occurrences, rounds, counts } = quick
    ? { occurrences: DAILY_CLAIMS, rounds: 3, counts: [2, 5, 10] }
    : { occurrences: 10_000, rounds: 50, counts: [10, 100, 1_000] };
  await using server = await startServer(join(directory, 'schedule'));
  const calendar = openCalendar(server);
  const creation = await measureCreation(calendar, occurrences, rounds);
  const months = [];
  for (const series of counts) months.push(...(await measureMonth(calendar, series, rounds * 4)));
  const largest = months.slice(-2).map(({ p99 }) => atMost(p99, MONTH_MS));
  return {
    figures: [creation, ...months.flatMap(({ all, p99 }) => [all, p99])],
    budgets: [atMost(creation, CREATION_MS), ...largest],
  };
}

type Calendar = ReturnType<typeof openCalendar>;

function openCalendar({ url, token }: Server) {
  async function send(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.status !== 200)
      throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
  return {
    send,
    create: async (path: string, body: unknown): Promise<string> =>
      Value.Parse(Created, await send('POST', path, body)).data.id,
  };
}

const tomorrow = (): number => (Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS;

const newSeries = (timelineId: string, startMs: number, rrule: string, lengthMs: number) => ({
  type: 'RECURRING',
  timelineId,
  name: 'A series',
  startDateTime: new Date(startMs).toISOString(),
  endDateTime: new Date(startMs + lengthMs).toISOString(),
  timeZone: 'Europe/Berlin',
  rrule,
});

async function measureCreation({ create, send }: Calendar, occurrences: number, rounds: number) {
  const timelineId = await create('/timelines', { name: 'Full' });
  // Each series has half an hour of every day's afternoon and evening; the night stays free.
  for (let series = 0; series * DAILY_CLAIMS < occurrences; series++) {
    const startMs = tomorrow() + 6 * HOUR_MS + (series * HOUR_MS) / 2;
    await create('/sessions', newSeries(timelineId, startMs, 'FREQ=DAILY', HOUR_MS / 2));
  }
  const samples: number[] = [];
  for (let round = -3; round < rounds; round++) {
    const body = newSeries(timelineId, tomorrow() + 2 * HOUR_MS, 'FREQ=WEEKLY', HOUR_MS);
    const startedAt = performance.now();
    const id = await create('/sessions', body);
    // The first rounds only warm up.
    if (round >= 0) samples.push(performance.now() - startedAt);
    await send('DELETE', `/sessions/${id}`);
  }
  return figure('creating a weekly series among 10,000 occurrences', 'ms', samples);
}

async function measureMonth({ create, send }: Calendar, series: number, requests: number) {
  const timelineId = await create('/timelines', { name: `${series} series`, allowOverlap: true });
  for (let made = 0; made < series; made++) {
    const startMs = tomorrow() + (made % 48) * (HOUR_MS / 2);
    await create('/sessions', newSeries(timelineId, startMs, 'FREQ=WEEKLY', HOUR_MS));
  }
  const measure = async (name: string, dayOf: (request: number) => number) => {
    const samples: number[] = [];
    for (let request = -20; request < requests; request++) {
      const fromMs = tomorrow() + dayOf(request) * DAY_MS;
      const [from, to] = [fromMs, fromMs + 31 * DAY_MS].map((ms) => new Date(ms).toISOString());
      const startedAt = performance.now();
      await send('GET', `/occurrences?timelineId=${timelineId}&from=${from}&to=${to}`);
      if (request >= 0) samples.push(performance.now() - startedAt);
    }
    const sorted = samples.toSorted((a, b) => a - b);
    const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
    return { all: figure(name, 'ms', samples), p99: figure(`${name}: p99`, 'ms', [p99]) };
  };
  const name = `of ${series.toLocaleString('en')} weekly series`;
  return [
    await measure(`a month ${name}`, () => 30),
    await measure(`another month each time ${name}`, (request) => 30 + 7 * ((request + 20) % 40)),
  ];
}
