import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Change,
  findOccurrence,
  keepChanges,
  listOccurrences,
  type Occurrence,
  splitSeries,
} from './occurrences.ts';
import { createSeries, listStarts, type Series } from './recurrence.ts';
import { parseRule } from './recurrence-rule.ts';
import { commonRule, wallStart, ZONES } from './test-rules.ts';
import { instantOf } from './test-times.ts';
import { DAY_MS, HOUR_MS } from './wall-clock.ts';

const at = (text: string): number => Date.parse(`${text}:00Z`);
const EVER = { fromMs: at('2024-01-01T00:00'), toMs: at('2025-01-01T00:00') };

/** Fridays from 19:00 to 21:00 UTC, from 2024-01-05. */
const fridays = (rule = 'FREQ=WEEKLY;COUNT=6'): Series =>
  createSeries({
    startMs: at('2024-01-05T19:00'),
    endMs: at('2024-01-05T21:00'),
    timeZone: 'UTC',
    rule: parseRule(rule),
    exDates: [at('2024-01-12T19:00')],
  });

const moved = (originalStart: string, start: string, hours = 2): Change => ({
  originalStartMs: at(originalStart),
  isCancelled: false,
  startMs: at(start),
  endMs: at(start) + hours * HOUR_MS,
});
const cancelled = (originalStart: string): Change => ({
  originalStartMs: at(originalStart),
  isCancelled: true,
});

const shown = (occurrences: readonly Occurrence[]): string[] =>
  occurrences.map(({ startMs }) => new Date(startMs).toISOString().slice(0, 16));

