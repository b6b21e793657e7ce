import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { foldLine } from './icalendar-text.ts';
import { type CalendarEvent, writeCalendar } from './icalendar-write.ts';
import { describeZone } from './icalendar-zones.ts';
import { type Change, listOccurrences } from './occurrences.ts';
import { createSeries, listStarts } from './recurrence.ts';
import { parseRule, type RecurrenceRule } from './recurrence-rule.ts';
import { wallStart, ZONES } from './test-rules.ts';
import { instantOf } from './test-times.ts';
import { DAY_MS, findZone, HOUR_MS, MINUTE_MS } from './wall-clock.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

const eventOf = (input: {
  start: string;
  timeZone: string;
  rule?: string | RecurrenceRule;
  minutes?: number;
  exDates?: readonly string[];
  changes?: Change[];
}): CalendarEvent => {
  const { start, timeZone, rule, minutes = 90, exDates = [], changes = [] } = input;
  const startMs = instantOf(start, timeZone);
  const series = createSeries({
    startMs,
    endMs: startMs + minutes * MINUTE_MS,
    timeZone,
    rule: typeof rule === 'string' ? parseRule(rule) : rule,
    exDates: exDates.map((local) => instantOf(local, timeZone)),
  });
  return {
    uid: 'a1b2@soiree',
    sequence: 3,
    name: 'Games; cards, and more\\',
    description: 'Bring\nyour own',
    createdMs: NOW - DAY_MS,
    updatedMs: NOW,
    series,
    changes,
  };
};

const write = (...events: CalendarEvent[]): string => writeCalendar({ name: 'Club', events, nowMs: NOW });

const unfold = (feed: string): string[] => feed.replaceAll('\r\n ', '').split('\r\n');

/** The occurrences that begin before an instant, as another program reads them. */
function readOccurrences(feed: string, toMs: number): { startMs: number; endMs: number }[] {
  const calendar = new ICAL.Component(ICAL.parse(feed));
  const found: { startMs: number; endMs: number }[] = [];
  const secondsOf = (time: ICAL.Time) => time.toUnixTime() * 1_000;
  for (const component of calendar.getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(component);
    if (event.isRecurrenceException()) continue;
    const iterator = event.iterator();
    for (let next = iterator.next(); next; next = iterator.next()) {
      if (secondsOf(next) >= toMs) break;
      const { startDate, item } = event.getOccurrenceDetails(next);
      const startMs = secondsOf(startDate);
      // A DTEND means the same exact time for each (RFC 5545, 3.8.5.3).
      found.push({ startMs, endMs: startMs + item.duration.toSeconds() * 1_000 });
    }
  }
  return found.sort((a, b) => a.startMs - b.startMs);
}

