import { expect, test } from 'vitest';
import { daysShown, hoursOf, startOfDay, stepBy } from './calendar-period.ts';

const shape = { firstDay: 1, daysInWeek: 7, daysInAgenda: 28 };
const day = (text: string) => Temporal.PlainDate.from(text);
const ends = (days: Temporal.PlainDate[]) => [days.length, String(days[0]), String(days.at(-1))];

test('a month shows its weeks whole, from the weekday that they begin with', () => {
  expect(ends(daysShown('month', day('2026-11-21'), shape))).toEqual([42, '2026-10-26', '2026-12-06']);
  expect(ends(daysShown('month', day('2026-11-21'), { ...shape, firstDay: 7 }))).toEqual([
    35,
    '2026-11-01',
    '2026-12-05',
  ]);
  // A February that fits four weeks.
  expect(ends(daysShown('month', day('2027-02-28'), shape))).toEqual([28, '2027-02-01', '2027-02-28']);
});

test('a week shows the seven days around a date, or a few from it on', () => {
  expect(ends(daysShown('week', day('2026-11-22'), shape))).toEqual([7, '2026-11-16', '2026-11-22']);
  expect(ends(daysShown('week', day('2026-11-22'), { ...shape, firstDay: 7 }))).toEqual([
    7,
    '2026-11-22',
    '2026-11-28',
  ]);
  expect(ends(daysShown('week', day('2026-11-22'), { ...shape, daysInWeek: 3 }))).toEqual([
    3,
    '2026-11-22',
    '2026-11-24',
  ]);
});

test('the next month of a 31st is the one that follows', () => {
  expect(String(stepBy('month', day('2026-10-31'), 1, shape))).toBe('2026-11-30');
  expect(String(stepBy('week', day('2026-12-31'), 1, shape))).toBe('2027-01-07');
});

test('days have as many hours as their clocks give them, and begin when those say so', () => {
  expect(hoursOf(day('2026-03-29'), 'Europe/Berlin')).toBe(23);
  expect(hoursOf(day('2026-11-01'), 'America/New_York')).toBe(25);
  expect(hoursOf(day('2026-04-05'), 'Australia/Lord_Howe')).toBe(24.5);
  expect(startOfDay(day('2026-11-21'), 'Asia/Tokyo')).toBe('2026-11-20T15:00:00Z');
  // There the day begins at one o'clock.
  expect(startOfDay(day('2026-04-24'), 'Africa/Cairo')).toBe('2026-04-23T22:00:00Z');
});
