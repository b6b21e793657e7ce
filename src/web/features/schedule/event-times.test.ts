import { describe, expect, it } from 'vitest';
import { draftTimes, isInOrder, moveStart, readTimes, suggestTimes, type TimesDraft } from './event-times.ts';

const evening: TimesDraft = {
  zone: 'Europe/Berlin',
  startDate: '2026-03-27',
  startTime: '19:00',
  endDate: '2026-03-27',
  endTime: '22:30',
};

const read = (draft: TimesDraft) => {
  const span = readTimes(draft);
  return span && [span.start.toString(), span.end.toString()];
};

describe('the times of an event', () => {
  it('are read by the clocks of their zone, and written so', () => {
    expect(read(evening)).toEqual(['2026-03-27T18:00:00Z', '2026-03-27T21:30:00Z']);
    expect(read({ ...evening, zone: 'Asia/Tokyo' })).toEqual([
      '2026-03-27T10:00:00Z',
      '2026-03-27T13:30:00Z',
    ]);
    const span = readTimes(evening);
    expect(span && draftTimes(span, 'Europe/Berlin')).toEqual(evening);
  });

  it('are none while one of them is being typed', () => {
    expect(read({ ...evening, startDate: '' })).toBeUndefined();
    expect(read({ ...evening, endTime: '' })).toBeUndefined();
  });

  it('are as the server takes those that clocks skip, or show twice', () => {
    const skipped = {
      ...evening,
      startDate: '2026-03-29',
      startTime: '02:30',
      endDate: '2026-03-29',
      endTime: '05:00',
    };
    expect(read(skipped)).toEqual(['2026-03-29T01:30:00Z', '2026-03-29T03:00:00Z']);
    const twice = {
      ...evening,
      startDate: '2026-10-25',
      startTime: '02:30',
      endDate: '2026-10-25',
      endTime: '05:00',
    };
    expect(read(twice)).toEqual(['2026-10-25T00:30:00Z', '2026-10-25T04:00:00Z']);
  });

  it.each([
    ['time', { startTime: '21:00' }, '2026-03-28', '00:30'],
    ['day', { startDate: '2026-04-02' }, '2026-04-02', '22:30'],
    [
      'day, to the night when the clocks change',
      { startDate: '2026-03-29', startTime: '00:00' },
      '2026-03-29',
      '04:30',
    ],
  ])('keep their length with another %s of the start', (_, to, endDate, endTime) => {
    expect(moveStart(evening, to)).toEqual({ ...evening, ...to, endDate, endTime });
  });

  it('leave an end that is before its start where it is', () => {
    const wrong = { ...evening, endTime: '18:00' };
    const span = readTimes(wrong);
    expect(span && isInOrder(span)).toBe(false);
    expect(moveStart(wrong, { startTime: '17:00' })).toEqual({ ...wrong, startTime: '17:00' });
  });

  it('begin at the next full hour where nothing is said', () => {
    const { start, end } = suggestTimes(Temporal.ZonedDateTime.from('2026-03-27T19:20[Europe/Berlin]'));
    expect([start.toString(), end.toString()]).toEqual(['2026-03-27T19:00:00Z', '2026-03-27T21:00:00Z']);
  });
});
