import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeadlines } from './deadlines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A store in which other nodes write too, and the rooms that were ticked with when. */
function start() {
  const due = new Map<string, number>();
  const ticks: [string, number][] = [];
  const begin = Date.now();
  let isStoreThere = true;
  const deadlines = createDeadlines({
    clock: { now: () => Date.now() },
    logger: pino({ level: 'silent' }),
    async listDue(before) {
      if (!isStoreThere) throw new Error('away');
      return [...due]
        .filter(([, at]) => at < before.getTime())
        .map(([id, at]) => ({ id, dueAt: new Date(at) }));
    },
    async tick(roomId) {
      if (!isStoreThere) throw new Error('away');
      const dueAt = due.get(roomId);
      // As the game: what isn't due, or was done, does nothing.
      if (dueAt === undefined || dueAt > Date.now()) return;
      due.delete(roomId);
      ticks.push([roomId, Date.now() - begin]);
    },
  });
  return {
    ...deadlines,
    ticks,
    at: (ms: number) => begin + ms,
    setDue: (id: string, ms: number) => due.set(id, begin + ms),
    setStore: (isThere: boolean) => {
      isStoreThere = isThere;
    },
  };
}

describe('deadlines', () => {
  it('[Q10] are kept to the moment, with a little time for what is on its way', async () => {
    const { schedule, setDue, ticks, at } = start();
    setDue('a', 30_000);
    schedule('a', at(30_000));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ticks).toEqual([['a', 30_050]]);
  });

  it('[Q13] of an earlier process, or of a node that was lost, are found in the store', async () => {
    const deadlines = start();
    deadlines.setDue('past', -5_000);
    deadlines.setDue('soon', 10_000);
    deadlines.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(deadlines.ticks).toEqual([
      ['past', 50],
      ['soon', 10_050],
    ]);
    await deadlines.close();
  });

  it('[Q13] that another node has moved before it was lost are kept as they are now', async () => {
    const deadlines = start();
    deadlines.start();
    deadlines.setDue('a', 300_000);
    deadlines.schedule('a', deadlines.at(300_000));
    await vi.advanceTimersByTimeAsync(10_000);
    // There the question ended early, and the next one began.
    deadlines.setDue('a', 30_000);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(deadlines.ticks).toEqual([['a', 30_050]]);
    await deadlines.close();
  });

  it('that could not be kept while the store was away are kept once it is back', async () => {
    const deadlines = start();
    deadlines.start();
    deadlines.setDue('a', 5_000);
    deadlines.schedule('a', deadlines.at(5_000));
    deadlines.setStore(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(deadlines.ticks).toEqual([]);
    deadlines.setStore(true);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(deadlines.ticks).toHaveLength(1);
    await deadlines.close();
  });

  it('leave no timer when they are closed', async () => {
    const deadlines = start();
    deadlines.start();
    deadlines.schedule('a', deadlines.at(5_000));
    deadlines.schedule('b', deadlines.at(6_000));
    deadlines.schedule('b', null);
    await deadlines.close();
    deadlines.schedule('c', deadlines.at(7_000));
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(deadlines.ticks).toEqual([]);
  });
});
