import { expect, it } from 'vitest';
import { endOfDay, tomorrow } from './days.ts';

it('knows the day after, over the ends of months and years', () => {
  expect(tomorrow(new Date(2026, 11, 31, 23, 59))).toBe('2027-01-01');
  expect(tomorrow(new Date(2026, 1, 3))).toBe('2026-02-04');
});

it('ends a day just before the next begins here', () => {
  expect(endOfDay('2026-02-28')).toBe(new Date(2026, 1, 28, 23, 59, 59).toISOString());
});
