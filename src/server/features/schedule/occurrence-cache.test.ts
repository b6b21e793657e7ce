import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOccurrenceCache, type Version } from './occurrence-cache.ts';
import { type Change, listOccurrences } from './occurrences.ts';
import { createSeries } from './recurrence.ts';
import { parseRule } from './recurrence-rule.ts';
import { DAY_MS, HOUR_MS } from './wall-clock.ts';

const START = Date.parse('2026-03-27T19:00:00Z');
const RULES = [
  'FREQ=DAILY',
  'FREQ=WEEKLY',
  'FREQ=HOURLY',
  'FREQ=MONTHLY;BYMONTHDAY=29',
  'FREQ=DAILY;COUNT=9',
];

const makeVersion = (
  id: string,
  sequence: number,
  rule: string,
  changes: readonly Change[] = [],
): Version => ({
  session: {
    id,
    timelineId: 't',
    hostId: 'h',
    name: `${id} as of ${sequence}`,
    type: 'RECURRING',
    timeZone: 'Europe/Berlin',
    activity: null,
  },
  sequence,
  series: createSeries({
    startMs: START,
    endMs: START + 2 * HOUR_MS,
    timeZone: 'Europe/Berlin',
    rule: parseRule(rule),
  }),
  changes,
});

const change: fc.Arbitrary<Change> = fc
  .tuple(fc.nat(20), fc.option(fc.integer({ min: -100, max: 100 }), { nil: undefined }))
  .map(([day, byHours]) => {
    const originalStartMs = START + day * DAY_MS;
    if (byHours === undefined) return { originalStartMs, isCancelled: true };
    const startMs = originalStartMs + byHours * HOUR_MS;
    return { originalStartMs, isCancelled: false, startMs, endMs: startMs + HOUR_MS };
  });

/** Somebody changes a session; somebody asks for when some of them take place. */
const step = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      id: fc.constantFrom('a', 'b', 'c'),
      rule: fc.constantFrom(...RULES),
      changes: fc.uniqueArray(change, { selector: ({ originalStartMs }) => originalStartMs, maxLength: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('list' as const),
      fromDay: fc.integer({ min: -5, max: 40 }),
      hours: fc.integer({ min: 1, max: 2_000 }),
      limit: fc.constantFrom(1, 7, 100_001),
    }),
  },
);

it('lists what the expansion does, of whatever version is asked for, however little it may keep', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 5, maxLength: 40 }),
      fc.constantFrom(0, 60, 100_000),
      (steps, maxWeight) => {
        const cache = createOccurrenceCache({ maxWeight });
        const present = new Map(['a', 'b', 'c'].map((id) => [id, makeVersion(id, 0, 'FREQ=WEEKLY')]));
        for (const one of steps) {
          if (one.kind === 'change') {
            const sequence = (present.get(one.id)?.sequence ?? 0) + 1;
            present.set(one.id, makeVersion(one.id, sequence, one.rule, one.changes));
            continue;
          }
          const fromMs = START + one.fromDay * DAY_MS;
          const window = { fromMs, toMs: fromMs + one.hours * HOUR_MS, limit: one.limit };
          for (const version of present.values()) {
            const { session, sequence, series, changes } = version;
            const known = cache.find(session.id, sequence);
            if (known) expect(known.session).toEqual(session);
            else cache.add(version);
            expect(cache.list(known ?? version, window)).toEqual(listOccurrences(series, changes, window));
          }
        }
      },
    ),
  );
});

it('finds a version and no other, and keeps the newest', () => {
  const cache = createOccurrenceCache();
  cache.add(makeVersion('a', 2, 'FREQ=DAILY'));
  expect(cache.find('a', 2)?.session.name).toBe('a as of 2');
  cache.add(makeVersion('a', 1, 'FREQ=DAILY'));
  expect([cache.find('a', 1), cache.find('a', 3), cache.find('b', 2)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  cache.add(makeVersion('a', 3, 'FREQ=DAILY'));
  expect(cache.find('a', 2)).toBeUndefined();
  expect(cache.find('a', 3)?.session.name).toBe('a as of 3');
});

it('lets go of those that were longest not asked for', () => {
  const cache = createOccurrenceCache({ maxWeight: 30 });
  for (const id of ['a', 'b', 'c']) cache.add(makeVersion(id, 0, 'FREQ=WEEKLY'));
  expect(cache.find('a', 0)).toBeDefined();
  cache.add(makeVersion('d', 0, 'FREQ=WEEKLY'));
  const left = ['a', 'b', 'c', 'd'].filter((id) => cache.find(id, 0));
  expect(left).toEqual(['a', 'c', 'd']);
});
