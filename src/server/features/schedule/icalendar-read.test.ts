import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReadSession, readCalendar } from './icalendar-read.ts';
import { writeCalendar } from './icalendar-write.ts';
import { listOccurrences } from './occurrences.ts';
import { createSeries } from './recurrence.ts';
import { APPLE, calendarOf, GOOGLE, OUTLOOK } from './test-calendars.ts';
import { commonRule, wallStart, ZONES } from './test-rules.ts';
import { instantOf, localOf } from './test-times.ts';
import { DAY_MS, findZone, HOUR_MS } from './wall-clock.ts';
import { WINDOWS_ZONES } from './windows-zones.ts';

const zoneOf = (name: string) => {
  const zone = findZone(name);
  if (!zone) throw new Error(`no zone ${name}`);
  return zone;
};

const read = (text: string, zone = 'Europe/Berlin') => {
  const sessions: ReadSession[] = [];
  const skipped: { uid: string; reason: string }[] = [];
  for (const result of readCalendar(text, { zone: zoneOf(zone) })) {
    if (result.kind === 'session') sessions.push(result.session);
    else skipped.push({ uid: result.uid, reason: result.reason });
  }
  return { sessions, skipped };
};

/** From and to, by the session's own clock. */
const timesOf = (session: ReadSession | undefined): string[] =>
  session
    ? listOccurrences(session.series, session.changes, { fromMs: 0, toMs: Date.parse('2027-01-01') }).map(
        ({ startMs, endMs }) =>
          `${localOf(startMs, session.series.zone.id)} ${localOf(endMs, session.series.zone.id).slice(0, 16)}`,
      )
    : [];

describe('[S8] an import of Google Calendar', () => {
  const { sessions, skipped } = read(GOOGLE, 'UTC');
  const [series, camp, once] = sessions;

  it('has the series with what was moved and left out', () => {
    expect(skipped).toEqual([]);
    expect(timesOf(series)).toEqual([
      '2026-03-06T19:00+01:00 2026-03-06T22:00',
      '2026-03-13T19:00+01:00 2026-03-13T22:00',
      '2026-03-21T20:00+01:00 2026-03-21T23:00',
      '2026-03-27T19:00+01:00 2026-03-27T22:00',
      '2026-04-10T19:00+02:00 2026-04-10T22:00',
      '2026-04-17T19:00+02:00 2026-04-17T22:00',
      '2026-04-24T19:00+02:00 2026-04-24T22:00',
      '2026-05-01T19:00+02:00 2026-05-01T22:00',
    ]);
    expect(series).toMatchObject({
      uid: '4k2j@google.com',
      name: 'Game night with a name that is so long that Google folds its line in the middle of a word',
      description: 'Bring your own dice, please.\n\nDoors at 18:30\n\nLibrary, room 2',
      changes: [{ originalStartMs: instantOf('2026-03-20T19:00', 'Europe/Berlin'), name: 'Finale' }],
    });
  });

  it('has days and UTC times in the calendar’s zone', () => {
    expect(timesOf(camp)).toEqual(['2026-07-04T00:00+02:00 2026-07-06T00:00']);
    expect(timesOf(once)).toEqual(['2026-07-10T19:00+02:00 2026-07-10T21:00']);
    expect(once?.name).toBe('Untitled');
  });
});

describe('[S8] an import of Apple’s Calendar', () => {
  const { sessions, skipped } = read(APPLE);

  it('has durations, lists of exclusions, and none of what was called off', () => {
    expect(timesOf(sessions[0])).toEqual([
      '2026-03-02T19:30-05:00 2026-03-02T22:00',
      '2026-07-06T19:30-04:00 2026-07-06T22:00',
    ]);
  });

  it('has times without a zone in the calendar’s', () => {
    expect(timesOf(sessions[1])).toEqual(['2026-03-10T08:00-04:00 2026-03-10T08:30']);
  });

  it('tells that a task is not kept', () => {
    expect(skipped).toEqual([{ uid: 'todo', reason: 'It is a VTODO, and only events are kept' }]);
  });
});

