import { expect, it } from 'vitest';
import { judgeTry } from './webhooks-retries.ts';

const MINUTE_MS = 60_000;

it('[N21] makes five tries, the second after 2 s, then with growing pauses over 10 minutes, then gives up', () => {
  const pauses: number[] = [];
  let now = 1_000_000;
  for (let attempts = 1; ; attempts++) {
    const verdict = judgeTry(false, attempts, now);
    if (verdict.state !== 'pending') {
      expect(verdict).toEqual({ state: 'dead' });
      break;
    }
    pauses.push(verdict.dueAt - now);
    now = verdict.dueAt;
  }
  expect(pauses).toHaveLength(4);
  expect(pauses[0]).toBe(2_000);
  expect(pauses.toSorted((a, b) => a - b)).toEqual(pauses);
  expect(new Set(pauses).size).toBe(4);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(10 * MINUTE_MS);
});

it('[N21] is done with what was delivered, at whichever try', () => {
  for (const attempts of [1, 3, 5]) expect(judgeTry(true, attempts, 0)).toEqual({ state: 'delivered' });
});