describe('[S8] the occurrences of a series', () => {
  it('are those that were not excluded or cancelled, moved ones where they were moved, in order', () => {
    const changes = [cancelled('2024-01-26T19:00'), moved('2024-01-05T19:00', '2024-02-01T18:00')];
    expect(shown(listOccurrences(fridays(), changes, EVER))).toEqual([
      '2024-01-19T19:00',
      '2024-02-01T18:00',
      '2024-02-02T19:00',
      '2024-02-09T19:00',
    ]);
  });

  it('keep their original start, by which each is found', () => {
    const changes = [cancelled('2024-01-26T19:00'), moved('2024-01-05T19:00', '2024-02-01T18:00', 3)];
    expect(findOccurrence(fridays(), changes, at('2024-01-05T19:00'))).toMatchObject({
      originalStartMs: at('2024-01-05T19:00'),
      startMs: at('2024-02-01T18:00'),
      endMs: at('2024-02-01T21:00'),
    });
    expect(findOccurrence(fridays(), changes, at('2024-01-19T19:00'))).toEqual({
      originalStartMs: at('2024-01-19T19:00'),
      startMs: at('2024-01-19T19:00'),
      endMs: at('2024-01-19T21:00'),
    });
    for (const missing of [
      '2024-01-26T19:00',
      '2024-01-12T19:00',
      '2024-01-19T18:00',
      '2024-02-01T18:00',
      '2024-02-16T19:00',
    ])
      expect(findOccurrence(fridays(), changes, at(missing))).toBeUndefined();
  });

  it('are in a window that they touch from within, and not in one that they only meet', () => {
    const list = (from: string, to: string, changes: Change[] = []) =>
      shown(listOccurrences(fridays(), changes, { fromMs: at(from), toMs: at(to) }));
    expect(list('2024-01-05T20:59', '2024-01-05T22:00')).toEqual(['2024-01-05T19:00']);
    expect(list('2024-01-05T21:00', '2024-01-19T19:00')).toEqual([]);
    expect(list('2024-01-05T18:00', '2024-01-05T19:01')).toEqual(['2024-01-05T19:00']);
    const away = moved('2024-01-19T19:00', '2024-03-01T10:00', 48);
    expect(list('2024-01-15T00:00', '2024-01-22T00:00', [away])).toEqual([]);
    expect(list('2024-03-02T00:00', '2024-03-05T00:00', [away])).toEqual(['2024-03-01T10:00']);
  });

  it('are of one alone where it takes place once', () => {
    const once = createSeries({
      startMs: at('2024-01-05T19:00'),
      endMs: at('2024-01-05T21:00'),
      timeZone: 'UTC',
    });
    expect(shown(listOccurrences(once, [], EVER))).toEqual(['2024-01-05T19:00']);
    expect(listOccurrences(once, [cancelled('2024-01-05T19:00')], EVER)).toEqual([]);
  });

  it('lose the changes of starts that an edit took away', () => {
    const changes = [cancelled('2024-01-26T19:00'), moved('2024-01-19T19:00', '2024-01-20T19:00')];
    expect(keepChanges(fridays('FREQ=WEEKLY;INTERVAL=2'), changes)).toEqual([changes[1]]);
    expect(listOccurrences(fridays('FREQ=WEEKLY;COUNT=1'), changes, EVER)).toHaveLength(1);
  });

  it('keep their changes where the whole series moves, by the clocks of its zone', () => {
    const berlin = (start: string) =>
      createSeries({
        startMs: Date.parse(start),
        endMs: Date.parse(start) + 2 * HOUR_MS,
        timeZone: 'Europe/Berlin',
        rule: parseRule('FREQ=WEEKLY'),
      });
    const former = berlin('2026-03-20T19:00+01:00');
    // On the day that the clocks go forward's week, and of it one at a time of its own, and one with but another name.
    const own = { startMs: Date.parse('2026-04-05T12:00Z'), endMs: Date.parse('2026-04-05T13:00Z') };
    const named = { startMs: Date.parse('2026-04-10T17:00Z'), endMs: Date.parse('2026-04-10T19:00Z') };
    const changes: Change[] = [
      { originalStartMs: Date.parse('2026-03-27T18:00Z'), isCancelled: true },
      { originalStartMs: Date.parse('2026-04-03T17:00Z'), isCancelled: false, ...own },
      { originalStartMs: named.startMs, isCancelled: false, name: 'Finals', ...named },
    ];
    expect(keepChanges(berlin('2026-03-21T20:30+01:00'), changes, former)).toEqual([
      { originalStartMs: Date.parse('2026-03-28T19:30Z'), isCancelled: true },
      { originalStartMs: Date.parse('2026-04-04T18:30Z'), isCancelled: false, ...own },
      {
        originalStartMs: Date.parse('2026-04-11T18:30Z'),
        isCancelled: false,
        name: 'Finals',
        startMs: Date.parse('2026-04-11T18:30Z'),
        endMs: Date.parse('2026-04-11T20:30Z'),
      },
    ]);
    // A week on, it still has those starts.
    expect(keepChanges(berlin('2026-03-27T19:00+01:00'), changes, former)).toEqual(changes);
  });

  it('up to a limit are the earliest, whatever was changed', () => {
    fc.assert(
      fc.property(seriesWithChanges, fc.nat(30), ({ series, changes }, limit) => {
        const window = { fromMs: series.startMs, toMs: series.startMs + 200 * DAY_MS };
        const all = listOccurrences(series, changes, window);
        expect(listOccurrences(series, changes, { ...window, limit })).toEqual(all.slice(0, limit));
      }),
    );
  });

  it('in a window are those of all that touch it', () => {
    fc.assert(
      fc.property(seriesWithChanges, fc.nat(300), fc.nat(100), ({ series, changes }, after, days) => {
        const fromMs = series.startMs + (after - 20) * DAY_MS;
        const toMs = fromMs + days * DAY_MS;
        const all = listOccurrences(series, changes, { fromMs: 0, toMs: series.startMs + 500 * DAY_MS });
        expect(listOccurrences(series, changes, { fromMs, toMs })).toEqual(
          all.filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs),
        );
      }),
    );
  });
});