describe('[S8] an import of Outlook', () => {
  const { sessions, skipped } = read(OUTLOOK);

  it('has the zones of Windows', () => {
    expect(sessions[0]?.series.zone.id).toBe('Europe/Berlin');
    expect(timesOf(sessions[0])).toEqual([
      '2026-03-02T10:00+01:00 2026-03-02T11:00',
      '2026-03-16T10:00+01:00 2026-03-16T11:00',
      '2026-03-30T10:00+02:00 2026-03-30T11:00',
      '2026-04-13T10:00+02:00 2026-04-13T11:00',
    ]);
  });

  it('has a zone that the file alone knows in one with the same clock', () => {
    expect(timesOf(sessions[1])).toEqual([
      '2026-07-06T09:00-04:00 2026-07-06T10:00',
      '2026-07-07T09:00-04:00 2026-07-07T10:00',
    ]);
  });

  it('tells of a zone that nobody knows', () => {
    expect(sessions).toHaveLength(2);
    expect(skipped).toEqual([{ uid: 'nowhere', reason: 'Its time zone "Nowhere" is unknown' }]);
  });

  it('knows each zone of Windows', () => {
    for (const [name, id] of WINDOWS_ZONES) expect(findZone(id), name).toBeDefined();
  });
});

describe('[S8] an import', () => {
  const START = 'DTSTART:20260301T100000Z';
  const END = 'DTEND:20260301T110000Z';

  it.each<[string, readonly string[], string]>([
    ['has no UID', [START, END], 'It has no UID that can be kept'],
    ['has no start', ['UID:x', END], 'It has no DTSTART'],
    ['ends as it starts', ['UID:x', START], 'endDateTime must be after startDateTime'],
    ['has a start that is none', ['UID:x', 'DTSTART:20261340T100000Z', END], "Its DTSTART can't be read"],
    ['has a length that is none', ['UID:x', START, 'DURATION:long'], "Its DURATION can't be read"],
    ['was called off', ['UID:x', START, END, 'STATUS:CANCELLED'], 'It was called off'],
    [
      'has dates of its own',
      ['UID:x', START, END, 'RDATE:20260302T100000Z'],
      "It has an RDATE, which can't be kept",
    ],
    [
      'has two rules',
      ['UID:x', START, END, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY'],
      'It has more than one RRULE',
    ],
    ['has a rule that is none', ['UID:x', START, END, 'RRULE:FREQ=SOMETIMES'], 'rrule must have a FREQ'],
    ['never takes place', ['UID:x', START, END, 'RRULE:FREQ=DAILY;UNTIL=20250101'], 'ends before its first'],
  ])('tells why an event is not kept that %s, and keeps the others', (_, lines, reason) => {
    const { sessions, skipped } = read(calendarOf(lines, ['UID:good', START, END, 'SUMMARY:Good']));
    expect(sessions.map(({ uid }) => uid)).toEqual(['good']);
    expect(skipped).toEqual([
      { uid: lines[0] === 'UID:x' ? 'x' : '', reason: expect.stringContaining(reason) },
    ]);
  });

  it('tells of changes that can’t be kept, and keeps the series', () => {
    const series = ['UID:x', START, END, 'RRULE:FREQ=DAILY;COUNT=3'];
    const changed = (id: string) => ['UID:x', id, 'DTSTART:20260309T100000Z', 'DTEND:20260309T110000Z'];
    const { sessions, skipped } = read(
      calendarOf(
        series,
        changed('RECURRENCE-ID:20260302T110000Z'),
        changed('RECURRENCE-ID;RANGE=THISANDFUTURE:20260302T100000Z'),
      ),
    );
    expect(timesOf(sessions[0])).toHaveLength(3);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      'It changes an occurrence of 2026-03-02T11:00:00.000Z, and has none then',
      "It changes all that follow an occurrence at once, which can't be kept",
    ]);
  });

  it('takes a single evening of a series for a session of its own', () => {
    const { sessions } = read(calendarOf(['UID:x', 'RECURRENCE-ID:20260301T100000Z', START, END]));
    expect(sessions[0]?.uid).toBe('x/20260301T100000Z');
    expect(timesOf(sessions[0])).toHaveLength(1);
  });

  it('takes the latest of two tellings, days as exclusions, a change beside its exclusion, days that end with themselves', () => {
    const { sessions } = read(
      calendarOf(
        [
          'UID:x',
          'SEQUENCE:2',
          START,
          END,
          'SUMMARY:New',
          'RRULE:FREQ=DAILY;COUNT=3',
          'EXDATE;VALUE=DATE:20260302',
        ],
        ['UID:x', 'SEQUENCE:1', START, END, 'SUMMARY:Old'],
        ['UID:x', 'RECURRENCE-ID:20260302T100000Z', 'DTSTART:20260302T120000Z', 'DTEND:20260302T130000Z'],
        ['UID:day', 'DTSTART;VALUE=DATE:20260329', 'DTEND;VALUE=DATE:20260329'],
        ['UID:days', 'DTSTART;VALUE=DATE:20260329', 'DURATION:P2D'],
      ),
    );
    expect(sessions[0]?.name).toBe('New');
    expect(timesOf(sessions[0]).map((times) => times.slice(0, 16))).toEqual([
      '2026-03-01T10:00',
      '2026-03-02T12:00',
      '2026-03-03T10:00',
    ]);
    expect(timesOf(sessions[1])).toEqual(['2026-03-29T00:00+01:00 2026-03-30T00:00']);
    expect(timesOf(sessions[2])).toEqual(['2026-03-29T00:00+01:00 2026-03-31T00:00']);
  });

  it('cuts texts to what a session holds', () => {
    const lines = ['UID:x', START, END, `SUMMARY:${'🎲'.repeat(300)}`, `DESCRIPTION:${'d'.repeat(6_000)}`];
    const [session] = read(calendarOf(lines)).sessions;
    expect(session?.name).toBe('🎲'.repeat(200));
    expect(session?.description).toHaveLength(5_000);
  });

  it('reads lines that end or are broken otherwise than they should', () => {
    const text = calendarOf(['UID:x', START, END, 'SUMMARY:Fine', 'what is this']);
    for (const file of [text, text.replaceAll('\r\n', '\n'), text.replaceAll('\r\n', '\r'), `\uFEFF${text}`])
      expect(read(file).sessions.map(({ name }) => name)).toEqual(['Fine']);
  });

  it.each([
    '',
    'hello',
    '{"summary": "Game night"}',
    'BEGIN:VCARD\r\nEND:VCARD\r\n',
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n',
    'BEGIN:VCALENDAR\r\n',
    'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nEND:VCALENDAR\r\n',
    'BEGIN:VCALENDAR\r\n'.repeat(100),
  ])('of a file that isn’t iCalendar is refused whole: %j', (text) => {
    expect(() => read(text)).toThrow('The file is not an iCalendar file');
  });

  it('of any lines whatever is read or refused', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc
        .tuple(
          fc.constantFrom(
            'DTSTART',
            'DTEND',
            'DURATION',
            'RRULE',
            'EXDATE',
            'RECURRENCE-ID',
            'SEQUENCE',
            'UID',
          ),
          fc.constantFrom('', ';TZID=Europe/Berlin', ';TZID=x', ';VALUE=DATE', ';RANGE=THISANDFUTURE'),
          fc.oneof(
            fc.constantFrom(
              '20260301T100000Z',
              '20260301T120000',
              '20260302',
              'PT1H',
              'P1W',
              'FREQ=DAILY',
              'x',
              '-1',
            ),
            fc.string({ maxLength: 20 }),
          ),
        )
        .map(([name, parameter, value]) => `${name}${parameter}:${value}`),
    );
    fc.assert(
      fc.property(fc.array(fc.array(line, { maxLength: 8 }), { maxLength: 4 }), (events) => {
        try {
          read(calendarOf(...events));
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_payload' });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of a feed has the sessions that the feed tells of', () => {
    fc.assert(
      fc.property(
        fc.option(commonRule, { nil: undefined }),
        wallStart,
        fc.constantFrom(...ZONES),
        fc.array(fc.record({ index: fc.nat(20), byHours: fc.integer({ min: -30, max: 30 }) }), {
          maxLength: 3,
        }),
        (rule, start, timeZone, moves) => {
          const startMs = instantOf(start, timeZone);
          const times = { startMs, endMs: startMs + HOUR_MS, timeZone };
          let series = createSeries(times);
          try {
            series = createSeries({ ...times, rule });
          } catch {
            // A rule without an occurrence is no series.
          }
          const window = { fromMs: 0, toMs: startMs + 400 * DAY_MS };
          const all = listOccurrences(series, [], window);
          const changes = [...new Set(moves.map(({ index }) => index))].flatMap((index) => {
            const at = all[index];
            const byMs = (moves[0]?.byHours ?? 0) * HOUR_MS;
            if (!at || !series.rule) return [];
            const { originalStartMs } = at;
            return [
              {
                originalStartMs,
                isCancelled: false as const,
                startMs: at.startMs + byMs,
                endMs: at.endMs + byMs,
              },
            ];
          });
          const feed = writeCalendar({
            name: 'Club',
            nowMs: startMs,
            events: [
              {
                uid: 'x',
                sequence: 0,
                name: 'Games',
                description: null,
                createdMs: 0,
                updatedMs: 0,
                series,
                changes,
              },
            ],
          });
          const { sessions, skipped } = read(feed, timeZone);
          expect(skipped).toEqual([]);
          const [session] = sessions;
          const ranges = (from: typeof series, told: typeof changes | ReadSession['changes']) =>
            listOccurrences(from, told, window).map(({ startMs, endMs }) => ({ startMs, endMs }));
          expect(session && ranges(session.series, session.changes)).toEqual(ranges(series, changes));
        },
      ),
      { numRuns: 200 },
    );
  });
});