describe('[S8] a calendar feed', () => {
  it('has what calendar programs ask for, line by line', () => {
    const event = eventOf({
      start: '2026-03-06T19:00',
      timeZone: 'Europe/Berlin',
      rule: 'FREQ=WEEKLY;BYDAY=FR;UNTIL=20260501',
      exDates: ['2026-04-03T19:00'],
      changes: [
        { originalStartMs: instantOf('2026-03-13T19:00', 'Europe/Berlin'), isCancelled: true },
        {
          originalStartMs: instantOf('2026-03-20T19:00', 'Europe/Berlin'),
          isCancelled: false,
          startMs: instantOf('2026-03-21T20:00', 'Europe/Berlin'),
          endMs: instantOf('2026-03-21T21:00', 'Europe/Berlin'),
          name: 'Finale',
        },
      ],
    });
    const feed = write(event);
    expect(feed).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\nPRODID:/);
    expect(feed).toMatch(/\r\nEND:VCALENDAR\r\n$/);
    expect(feed.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const lines = unfold(feed);
    expect(lines.slice(lines.indexOf('BEGIN:VEVENT'))).toEqual([
      'BEGIN:VEVENT',
      'UID:a1b2@soiree',
      'DTSTAMP:20260301T120000Z',
      'CREATED:20260228T120000Z',
      'LAST-MODIFIED:20260301T120000Z',
      'SEQUENCE:3',
      'DTSTART;TZID=Europe/Berlin:20260306T190000',
      'DTEND;TZID=Europe/Berlin:20260306T203000',
      'RRULE:FREQ=WEEKLY;UNTIL=20260501T215959Z;BYDAY=FR',
      'EXDATE;TZID=Europe/Berlin:20260403T190000',
      'EXDATE;TZID=Europe/Berlin:20260313T190000',
      'SUMMARY:Games\\; cards\\, and more\\\\',
      'DESCRIPTION:Bring\\nyour own',
      'STATUS:CONFIRMED',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:a1b2@soiree',
      'DTSTAMP:20260301T120000Z',
      'CREATED:20260228T120000Z',
      'LAST-MODIFIED:20260301T120000Z',
      'SEQUENCE:3',
      'RECURRENCE-ID;TZID=Europe/Berlin:20260320T190000',
      'DTSTART;TZID=Europe/Berlin:20260321T200000',
      'DTEND;TZID=Europe/Berlin:20260321T210000',
      'SUMMARY:Finale',
      'DESCRIPTION:Bring\\nyour own',
      'STATUS:CONFIRMED',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
    expect(lines.filter((line) => line.startsWith('TZID'))).toEqual(['TZID:Europe/Berlin']);
  });

  it('tells of a session that takes place once, in UTC without a VTIMEZONE', () => {
    const lines = unfold(write(eventOf({ start: '2026-03-06T19:00', timeZone: 'UTC' })));
    expect(lines).toContain('DTSTART:20260306T190000Z');
    expect(lines).toContain('DTEND:20260306T203000Z');
    expect(lines).not.toContain('BEGIN:VTIMEZONE');
  });

  it('means the second of two hours where a session takes place then', () => {
    const startMs = Date.parse('2026-10-25T01:30:00Z');
    for (const rule of [undefined, parseRule('FREQ=DAILY;COUNT=3')]) {
      const series = createSeries({ startMs, endMs: startMs + HOUR_MS, timeZone: 'Europe/Berlin', rule });
      const feed = write({ ...eventOf({ start: '2026-10-25T00:00', timeZone: 'UTC' }), series });
      expect(readOccurrences(feed, startMs + 9 * DAY_MS)[0]).toEqual({ startMs, endMs: startMs + HOUR_MS });
    }
  });

  it('leaves a session out that takes place once and was called off', () => {
    const event = eventOf({ start: '2026-03-06T19:00', timeZone: 'UTC' });
    const changes: Change[] = [{ originalStartMs: event.series.startMs, isCancelled: true }];
    expect(write({ ...event, changes })).not.toContain('VEVENT');
  });

  it('keeps text what it was, and nobody’s text makes lines of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const event = {
          ...eventOf({ start: '2026-03-06T19:00', timeZone: 'UTC' }),
          name: text,
          description: `.${text}`,
        };
        const feed = writeCalendar({ name: text, events: [event], nowMs: NOW });
        const component = new ICAL.Component(ICAL.parse(feed)).getFirstSubcomponent('vevent');
        // biome-ignore lint/suspicious/noControlCharactersInRegex: text can't have them in a calendar.
        const kept = text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
        expect(component?.getFirstPropertyValue('summary')).toBe(kept);
        expect(component?.getFirstPropertyValue('description')).toBe(`.${kept}`);
        for (const line of feed.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      }),
    );
    expect(foldLine('ü'.repeat(40))).toBe(`${'ü'.repeat(37)}\r\n ${'ü'.repeat(3)}\r\n`);
  });

  it('gives another program the same occurrences', () => {
    fc.assert(
      fc.property(feedEvent, (event) => {
        const { series, changes } = event;
        const { zone } = series;
        const toMs = series.startMs + 300 * DAY_MS;
        // This reader takes the second of two hours, and an hour that is skipped otherwise, than the RFC.
        const isCalm = ({ startMs }: { startMs: number }) =>
          startMs < toMs && zone.offsetAt(startMs - 3 * HOUR_MS) === zone.offsetAt(startMs + 3 * HOUR_MS);
        const own = listOccurrences(series, changes, { fromMs: 0, toMs });
        expect(readOccurrences(write(event), toMs + 3 * DAY_MS).filter(isCalm)).toEqual(
          own.filter(isCalm).map(({ startMs, endMs }) => ({ startMs, endMs })),
        );
      }),
      { numRuns: 200 },
    );
  });
});

/** Those that the other program reads right; it is at odds with the RFC about some of the rarer ones. */
const readableRule: fc.Arbitrary<RecurrenceRule> = fc
  .tuple(
    fc.constantFrom(
      'FREQ=DAILY',
      'FREQ=DAILY',
      'FREQ=WEEKLY',
      'FREQ=WEEKLY;BYDAY=MO,WE,SU',
      'FREQ=WEEKLY;BYDAY=TU,SA;WKST=SU',
      'FREQ=MONTHLY',
      'FREQ=MONTHLY;BYMONTHDAY=5,20',
      'FREQ=MONTHLY;BYDAY=2FR',
      'FREQ=MONTHLY;BYDAY=-1TH',
      'FREQ=YEARLY',
    ),
    fc.integer({ min: 1, max: 3 }),
  )
  .map(([text, interval]) => ({ ...parseRule(text), interval }));

