import { describe, expect, it, vi } from 'vitest';
import { createSharedRuns } from './shared-runs.ts';

/** Runs that end by hand. */
function start() {
  const runs: { key: string; end: PromiseWithResolvers<string> }[] = [];
  const ask = createSharedRuns((key) => {
    const end = Promise.withResolvers<string>();
    runs.push({ key, end });
    return end.promise;
  });
  const began = (count: number) => vi.waitFor(() => expect(runs).toHaveLength(count), { interval: 1 });
  return { ask, runs, began };
}

describe('shared runs', () => {
  it('are one for all who ask at once, and another for who asks while it runs', async () => {
    const { ask, runs, began } = start();
    const first = Array.from({ length: 1_000 }, () => ask('a'));
    await began(1);
    const later = Array.from({ length: 1_000 }, () => ask('a'));
    runs[0]?.end.resolve('old');
    expect(new Set(await Promise.all(first))).toEqual(new Set(['old']));
    await began(2);
    runs[1]?.end.resolve('new');
    expect(new Set(await Promise.all(later))).toEqual(new Set(['new']));
  });

  it('of one key wait for each other, those of others don’t', async () => {
    const { ask, runs, began } = start();
    const a = ask('a');
    await began(1);
    const again = ask('a');
    const b = ask('b');
    await began(2);
    expect(runs.map(({ key }) => key)).toEqual(['a', 'b']);
    for (const { end } of runs) end.resolve('done');
    await Promise.all([a, b]);
    await began(3);
    runs[2]?.end.resolve('again');
    expect(await again).toBe('again');
  });

  it('that fail, fail for who asked, and for nobody later', async () => {
    const { ask, runs, began } = start();
    const failing = [ask('a'), ask('a')];
    await began(1);
    const later = ask('a');
    runs[0]?.end.reject(new Error('away'));
    for (const asked of failing) await expect(asked).rejects.toThrow('away');
    await began(2);
    runs[1]?.end.resolve('there');
    expect(await later).toBe('there');
    const last = ask('a');
    await began(3);
    runs[2]?.end.resolve('still there');
    expect(await last).toBe('still there');
  });
});
