import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTimes, firstDayOfWeek, isElsewhere } from './time-words.ts';

const EVENING = ['2026-11-27T19:00:00.000Z', '2026-11-27T21:30:00.000Z'] as const;
const NIGHT = ['2026-11-27T21:00:00.000Z', '2026-11-28T00:30:00.000Z'] as const;
/** Intl puts spaces that look like others. */
const plain = (text: string) => text.replaceAll(/[\u2009\u202f]/g, ' ');

beforeAll(() => void vi.setSystemTime('2026-06-01T12:00:00Z'));
afterAll(() => void vi.useRealTimers());

test('times are written as where the viewer lives', () => {
  const berlin = createTimes('en-DE', 'Europe/Berlin');
  expect(plain(berlin.hours(...EVENING))).toMatch(/^20:00\s?–\s?22:30$/);
  expect(berlin.time('2026-11-27T07:00:00.000Z')).toBe('08:00');
  expect(plain(createTimes('en-US', 'America/New_York').hours(...EVENING))).toBe('2:00 – 4:30 PM');
  const tokyo = createTimes('ja-JP', 'Asia/Tokyo');
  expect(tokyo.time(EVENING[0])).toBe('4:00');
  expect(tokyo.hours(...EVENING)).toBe('4:00～6:30');
  expect(tokyo.when(...EVENING)).toBe('11月28日土曜日 4:00～6:30');
  expect(createTimes('ja-JP', 'UTC').range(...NIGHT)).toBe('11月27日金曜日 21:00～11月28日土曜日 0:30');
});

test('in little room, hours alone tell of what ends on another day', () => {
  const berlin = createTimes('en-GB', 'Europe/Berlin');
  expect(plain(berlin.hours(...NIGHT))).toBe('22:00 – 01:30');
  expect(berlin.when(...NIGHT)).toMatch(/27 November.*28 November/);
});

test('what is in another year tells it', () => {
  const later = ['2031-03-07T19:00:00.000Z', '2031-03-07T21:30:00.000Z'] as const;
  expect(createTimes('en-GB', 'UTC').when(...later)).toMatch(/^Friday,? 7 March 2031/);
  expect(createTimes('ja-JP', 'UTC').when(...later)).toBe('2031年3月7日金曜日 19:00～21:30');
});

test('a zone is told by its city, or as it is called where cities are written otherwise', () => {
  expect(createTimes('en-GB', 'UTC').zoneCity('America/New_York')).toBe('New York');
  const tokyo = createTimes('ja-JP', 'Asia/Tokyo');
  expect(['Europe/Berlin', 'UTC'].map(tokyo.zoneCity)).toEqual(['中央ヨーロッパ時間', '協定世界時']);
});

test('weeks begin as where the viewer lives', () => {
  expect(['en-US', 'en-DE', 'ja-JP'].map(firstDayOfWeek)).toEqual([7, 1, 7]);
});

test('a zone is elsewhere where its clocks differ, which may be for a part of the year', () => {
  expect(isElsewhere('Europe/Paris', 'Europe/Berlin', EVENING[0])).toBe(false);
  expect(isElsewhere('Africa/Lagos', 'Europe/Berlin', EVENING[0])).toBe(false);
  expect(isElsewhere('Africa/Lagos', 'Europe/Berlin', '2026-07-01T12:00:00.000Z')).toBe(true);
});
