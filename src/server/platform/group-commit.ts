import { Gauge, Histogram, type Registry } from 'prom-client';
import { isStoreUnavailable, storeError } from './database.ts';
import { unavailable } from './errors.ts';
import { createSecondsHistogram } from './metrics.ts';

/** What became of one item: its result, or the error for it alone. */
export type Outcome<Result> = { ok: true; value: Result } | { ok: false; error: unknown };

type Options<Item, Result> = {
  /** Names the batches in the metrics. */
  name: string;
  /**
   * Commits a batch and gives one outcome per item, in the batch's order. What it throws is the whole batch's,
   * none of which may then have been committed.
   */
  run: (items: readonly Item[]) => Promise<readonly Outcome<Result>[]>;
  /** At most so many items a batch. */
  maxBatch: number;
  /** At most so many items waiting; one more is refused with 503. */
  maxQueued: number;
  registry: Registry;
};

export type GroupCommit<Item, Result> = {
  /** Resolves once the item's batch is committed; rejects with the item's own error, or a retryable one. */
  submit: (item: Item) => Promise<Result>;
  /** Takes no more items, and resolves once all that wait are settled. */
  close: () => Promise<void>;
};

type Waiting<Item, Result> = {
  item: Item;
  since: number;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

/**
 * Group commit: whatever arrives while a batch is committing goes into the next one. There is no timer: an idle
 * server commits at once, a busy one in large batches. One batch is under way at a time, first in first out, so
 * the order of submission is the order of commitment, for every key.
 */
export function createGroupCommit<Item, Result>(options: Options<Item, Result>): GroupCommit<Item, Result> {
  const { name, run, maxBatch, maxQueued, registry } = options;
  const metrics = createMetrics(registry);
  const queue: Waiting<Item, Result>[] = [];
  let isClosed = false;
  let worker: Promise<void> | undefined;

  const settle = (entry: Waiting<Item, Result>, outcome: Outcome<Result> | undefined) => {
    if (outcome?.ok) entry.resolve(outcome.value);
    else entry.reject(outcome ? outcome.error : new Error(`${name}: the batch gave no outcome for an item`));
  };

  /**
   * Commits a batch; one that can't be committed is halved until the item at fault fails alone. Whoever waits hears
   * of it a turn of the event loop later, when the next batch is already on its way to the store: the store works
   * while the answers are written.
   */
  const commit = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const outcomes = await run(batch.map(({ item }) => item));
      setImmediate(() => {
        batch.forEach((entry, index) => {
          settle(entry, outcomes[index]);
        });
      });
    } catch (error) {
      if (batch.length > 1 && !isStoreUnavailable(error)) {
        const middle = batch.length >> 1;
        await commit(batch.slice(0, middle));
        await commit(batch.slice(middle));
      } else {
        for (const entry of batch) entry.reject(storeError(error));
      }
    }
  };

  const work = async () => {
    // Requests that were read in this turn of the event loop join the first batch.
    await Promise.resolve();
    while (queue.length > 0) {
      const batch = queue.splice(0, maxBatch);
      metrics.size.observe({ batch: name }, batch.length);
      const startedAt = performance.now();
      for (const { since } of batch) metrics.wait.observe({ batch: name }, (startedAt - since) / 1000);
      await commit(batch);
      metrics.seconds.observe({ batch: name }, (performance.now() - startedAt) / 1000);
    }
    worker = undefined;
  };

  metrics.queued.add(name, () => queue.length);

  return {
    submit(item) {
      if (isClosed) return Promise.reject(unavailable('The server is restarting, try again'));
      if (queue.length >= maxQueued)
        return Promise.reject(unavailable('The server is at its limit, try again soon'));
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      queue.push({ item, since: performance.now(), resolve, reject });
      worker ??= work();
      return promise;
    },

    async close() {
      isClosed = true;
      await worker;
      // What the last batch has to say is said in the next turn.
      await new Promise(setImmediate);
      metrics.queued.remove(name);
    },
  };
}

type BatchMetrics = ReturnType<typeof makeMetrics>;
const metricsByRegistry = new WeakMap<Registry, BatchMetrics>();

/** The batches of one server share their metrics, told apart by a label. */
function createMetrics(registry: Registry): BatchMetrics {
  const known = metricsByRegistry.get(registry);
  if (known) return known;
  const made = makeMetrics(registry);
  metricsByRegistry.set(registry, made);
  return made;
}

function makeMetrics(registry: Registry) {
  const lengths = new Map<string, () => number>();
  new Gauge({
    name: 'soiree_batch_queued',
    help: 'Items waiting for a batch.',
    labelNames: ['batch'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [batch, length] of lengths) this.set({ batch }, length());
    },
  });
  return {
    queued: {
      add: (batch: string, length: () => number) => lengths.set(batch, length),
      remove: (batch: string) => lengths.delete(batch),
    },
    size: new Histogram({
      name: 'soiree_batch_items',
      help: 'Items of a batch.',
      labelNames: ['batch'],
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
      registers: [registry],
    }),
    wait: createSecondsHistogram(
      registry,
      'soiree_batch_wait_seconds',
      'Time from submission to the batch.',
      ['batch'],
    ),
    seconds: createSecondsHistogram(registry, 'soiree_batch_seconds', 'Time that a batch takes to commit.', [
      'batch',
    ]),
  };
}
