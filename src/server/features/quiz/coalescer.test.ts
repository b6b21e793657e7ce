import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCoalescer } from './coalescer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Runs take so long; says when each began. */
function start(takesMs: number, intervalMs = 300) {
  const runs: number[] = [];
  const coalescer = createCoalescer(
    async () => {
      runs.push(Date.now());
      if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs));
    },
    () => intervalMs,
  );
  const begin = Date.now();
  return { ...coalescer, runs: () => runs.map((at) => at - begin) };
}

describe('a coalescer', () => {
  it('runs at once when it is quiet, and once later for all who asked meanwhile', async () => {
    const { ask, runs } = start(0);
    ask();
    expect(runs()).toEqual([0]);
    for (let n = 0; n < 1_000; n++) ask();
    await vi.advanceTimersByTimeAsync(299);
    expect(runs()).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(runs()).toEqual([0, 300]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(runs()).toEqual([0, 300]);
    ask();
    expect(runs()).toEqual([0, 300, 10_300]);
  });

  it('[Q8] [Q11] sends at most four times in any second, however long its looks take', async () => {
    for (const takesMs of [0, 1, 100, 290, 300, 700]) {
      const { ask, runs } = start(takesMs);
      for (let ms = 0; ms < 10_000; ms += 10) {
        ask();
        await vi.advanceTimersByTimeAsync(10);
      }
      // It sends at the end of its look.
      const sent = runs().map((at) => at + takesMs);
      for (const from of sent)
        expect(sent.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(4);
      expect(sent.length).toBeGreaterThan(9);
    }
  });

  it('runs one at a time, and once more for who asks during a run', async () => {
    const { ask, runs } = start(1_000);
    ask();
    await vi.advanceTimersByTimeAsync(500);
    ask();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(runs()).toEqual([0, 1_300]);
  });

  it.each([0, 1_000])('leaves no timer when it is closed, and runs no more', async (takesMs) => {
    const { ask, close, runs } = start(takesMs);
    ask();
    ask();
    close();
    await vi.advanceTimersByTimeAsync(10_000);
    ask();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(runs()).toEqual([0]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