const feedEvent: fc.Arbitrary<CalendarEvent> = fc
  .record({
    rule: fc.option(readableRule, { nil: undefined }),
    start: wallStart,
    timeZone: fc.constantFrom(...ZONES),
    count: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    touched: fc.uniqueArray(
      fc.record({ index: fc.nat(30), kind: fc.nat(2), byHours: fc.integer({ min: -40, max: 40 }) }),
      {
        maxLength: 4,
        selector: ({ index }) => index,
      },
    ),
  })
  .map(({ rule, start, timeZone, count, touched }) => {
    const counted = rule && count !== undefined ? { ...rule, count } : rule;
    let event: CalendarEvent;
    try {
      event = eventOf({ start, timeZone, ...(counted ? { rule: counted } : {}) });
    } catch {
      // A rule without an occurrence is no series.
      event = eventOf({ start, timeZone });
    }
    const window = { fromMs: 0, toMs: event.series.startMs + 300 * DAY_MS };
    const starts = listStarts(event.series, window);
    const changes: Change[] = [];
    const excluded = new Set<number>();
    for (const { index, kind, byHours } of touched) {
      const originalStartMs = starts[index]?.startMs;
      if (originalStartMs === undefined || !event.series.rule) continue;
      const startMs = originalStartMs + byHours * HOUR_MS;
      if (kind === 0) excluded.add(originalStartMs);
      else if (kind === 1) changes.push({ originalStartMs, isCancelled: true });
      else changes.push({ originalStartMs, isCancelled: false, startMs, endMs: startMs + HOUR_MS });
    }
    return { ...event, series: { ...event.series, excluded }, changes };
  });

describe('[S8] a VTIMEZONE', () => {
  const linesOf = (id: string, from: string, to: string): string[] => {
    const zone = findZone(id);
    return zone ? describeZone(zone, { fromMs: Date.parse(from), toMs: Date.parse(to) }) : [];
  };

  it('is a rule for summer and one for winter where years are alike, for ever', () => {
    expect(linesOf('Europe/Berlin', '2025-01-01', '2036-01-01')).toEqual([
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      ...[
        'BEGIN:STANDARD',
        'DTSTART:20250101T010000',
        'TZOFFSETFROM:+0100',
        'TZOFFSETTO:+0100',
        'END:STANDARD',
      ],
      ...['BEGIN:DAYLIGHT', 'DTSTART:20250330T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
      ...['RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'END:DAYLIGHT'],
      ...['BEGIN:STANDARD', 'DTSTART:20251026T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100'],
      ...['RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD'],
      'END:VTIMEZONE',
    ]);
    expect(
      linesOf('America/New_York', '2025-01-01', '2036-01-01').filter((line) => line.startsWith('RRULE')),
    ).toEqual(['RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU']);
  });

  it('lists the changes that follow another calendar, and ends rules that ended', () => {
    const casablanca = linesOf('Africa/Casablanca', '2024-01-01', '2026-01-01').join(' ');
    expect(casablanca).toContain('DTSTART:20240310T030000');
    expect(casablanca).toContain('RDATE:20240310T030000 RDATE:20250223T030000');
    expect(casablanca).toContain('RDATE:20240414T020000 RDATE:20250406T020000');
    expect(linesOf('America/Santiago', '2023-01-01', '2040-01-01')).toContain(
      'RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=SU;BYMONTHDAY=2,3,4,5,6,7,8',
    );
    expect(
      linesOf('Europe/Moscow', '2005-01-01', '2020-01-01').filter((line) => line.startsWith('RRULE')),
    ).toEqual([
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20110326T230000Z',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20101030T230000Z',
    ]);
  });

  it('tells the offsets that the zone has', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          ...ZONES,
          'Europe/Dublin',
          'Asia/Jerusalem',
          'Europe/Moscow',
          'Asia/Tehran',
          'America/Sao_Paulo',
        ),
        fc.nat(20 * 365 * 24),
        (id, hours) => {
          const zone = findZone(id);
          if (!zone) throw new Error(id);
          const [fromMs, toMs] = [Date.UTC(2008), Date.UTC(2036)];
          const text = describeZone(zone, { fromMs, toMs }).join('\r\n');
          const other = new ICAL.Timezone(new ICAL.Component(ICAL.parse(text)));
          const wallMs = Date.UTC(2010) + hours * HOUR_MS;
          const instantMs = zone.toInstant(wallMs);
          // Skipped and repeated times are told otherwise by this reader.
          if (
            zone.toWall(instantMs) !== wallMs ||
            zone.offsetAt(instantMs + 2 * HOUR_MS) !== zone.offsetAt(instantMs)
          )
            return;
          const time = ICAL.Time.fromDateTimeString(new Date(wallMs).toISOString().slice(0, 19));
          expect(other.utcOffset(time) * 1_000).toBe(zone.offsetAt(instantMs));
        },
      ),
      { numRuns: 400 },
    );
  });
});
