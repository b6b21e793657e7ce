import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from './instants.ts';

describe('[N8] instants', () => {
  it('reads back every instant that JSON writes', () => {
    fc.assert(
      fc.property(
        fc.date({
          noInvalidDate: true,
          min: new Date('0000-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59.999Z'),
        }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });

  it.each([
    ['2026-03-15T20:30:00Z', '2026-03-15T20:30:00.000Z'],
    ['2026-03-15T20:30:00', '2026-03-15T20:30:00.000Z'],
    ['2026-03-15T20:30', '2026-03-15T20:30:00.000Z'],
    ['2026-03-15', '2026-03-15T00:00:00.000Z'],
    ['2026-03-15T20:30:00.5Z', '2026-03-15T20:30:00.500Z'],
    ['2026-03-15T20:30:00.123456+02:00', '2026-03-15T18:30:00.123Z'],
    ['2026-03-15T20:30:00-0330', '2026-03-16T00:00:00.000Z'],
    ['2024-02-29T00:00:00+01', '2024-02-28T23:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(new Date(parseInstant(text) ?? Number.NaN).toISOString()).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '1742068800000',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-15T24:00:00Z',
    '2026-03-15T20:60:00Z',
    '2026-03-15T20:30:00+25:00',
    '2026-03-15 20:30:00',
    'Sun, 15 Mar 2026 20:30:00 GMT',
    '2026-03-15T20:30:00Z ',
  ])('%j is none', (text) => expect(parseInstant(text)).toBeUndefined());
});
