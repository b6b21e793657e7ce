import { describe, expect, it } from 'vitest';
import { claimsOf } from './claims.ts';
import { type Change, keepChanges, listOccurrences } from './occurrences.ts';
import { createSeries, endOf, listStarts } from './recurrence.ts';
import { parseRule } from './recurrence-rule.ts';

const NOW = Date.parse('2026-03-01T00:00:00Z');
const CENTURY_AGO = '1900-01-01T10:00:00Z';
const MINUTE_MS = 60_000;
const upTo = (last: number, first = 0) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i).join();

const seriesOf = (start: string, rule: string) =>
  createSeries({
    startMs: Date.parse(start),
    endMs: Date.parse(start) + MINUTE_MS,
    timeZone: 'Europe/Berlin',
    rule: parseRule(rule),
  });

/** Of the processor, which others may be busy with at the same time. */
function measureMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

describe('[S3] no rule keeps the server busy', () => {
  it.each([
    `FREQ=YEARLY;BYHOUR=${upTo(23)};BYMINUTE=${upTo(59)};BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=1,-1;COUNT=10000`,
    'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;COUNT=10000',
    'FREQ=MINUTELY;INTERVAL=1439;BYHOUR=3;COUNT=10000',
    'FREQ=WEEKLY;INTERVAL=10000;COUNT=10000',
  ])('%s', (rule) => {
    const taken = measureMs(() => {
      const series = seriesOf(CENTURY_AGO, rule);
      endOf(series);
      claimsOf(series, [], NOW);
      listOccurrences(series, [], { fromMs: Date.parse('2190-01-01T00:00:00Z'), toMs: Infinity, limit: 1 });
    });
    expect(taken).toBeLessThan(1_000);
  });

  it('a thousand changes at the end of a long series', () => {
    const series = seriesOf('2026-03-01T10:00:00Z', 'FREQ=HOURLY;COUNT=10000');
    const starts = listStarts(series, { fromMs: NOW, toMs: Infinity }).slice(-1_000);
    const changes = starts.map(
      ({ startMs }): Change => ({
        originalStartMs: startMs,
        isCancelled: false,
        startMs: startMs + MINUTE_MS,
        endMs: startMs + 2 * MINUTE_MS,
      }),
    );
    // Of the hours that the clock skips two are those after them.
    const taken = measureMs(() => {
      expect(keepChanges(series, changes)).toEqual(changes);
      expect(claimsOf(series, changes, NOW)).toHaveLength(9_998);
    });
    expect(taken).toBeLessThan(500);
  });

  it('more times of a day than minutes are refused', () => {
    const rule = `FREQ=YEARLY;BYHOUR=${upTo(23)};BYMINUTE=${upTo(59)};BYSECOND=0,30;BYSETPOS=1;BYDAY=MO`;
    expect(() => parseRule(rule)).toThrow(/1440 times/);
  });
});

describe('positions in a long period', () => {
  const times = `BYHOUR=${upTo(23)};BYMINUTE=${upTo(59)}`;
  it.each([
    ['1', ['2026-03-31T22:00:00.000Z']],
    ['-1', ['2026-04-30T21:59:00.000Z']],
    [
      '1,2,-2,-1',
      ['03-31T22:00', '03-31T22:01', '04-30T21:58', '04-30T21:59'].map((at) => `2026-${at}:00.000Z`),
    ],
  ])('%s', (positions, expected) => {
    const series = seriesOf(
      '2026-03-31T22:00:00Z',
      `FREQ=MONTHLY;${times};BYMONTHDAY=${upTo(31, 1)};BYSETPOS=${positions}`,
    );
    const starts = listStarts(series, { fromMs: NOW, toMs: Date.parse('2026-04-30T22:00:00Z') });
    expect(starts.map(({ startMs }) => new Date(startMs).toISOString())).toEqual(expected);
  });
});
