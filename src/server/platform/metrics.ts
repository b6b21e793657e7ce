import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** One registry per server; each module makes its own metrics on it. Includes process and event-loop figures. */
export function createMetricsRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'soiree_' });
  return registry;
}

/** Durations in seconds, from a store round trip to a long import. */
const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createSecondsHistogram<L extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly L[] = [],
): Histogram<L> {
  return new Histogram({
    name,
    help,
    labelNames: [...labelNames],
    buckets: SECONDS_BUCKETS,
    registers: [registry],
  });
}
