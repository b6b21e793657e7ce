import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { digestMetrics, parseMetrics, rateBetween } from './metrics-digest.ts';

describe("Prometheus' text", () => {
  it('is read line by line, with labels, without comments', () => {
    const text =
      '# HELP a_total Some.\n# TYPE a_total counter\na_total 3\n\nb{x="1",y="two, {three}"} 0.5 1700000000\n';
    expect(parseMetrics(text)).toEqual([
      { name: 'a_total', labels: {}, value: 3 },
      { name: 'b', labels: { x: '1', y: 'two, {three}' }, value: 0.5 },
    ]);
  });

  it('is read as prom-client writes it, whatever stands in a label', async () => {
    const registry = new Registry();
    const path = 'a "quoted" \\n back\\slash\nand {braces}, or = signs';
    new Counter({ name: 'odd_total', help: 'Odd.', labelNames: ['path'], registers: [registry] }).inc(
      { path },
      2,
    );
    expect(parseMetrics(await registry.metrics())).toEqual([
      { name: 'odd_total', labels: { path }, value: 2 },
    ]);
  });

  it('has words for numbers without end, and for none', () => {
    expect(parseMetrics('a{le="+Inf"} +Inf\nb -Inf\nc Nan\nd 1e-3').map(({ value }) => value)).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      0.001,
    ]);
  });
});

describe('the digest', () => {
  it('says how the server fares', async () => {
    const registry = new Registry();
    const registers = [registry];
    const gauge = (name: string, ...labelNames: string[]) =>
      new Gauge({ name, help: name, labelNames, registers });
    gauge('soiree_process_start_time_seconds').set(1_700_000_000);
    gauge('soiree_process_resident_memory_bytes').set(200_000_000);
    gauge('soiree_nodejs_eventloop_lag_p99_seconds').set(0.0125);
    gauge('soiree_passwords_waiting').set(4);
    gauge('soiree_websocket_connections', 'endpoint').set({ endpoint: 'nights' }, 12);
    gauge('soiree_socketio_connections', 'endpoint').set({ endpoint: 'quiz' }, 30);
    gauge('soiree_batch_queued', 'batch').set({ batch: 'votes' }, 7);
    const items = new Histogram({
      name: 'soiree_batch_items',
      help: 'Items.',
      labelNames: ['batch'],
      buckets: [1, 8],
      registers,
    });
    items.observe({ batch: 'votes' }, 5);
    items.observe({ batch: 'votes' }, 6);
    items.observe({ batch: 'activity' }, 100);
    const requests = new Histogram({
      name: 'soiree_http_request_seconds',
      help: 'Requests.',
      labelNames: ['method', 'route', 'status'],
      registers,
    });
    for (const route of ['/api/games', '/api/games', '/auth/login', '/metrics', '/ready', '/health'])
      requests.observe({ method: 'GET', route, status: 200 }, 0.01);

    const { lagSeconds, ...figures } = digestMetrics(await registry.metrics());
    expect(figures).toEqual({
      startedAt: 1_700_000_000,
      memoryBytes: 200_000_000,
      requests: 3,
      sockets: 42,
      votes: 11,
      waitingVotes: 7,
      waitingPasswords: 4,
    });
    expect(lagSeconds).toBeCloseTo(0.0025);
  });

  it('leaves out what the server does not tell', () => {
    expect(digestMetrics('soiree_nodejs_eventloop_lag_p99_seconds Nan\n')).toMatchObject({
      startedAt: undefined,
      memoryBytes: undefined,
      lagSeconds: undefined,
      requests: 0,
      votes: 0,
    });
  });
});

describe('a rate', () => {
  const reading = (atMs: number, requests: number, startedAt = 1) => ({
    atMs,
    digest: { ...digestMetrics(''), startedAt, requests },
  });

  it('is what came between two readings, by the second', () => {
    expect(rateBetween(reading(1_000, 10), reading(3_000, 40), 'requests')).toBe(15);
    expect(rateBetween(reading(1_000, 10), reading(3_000, 10), 'requests')).toBe(0);
  });

  it('is unknown at first, after a restart, and where no time has passed', () => {
    expect(rateBetween(undefined, reading(1_000, 10), 'requests')).toBeUndefined();
    expect(rateBetween(reading(1_000, 10), reading(3_000, 40, 2), 'requests')).toBeUndefined();
    expect(rateBetween(reading(1_000, 10), reading(3_000, 4), 'requests')).toBeUndefined();
    expect(rateBetween(reading(1_000, 10), reading(1_000, 40), 'requests')).toBeUndefined();
  });
});
