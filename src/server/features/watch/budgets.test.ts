import { expect, it } from 'vitest';
import { createTestClock } from '#test/setup/nights.ts';
import { createBudgets } from './budgets.ts';

const count = (take: () => string, times: number) => {
  const standings = Array.from({ length: times }, take);
  return ['ok', 'over', 'flood'].map((standing) => standings.filter((one) => one === standing).length);
};

it('[W11] each budget is its own, and a new one begins each minute', () => {
  const clock = createTestClock();
  const budgets = createBudgets(clock);
  expect(count(budgets.takeMessage, 1_002)).toEqual([100, 900, 2]);
  expect(count(() => budgets.takeSignal('one'), 101)).toEqual([100, 1, 0]);
  expect(count(() => budgets.takeSignal('other'), 100)).toEqual([100, 0, 0]);
  expect(count(budgets.takeSyncPing, 601)).toEqual([600, 1, 0]);
  clock.advance(59_999);
  expect(budgets.takeMessage()).toBe('flood');
  clock.advance(1);
  expect([budgets.takeMessage(), budgets.takeSignal('one'), budgets.takeSyncPing()]).toEqual([
    'ok',
    'ok',
    'ok',
  ]);
});
