import { describe, expect, it } from 'vitest';
import { claimedUntil, claimsAhead, claimsOf, compareClaims } from './claims.ts';
import { createSeries } from './recurrence.ts';
import { parseRule } from './recurrence-rule.ts';

const at = (text: string): number => Date.parse(`${text}:00Z`);
const NOW = at('2026-02-28T12:00');

const seriesOf = (start: string, end: string, rule?: string) =>
  createSeries({
    startMs: at(start),
    endMs: at(end),
    timeZone: 'UTC',
    rule: rule === undefined ? undefined : parseRule(rule),
  });

describe('[S5] the claims of a session', () => {
  it('go 24 months ahead, from now or from its start if that is later', () => {
    const past = seriesOf('2020-01-01T10:00', '2020-01-01T11:00', 'FREQ=DAILY');
    expect(claimedUntil(past, NOW)).toBe(at('2028-02-28T12:00'));
    const claims = claimsOf(past, [], NOW);
    expect(claims[0]?.startMs).toBe(at('2021-03-01T10:00'));
    expect(claims.at(-1)?.startMs).toBe(at('2028-02-28T10:00'));
    const later = seriesOf('2027-01-01T10:00', '2027-01-01T11:00', 'FREQ=YEARLY');
    expect(claimedUntil(later, NOW)).toBe(at('2029-01-01T10:00'));
    expect(claimsOf(later, [], NOW).map(({ startMs }) => startMs)).toEqual([
      at('2027-01-01T10:00'),
      at('2028-01-01T10:00'),
    ]);
  });

  it('begin with what ended within the last five years', () => {
    const daily = seriesOf('2021-01-01T11:00', '2021-01-01T13:00', 'FREQ=DAILY');
    expect(claimsOf(daily, [], NOW)[0]?.startMs).toBe(at('2021-02-28T11:00'));
  });

  it('are one for a session that takes place once, past or to come', () => {
    for (const year of ['2020', '2040']) {
      const [start, end] = [`${year}-01-01T10:00`, `${year}-01-01T11:00`];
      expect(claimsOf(seriesOf(start, end), [], NOW)).toEqual([
        { originalStartMs: at(start), startMs: at(start), endMs: at(end) },
      ]);
    }
  });

  it('are where an occurrence was moved to, and none of what was called off', () => {
    const daily = seriesOf('2026-03-01T10:00', '2026-03-01T11:00', 'FREQ=DAILY;COUNT=3');
    const moved = {
      originalStartMs: at('2026-03-01T10:00'),
      isCancelled: false as const,
      startMs: at('2026-03-09T10:00'),
      endMs: at('2026-03-09T12:00'),
    };
    const cancelled = { originalStartMs: at('2026-03-02T10:00'), isCancelled: true as const };
    expect(claimsOf(daily, [moved, cancelled], NOW)).toEqual([
      {
        originalStartMs: at('2026-03-03T10:00'),
        startMs: at('2026-03-03T10:00'),
        endMs: at('2026-03-03T11:00'),
      },
      {
        originalStartMs: at('2026-03-01T10:00'),
        startMs: at('2026-03-09T10:00'),
        endMs: at('2026-03-09T12:00'),
      },
    ]);
  });

  it.each([
    ['2026-03-01T10:00', '2026-03-02T10:01', 'FREQ=DAILY'],
    ['2026-03-01T10:00', '2026-03-01T11:01', 'FREQ=DAILY;BYHOUR=10,11'],
    ['2026-03-01T10:00', '2026-04-01T10:00', 'FREQ=MONTHLY;BYDAY=1SU'],
  ])('are refused where they overlap: from %s to %s, %s', (start, end, rule) => {
    expect(() => claimsOf(seriesOf(start, end, rule), [], NOW)).toThrow(/overlap/);
  });

  it('are refused where a moved occurrence overlaps another of its series', () => {
    const daily = seriesOf('2026-03-01T10:00', '2026-03-01T11:00', 'FREQ=DAILY');
    const onto = {
      originalStartMs: at('2026-03-01T10:00'),
      isCancelled: false as const,
      startMs: at('2026-03-05T10:59'),
      endMs: at('2026-03-05T11:30'),
    };
    expect(() => claimsOf(daily, [onto], NOW)).toThrow(/overlap/);
  });

  it('may be back to back', () => {
    expect(claimsOf(seriesOf('2026-03-01T10:00', '2026-03-02T10:00', 'FREQ=DAILY'), [], NOW)).toHaveLength(
      731,
    );
    expect(claimsOf(seriesOf('2026-03-01T10:00', '2026-03-01T11:00', 'FREQ=HOURLY'), [], NOW).length).toBe(
      17_544,
    );
  });

  it('are refused where they are too many', () => {
    expect(() =>
      claimsOf(seriesOf('2026-03-01T10:00', '2026-03-01T10:01', 'FREQ=MINUTELY'), [], NOW),
    ).toThrow(/at most 62000 occurrences/);
  });

  it('of a series that is long over are none, and it may not overlap with itself either', () => {
    const over = seriesOf('2020-01-01T10:00', '2020-01-01T11:00', 'FREQ=DAILY;COUNT=3');
    expect(claimsOf(over, [], NOW)).toEqual([]);
    const overlapping = seriesOf('2020-01-01T10:00', '2020-01-02T11:00', 'FREQ=DAILY;COUNT=3');
    expect(() => claimsOf(overlapping, [], NOW)).toThrow(/overlap/);
  });

  it('ahead are what there can be, even of a series that no longer could be written', () => {
    const minutely = seriesOf('2026-03-01T10:00', '2026-03-01T10:01', 'FREQ=MINUTELY');
    expect(claimsAhead(minutely, [], NOW)).toHaveLength(62_000);
    const overlapping = seriesOf('2026-03-01T10:00', '2026-03-02T11:00', 'FREQ=DAILY;COUNT=3');
    expect(claimsAhead(overlapping, [], NOW)).toHaveLength(3);
  });

  it('that stay the same are neither taken away nor added', () => {
    const before = claimsOf(seriesOf('2026-03-01T10:00', '2026-03-01T11:00', 'FREQ=DAILY;COUNT=3'), [], NOW);
    const after = claimsOf(seriesOf('2026-03-02T10:00', '2026-03-02T11:00', 'FREQ=DAILY;COUNT=3'), [], NOW);
    const { added, removed } = compareClaims(before, after);
    expect(added.map(({ startMs }) => startMs)).toEqual([at('2026-03-04T10:00')]);
    expect(removed.map(({ startMs }) => startMs)).toEqual([at('2026-03-01T10:00')]);
    expect(compareClaims(after, after)).toEqual({ added: [], removed: [] });
  });
});
