import { describe, expect, it } from 'vitest';
import { readCalendarFile } from './calendar-file.ts';

const FILE = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Example//EN',
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Berlin',
  'BEGIN:STANDARD',
  'DTSTART:19701025T030000',
  'END:STANDARD',
  'END:VTIMEZONE',
  'BEGIN:VEVENT',
  'UID:a@example.org',
  'DTSTART;TZID=Europe/Berlin:20260306T190000',
  'SUMMARY;LANGUAGE=en:Board games\\, with a very long name that goes on in the',
  '  next line',
  'BEGIN:VALARM',
  'SUMMARY:not this',
  'END:VALARM',
  'END:VEVENT',
  'BEGIN:VTODO',
  'UID:b@example.org',
  'SUMMARY:Buy snacks',
  'END:VTODO',
  'END:VCALENDAR',
  '',
];

describe.each(['\r\n', '\n'])('a calendar file with lines that end with %j', (end) => {
  const file = readCalendarFile(FILE.join(end));

  it('has its events by their ids, with their names and days', () => {
    expect(file.find('a@example.org')).toMatchObject({
      name: 'Board games, with a very long name that goes on in the next line',
      day: new Date('2026-03-06T00:00:00Z'),
    });
    expect(file.find('b@example.org')).toMatchObject({ name: 'Buy snacks', day: undefined });
    expect(file.find('c@example.org')).toBeUndefined();
  });

  it('gives back those asked for as they were, with all that they need', () => {
    const without = (id: string) => {
      const begin = FILE.indexOf(`UID:${id}`) - 1;
      const length = FILE.slice(begin).findIndex((line) => /^END:(VEVENT|VTODO)$/.test(line)) + 1;
      return FILE.toSpliced(begin, length);
    };
    expect(file.pick(new Set(['a@example.org']))).toBe(without('b@example.org').join('\r\n'));
    expect(file.pick(new Set(['b@example.org']))).toBe(without('a@example.org').join('\r\n'));
  });
});

it('one evening of a series that isn’t in the file goes by the name that the server gives it', () => {
  const file = readCalendarFile(
    [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:a',
      'RECURRENCE-ID:20260313T190000Z',
      'SUMMARY:Once',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\n'),
  );
  expect(file.find('a/20260313T190000Z')?.name).toBe('Once');
  expect(file.pick(new Set(['a/20260313T190000Z']))).toContain('SUMMARY:Once');
});
