import { describe, expect, it } from 'vitest';
import { ApiError } from '#web/lib/api-error.ts';
import { explainRefusal, explainSkip } from './timeline-faults.ts';

const t = (id: string, values: Record<string, string | number> = {}) =>
  [id, ...Object.values(values).filter(Boolean)].join(' ');
const refused = (status: number, message: string) => new ApiError(status, { error: 'conflict', message });

describe('what is refused of a calendar is told in words', () => {
  it.each([
    ['An account has at most 500 timelines', 'timelines.wrong.timelines 500'],
    ['A timeline has at most 500 members', 'timelines.wrong.members 500'],
    ['Account not found', 'timelines.wrong.account'],
    ['The file is not an iCalendar file', 'timelines.wrong.file'],
    ['Something that nobody foresaw', 'Something that nobody foresaw'],
  ])('%s', (message, words) => {
    expect(explainRefusal(refused(409, message), t)).toBe(words);
  });
});

describe('why an event was left out is told in words', () => {
  it.each([
    ['Another session takes place at that time', 'timelines.skip.clash'],
    ['It is a VTODO, and only events are kept', 'timelines.skip.task'],
    ["It has an RDATE, which can't be kept", 'timelines.skip.repeats'],
    ['Its time zone "Mars/Olympus" is unknown', 'timelines.skip.zone Mars/Olympus'],
    ['It has more than 1000 changed occurrences', 'timelines.skip.many'],
    ['A session can have at most 20000 occurrences within 24 months', 'timelines.skip.many'],
    ["rrule has a BYDAY that can't be read", 'timelines.skip.rule'],
    ["Its DTSTART can't be read", 'timelines.skip.unreadable'],
    ['startDateTime must be an instant from 1900 to 2199', 'timelines.skip.year'],
    ['endDateTime must be after startDateTime', 'timelines.skip.length'],
    ['Something that nobody foresaw', 'Something that nobody foresaw'],
  ])('%s', (reason, words) => {
    expect(explainSkip(reason, t)).toBe(words);
  });
});
