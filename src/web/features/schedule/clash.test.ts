import { expect, test } from 'vitest';
import { findClash } from './clash.ts';

const timeline = (id: string, allowOverlap = false) => ({
  id,
  allowOverlap,
  name: id,
  description: null,
  ownerId: 'ada',
  role: 'owner' as const,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  removedAt: null,
});
const at = (from: number, to: number) => ({
  startDateTime: `2026-11-27T${from}:00:00.000Z`,
  endDateTime: `2026-11-27T${to}:00:00.000Z`,
});
const occurrence = (sessionId: string, timelineId: string, from: number, to: number, hostId = 'ada') => ({
  hostId,
  type: 'ONE_TIME' as const,
  timeZone: 'UTC',
  sessionId,
  timelineId,
  name: sessionId,
  originalStart: `2026-11-27T${from}:00:00.000Z`,
  ...at(from, to),
});

const moved = occurrence('moved', 'club', 12, 13);
const known = {
  timelines: [timeline('club'), timeline('choir'), timeline('open', true)],
  occurrences: [
    moved,
    occurrence('chess', 'club', 18, 20, 'bo'),
    occurrence('mine', 'choir', 14, 16),
    occurrence('party', 'open', 10, 23),
  ],
};

test('clashes are with what is on the same calendar, or takes the same host’s time', () => {
  expect(findClash(moved, at(19, 21), known)?.name).toBe('chess');
  expect(findClash(moved, at(15, 17), known)?.name).toBe('mine');
  expect(findClash({ ...moved, hostId: 'bo' }, at(15, 17), known)).toBeUndefined();
});

test('what only touches, is the same thing, or may overlap is no clash', () => {
  expect(findClash(moved, at(16, 18), known)).toBeUndefined();
  expect(findClash(moved, at(12, 14), known)).toBeUndefined();
  expect(findClash(occurrence('party', 'open', 10, 23), at(14, 20), known)).toBeUndefined();
});
