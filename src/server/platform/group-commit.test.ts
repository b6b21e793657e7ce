import fc from 'fast-check';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { AppError } from './errors.ts';
import { createGroupCommit, type Outcome } from './group-commit.ts';

type Item = { key: string; amount: number; kind: 'good' | 'refused' | 'poison' };

/** A store of balances: a refused item has its own error, a poisonous one fails the statement it is in. */
function createStore() {
  const log: Item[] = [];
  const batches: number[] = [];
  const balances = new Map<string, number>();
  return {
    log,
    batches,
    async run(items: readonly Item[]): Promise<Outcome<number>[]> {
      batches.push(items.length);
      await new Promise(setImmediate);
      if (items.some(({ kind }) => kind === 'poison')) throw new Error('invalid byte sequence');
      return items.map((item) => apply(item));
    },
  };

  function apply(item: Item): Outcome<number> {
    if (item.kind === 'refused') return { ok: false, error: new Error('refused') };
    log.push(item);
    const balance = (balances.get(item.key) ?? 0) + item.amount;
    balances.set(item.key, balance);
    return { ok: true, value: balance };
  }
}

const item = fc.record<Item>({
  key: fc.constantFrom('a', 'b', 'c'),
  amount: fc.integer({ min: -9, max: 9 }),
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Item['kind']>('good') },
    { weight: 1, arbitrary: fc.constant<Item['kind']>('refused') },
    { weight: 1, arbitrary: fc.constant<Item['kind']>('poison') },
  ),
});

describe('group commit', () => {
  it('gives every item what a sequential store would give it, in order, whatever the arrivals', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(item, { maxLength: 12 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 8 }),
        async (arrivals, maxBatch) => {
          const store = createStore();
          const batch = createGroupCommit({
            name: 'model',
            run: store.run,
            maxBatch,
            maxQueued: 1_000,
            registry: new Registry(),
          });
          const results: Promise<PromiseSettledResult<number>>[] = [];
          for (const arrival of arrivals) {
            for (const one of arrival) results.push(Promise.allSettled([batch.submit(one)]).then(([r]) => r));
            await new Promise(setImmediate);
          }
          const settled = await Promise.all(results);
          await batch.close();

          const model = new Map<string, number>();
          const items = arrivals.flat();
          const expected = items.map(({ key, amount, kind }) => {
            if (kind === 'refused') return 'refused';
            if (kind === 'poison') return 'invalid byte sequence';
            model.set(key, (model.get(key) ?? 0) + amount);
            return model.get(key);
          });
          expect(settled.map((r) => (r.status === 'fulfilled' ? r.value : r.reason.message))).toEqual(
            expected,
          );
          expect(store.log).toEqual(items.filter(({ kind }) => kind === 'good'));
          expect(Math.max(0, ...store.batches)).toBeLessThanOrEqual(maxBatch);
        },
      ),
    );
  });

  it('commits at once when idle, and in one batch what arrived meanwhile', async () => {
    const store = createStore();
    const batch = createGroupCommit({
      name: 'b',
      run: store.run,
      maxBatch: 100,
      maxQueued: 100,
      registry: new Registry(),
    });
    const submit = (amount: number) => batch.submit({ key: 'a', amount, kind: 'good' });
    const first = submit(1);
    await Promise.resolve();
    await Promise.resolve();
    const others = Array.from({ length: 50 }, () => submit(1));
    await Promise.all([first, ...others]);
    expect(store.batches).toEqual([1, 50]);
  });

  it('refuses with 503 and Retry-After past its queue, and keeps what it took', async () => {
    const store = createStore();
    const batch = createGroupCommit({
      name: 'b',
      run: store.run,
      maxBatch: 2,
      maxQueued: 3,
      registry: new Registry(),
    });
    const submissions = Array.from({ length: 5 }, () => batch.submit({ key: 'a', amount: 1, kind: 'good' }));
    const settled = await Promise.allSettled(submissions);
    const refused = settled.filter((r) => r.status === 'rejected').map((r) => r.reason);
    expect(refused).toHaveLength(2);
    for (const error of refused) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    }
    expect(store.log).toHaveLength(3);
  });

  it('fails what waits with a retryable error when the store is lost, without halving, and recovers', async () => {
    let isLost = true;
    let runs = 0;
    const batch = createGroupCommit<number, number>({
      name: 'b',
      async run(items) {
        runs += 1;
        if (isLost) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        return items.map((value) => ({ ok: true, value }));
      },
      maxBatch: 10,
      maxQueued: 100,
      registry: new Registry(),
    });
    const lost = await Promise.allSettled([1, 2, 3].map((n) => batch.submit(n)));
    expect(runs).toBe(1);
    for (const result of lost) expect(result).toMatchObject({ reason: { code: 'unavailable', status: 503 } });
    isLost = false;
    await expect(batch.submit(4)).resolves.toBe(4);
  });

  it('settles all that waits before it closes, and then takes no more', async () => {
    const store = createStore();
    const batch = createGroupCommit({
      name: 'b',
      run: store.run,
      maxBatch: 2,
      maxQueued: 99,
      registry: new Registry(),
    });
    const waiting = Array.from({ length: 7 }, () => batch.submit({ key: 'a', amount: 1, kind: 'good' }));
    await batch.close();
    expect(store.log).toHaveLength(7);
    await Promise.all(waiting);
    await expect(batch.submit({ key: 'a', amount: 1, kind: 'good' })).rejects.toMatchObject({ status: 503 });
  });
});