describe('[S8] a series that is split', () => {
  it('ends before an occurrence, and another goes on from there with what is left', () => {
    const split = splitSeries(fridays(), [cancelled('2024-02-02T19:00')], at('2024-01-26T19:00'));
    expect(split?.before.series.rule?.count).toBe(3);
    expect(split?.after.series.rule?.count).toBe(3);
    expect(split?.before.changes).toEqual([]);
    expect(split?.after.changes).toEqual([cancelled('2024-02-02T19:00')]);
  });

  it('is not where there is no such occurrence, or none before it', () => {
    for (const start of ['2024-01-05T19:00', '2024-01-12T19:00', '2024-01-06T19:00'])
      expect(splitSeries(fridays(), [], at(start))).toBeUndefined();
  });

  it('keeps the local time of a start that its zone skips', () => {
    const startMs = instantOf('2024-03-30T02:30', 'Europe/Berlin');
    const nights = createSeries({
      startMs,
      endMs: startMs + HOUR_MS,
      timeZone: 'Europe/Berlin',
      rule: parseRule('FREQ=DAILY'),
    });
    const split = splitSeries(nights, [], instantOf('2024-03-31T03:30', 'Europe/Berlin'));
    const [first, second] = split
      ? listStarts(split.after.series, { fromMs: 0, toMs: startMs + 3 * DAY_MS })
      : [];
    expect(first?.startMs).toBe(instantOf('2024-03-31T03:30', 'Europe/Berlin'));
    expect(second?.startMs).toBe(instantOf('2024-04-01T02:30', 'Europe/Berlin'));
  });

  it('is the whole in two parts', () => {
    fc.assert(
      fc.property(seriesWithChanges, fc.nat(20), ({ series, changes }, pick) => {
        const window = { fromMs: 0, toMs: series.startMs + 500 * DAY_MS };
        const starts = listStarts(series, window);
        const at = starts[pick % Math.max(1, starts.length)];
        const split = at && splitSeries(series, changes, at.startMs);
        if (!at || !split) return;
        const parts = [split.before, split.after].map((part) =>
          listOccurrences(part.series, part.changes, window),
        );
        const isEarlier = ({ originalStartMs }: Occurrence) => originalStartMs < at.startMs;
        expect(parts[0]?.every(isEarlier)).toBe(true);
        expect(parts[1]?.some(isEarlier)).toBe(false);
        const sorted = parts
          .flat()
          .sort((a, b) => a.startMs - b.startMs || a.originalStartMs - b.originalStartMs);
        expect(sorted).toEqual(listOccurrences(series, changes, window));
      }),
      { numRuns: 300 },
    );
  });
});

const seriesWithChanges = fc
  .record({
    rule: fc.oneof(fc.constant(parseRule('FREQ=DAILY')), commonRule),
    start: wallStart,
    timeZone: fc.constantFrom(...ZONES),
    count: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    minutes: fc.integer({ min: 1, max: 3_000 }),
    touched: fc.array(
      fc.record({
        index: fc.nat(40),
        kind: fc.constantFrom('excluded', 'cancelled', 'moved'),
        byHours: fc.integer({ min: -2_000, max: 2_000 }),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ rule, start, timeZone, count, minutes, touched }) => {
    const startMs = instantOf(start, timeZone);
    const parts = { startMs, endMs: startMs + minutes * 60_000, timeZone };
    let whole: Series;
    try {
      whole = createSeries({ ...parts, rule: count === undefined ? rule : { ...rule, count } });
    } catch {
      // A rule without an occurrence is no series.
      whole = createSeries(parts);
    }
    const starts = listStarts(whole, { fromMs: 0, toMs: startMs + 500 * DAY_MS, limit: 41 });
    const changes = new Map<number, Change>();
    const exDates: number[] = [];
    for (const { index, kind, byHours } of touched) {
      const originalStartMs = starts[index]?.startMs;
      if (originalStartMs === undefined) continue;
      const movedMs = originalStartMs + byHours * HOUR_MS;
      if (kind === 'excluded') exDates.push(originalStartMs);
      else if (kind === 'cancelled') changes.set(originalStartMs, { originalStartMs, isCancelled: true });
      else
        changes.set(originalStartMs, {
          originalStartMs,
          isCancelled: false,
          startMs: movedMs,
          endMs: movedMs + HOUR_MS,
        });
    }
    return { series: { ...whole, excluded: new Set(exDates) }, changes: [...changes.values()] };
  });
