import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, it } from 'vitest';
import { createSeries, endOf, listStarts, type Series } from './recurrence.ts';
import { formatRule, parseRule, type RecurrenceRule } from './recurrence-rule.ts';
import { listRuleStarts } from './rule-starts.ts';
import { anyRule, commonRule, listNaively, wallStart, ZONES } from './test-rules.ts';
import { instantOf, localOf } from './test-times.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './wall-clock.ts';

const seriesOf = (input: {
  start: string;
  timeZone: string;
  rule?: string | RecurrenceRule;
  minutes?: number;
  exDates?: readonly string[];
}): Series => {
  const { start, timeZone, rule, minutes = 60, exDates = [] } = input;
  const startMs = instantOf(start, timeZone);
  return createSeries({
    startMs,
    endMs: startMs + minutes * MINUTE_MS,
    timeZone,
    rule: typeof rule === 'string' ? parseRule(rule) : rule,
    exDates: exDates.map((local) => instantOf(local, timeZone)),
  });
};

const shown = (series: Series, limit: number, from = '1970-01-01T00:00'): string[] =>
  listStarts(series, {
    fromMs: instantOf(from, series.zone.id),
    toMs: instantOf('2100-01-01T00:00', 'UTC'),
    limit,
  }).map(({ startMs }) => localOf(startMs, series.zone.id));

describe('[S4] occurrences in wall-clock time', () => {
  it('keep their time when Berlin changes its clocks', () => {
    const series = seriesOf({ start: '2024-03-29T19:00', timeZone: 'Europe/Berlin', rule: 'FREQ=DAILY' });
    expect(shown(series, 3)).toEqual([
      '2024-03-29T19:00+01:00',
      '2024-03-30T19:00+01:00',
      '2024-03-31T19:00+02:00',
    ]);
    expect(shown(series, 2, '2024-10-26T00:00')).toEqual([
      '2024-10-26T19:00+02:00',
      '2024-10-27T19:00+01:00',
    ]);
  });

  it('shift forward out of the hour that Berlin skips, that day only', () => {
    const series = seriesOf({ start: '2024-03-30T02:30', timeZone: 'Europe/Berlin', rule: 'FREQ=DAILY' });
    expect(shown(series, 3)).toEqual([
      '2024-03-30T02:30+01:00',
      '2024-03-31T03:30+02:00',
      '2024-04-01T02:30+02:00',
    ]);
  });

  it('are the first of the two hours that Berlin has', () => {
    const series = seriesOf({ start: '2024-10-26T02:30', timeZone: 'Europe/Berlin', rule: 'FREQ=DAILY' });
    expect(shown(series, 3)).toEqual([
      '2024-10-26T02:30+02:00',
      '2024-10-27T02:30+02:00',
      '2024-10-28T02:30+01:00',
    ]);
  });

  it('shift and repeat in New York', () => {
    const series = seriesOf({ start: '2024-03-09T02:15', timeZone: 'America/New_York', rule: 'FREQ=DAILY' });
    expect(shown(series, 3)).toEqual([
      '2024-03-09T02:15-05:00',
      '2024-03-10T03:15-04:00',
      '2024-03-11T02:15-04:00',
    ]);
    const sundays = seriesOf({
      start: '2024-10-27T01:30',
      timeZone: 'America/New_York',
      rule: 'FREQ=WEEKLY',
    });
    expect(shown(sundays, 3)).toEqual([
      '2024-10-27T01:30-04:00',
      '2024-11-03T01:30-04:00',
      '2024-11-10T01:30-05:00',
    ]);
  });

  it('shift by the half hour that Lord Howe skips, and repeat by as much', () => {
    const series = seriesOf({
      start: '2024-10-05T02:15',
      timeZone: 'Australia/Lord_Howe',
      rule: 'FREQ=DAILY',
    });
    expect(shown(series, 3)).toEqual([
      '2024-10-05T02:15+10:30',
      '2024-10-06T02:45+11:00',
      '2024-10-07T02:15+11:00',
    ]);
    expect(
      shown(seriesOf({ start: '2024-04-06T01:45', timeZone: 'Australia/Lord_Howe', rule: 'FREQ=DAILY' }), 3),
    ).toEqual(['2024-04-06T01:45+11:00', '2024-04-07T01:45+11:00', '2024-04-08T01:45+10:30']);
  });

  it('follow Casablanca into Ramadan and out of it', () => {
    // 2024: back by an hour on March 10 at 03:00, forward on April 14 at 02:00.
    const evenings = seriesOf({
      start: '2024-03-09T21:00',
      timeZone: 'Africa/Casablanca',
      rule: 'FREQ=DAILY',
    });
    expect(shown(evenings, 2)).toEqual(['2024-03-09T21:00+01:00', '2024-03-10T21:00+00:00']);
    const nights = seriesOf({
      start: '2024-03-10T02:30',
      timeZone: 'Africa/Casablanca',
      rule: 'FREQ=WEEKLY',
    });
    expect(shown(nights, 7)).toEqual([
      '2024-03-10T02:30+01:00',
      '2024-03-17T02:30+00:00',
      '2024-03-24T02:30+00:00',
      '2024-03-31T02:30+00:00',
      '2024-04-07T02:30+00:00',
      '2024-04-14T03:30+01:00',
      '2024-04-21T02:30+01:00',
    ]);
  });

  it('that shift onto another of their series are one, and stay in order', () => {
    const series = seriesOf({
      start: '2024-03-31T01:00',
      timeZone: 'Europe/Berlin',
      rule: 'FREQ=HOURLY',
      minutes: 15,
    });
    expect(shown(series, 4)).toEqual([
      '2024-03-31T01:00+01:00',
      '2024-03-31T03:00+02:00',
      '2024-03-31T04:00+02:00',
      '2024-03-31T05:00+02:00',
    ]);
    const quarters = seriesOf({
      start: '2024-03-31T00:00',
      timeZone: 'Europe/Berlin',
      rule: 'FREQ=DAILY;BYHOUR=2,3;BYMINUTE=15,45',
      minutes: 15,
    });
    expect(shown(quarters, 3)).toEqual([
      '2024-03-31T03:15+02:00',
      '2024-03-31T03:45+02:00',
      '2024-04-01T02:15+02:00',
    ]);
  });

  it('last as long as ever, whatever the clocks do meanwhile', () => {
    const series = seriesOf({
      start: '2024-03-23T22:00',
      timeZone: 'Europe/Berlin',
      rule: 'FREQ=WEEKLY',
      minutes: 360,
    });
    expect(series.durationMs).toBe(6 * HOUR_MS);
  });

  it('begin with the start that was given, be it the second of two hours', () => {
    const startMs = Date.parse('2024-10-27T01:30:00Z');
    const series = createSeries({
      startMs,
      endMs: startMs + HOUR_MS,
      timeZone: 'Europe/Berlin',
      rule: parseRule('FREQ=DAILY'),
    });
    expect(shown(series, 2)).toEqual(['2024-10-27T02:30+01:00', '2024-10-28T02:30+01:00']);
  });
});

describe('[S3] a recurrence', () => {
  it('leaves a month out that lacks the day', () => {
    const series = seriesOf({ start: '2024-01-31T18:00', timeZone: 'UTC', rule: 'FREQ=MONTHLY' });
    expect(shown(series, 4).map((time) => time.slice(0, 10))).toEqual([
      '2024-01-31',
      '2024-03-31',
      '2024-05-31',
      '2024-07-31',
    ]);
  });

  it('leaves a year out that lacks the day', () => {
    const series = seriesOf({ start: '2024-02-29T18:00', timeZone: 'UTC', rule: 'FREQ=YEARLY' });
    expect(shown(series, 2).map((time) => time.slice(0, 10))).toEqual(['2024-02-29', '2028-02-29']);
  });

  it('first takes place where its rule first fits, on the start or after', () => {
    const series = seriesOf({ start: '2023-12-01T09:00', timeZone: 'UTC', rule: 'FREQ=WEEKLY;BYDAY=TU' });
    expect(localOf(series.startMs, 'UTC')).toBe('2023-12-05T09:00+00:00');
    expect(shown(series, 1)).toEqual(['2023-12-05T09:00+00:00']);
  });

  it('counts what it excludes', () => {
    const series = seriesOf({
      start: '2024-01-01T09:00',
      timeZone: 'Europe/Berlin',
      rule: 'FREQ=DAILY;COUNT=4',
      exDates: ['2024-01-01T09:00', '2024-01-03T09:00', '2024-01-03T10:00'],
    });
    expect(shown(series, 9)).toEqual(['2024-01-02T09:00+01:00', '2024-01-04T09:00+01:00']);
  });

  it.each([
    ['FREQ=DAILY;UNTIL=20240331T003000Z', 2],
    ['FREQ=DAILY;UNTIL=20240331T012959Z', 2],
    ['FREQ=DAILY;UNTIL=20240331T013000Z', 3],
    ['FREQ=DAILY;UNTIL=20240330', 2],
    ['FREQ=DAILY;UNTIL=20240331', 3],
    ['FREQ=DAILY;UNTIL=20240331T023000', 3],
  ])('ends on an instant, a day or a local time, that included: %s', (rule, count) => {
    // The third is shifted to 03:30, which is 01:30 UTC.
    const series = seriesOf({ start: '2024-03-29T02:30', timeZone: 'Europe/Berlin', rule });
    expect(shown(series, 9)).toHaveLength(count);
  });

  it.each([
    'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MINUTELY;INTERVAL=60;BYMINUTE=1',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6',
    'FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1',
    'FREQ=DAILY;UNTIL=20231231T000000Z',
  ])('without any occurrence is refused: %s', (rule) => {
    expect(() => seriesOf({ start: '2024-01-01T19:00', timeZone: 'UTC', rule })).toThrow(/occurrence/);
  });

  it('is refused without a zone, or where it ends as it starts', () => {
    const startMs = 0;
    for (const timeZone of ['Mars/Olympus', '+02:00', '', 'Europe/Berlin]'])
      expect(() => createSeries({ startMs, endMs: 1, timeZone })).toThrow(/timeZone/);
    for (const endMs of [0, -1])
      expect(() => createSeries({ startMs, endMs, timeZone: 'UTC' })).toThrow(/endDateTime/);
  });

  it.each([
    ['FREQ=DAILY;COUNT=3', '2024-01-03T10:00'],
    ['FREQ=DAILY;BYHOUR=9;COUNT=3', '2024-01-03T10:00'],
    ['FREQ=DAILY;UNTIL=20240105T000000Z', '2024-01-05T01:00'],
    ['FREQ=DAILY', undefined],
    [undefined, '2024-01-01T10:00'],
  ])('with %s ends at %s', (rule, end) => {
    const series = seriesOf({ start: '2024-01-01T09:00', timeZone: 'UTC', ...(rule ? { rule } : {}) });
    expect(endOf(series)).toBe(end && instantOf(end, 'UTC'));
  });

  it('has the occurrences that looking day by day finds', () => {
    fc.assert(
      fc.property(anyRule, wallStart, fc.option(fc.integer({ min: 1, max: 20 })), (rule, start, count) => {
        const last = Temporal.PlainDate.from(start.slice(0, 10)).add({ years: 3 });
        const naive = listNaively(rule, start, last.toString());
        const expected = count === null ? naive : naive.slice(0, count);
        const series = trySeries(() =>
          seriesOf({ start, timeZone: 'UTC', rule: count === null ? rule : { ...rule, count } }),
        );
        const toMs = instantOf(last.add({ days: 1 }).toString(), 'UTC');
        const starts = series ? listStarts(series, { fromMs: 0, toMs }) : [];
        expect(starts.map(({ startMs }) => localOf(startMs, 'UTC').slice(0, 16))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('by the hour has the hours that looking hour by hour finds', () => {
    const someOf = (max: number) => fc.uniqueArray(fc.nat(max), { maxLength: 4 });
    fc.assert(
      fc.property(
        wallStart,
        fc.integer({ min: 1, max: 30 }),
        someOf(23),
        someOf(59),
        (start, interval, hours, minutes) => {
          const parts = [`FREQ=HOURLY;INTERVAL=${interval}`];
          if (hours.length > 0) parts.push(`BYHOUR=${hours.join(',')}`);
          if (minutes.length > 0) parts.push(`BYMINUTE=${minutes.join(',')}`);
          const first = instantOf(start, 'UTC');
          const expected: number[] = [];
          for (let hour = 0; hour < 20 * 24; hour += interval) {
            const moment = new Date(first + hour * HOUR_MS);
            if (hours.length > 0 && !hours.includes(moment.getUTCHours())) continue;
            const found = minutes.length > 0 ? minutes.toSorted((a, b) => a - b) : [moment.getUTCMinutes()];
            expected.push(...found.map((minute) => moment.setUTCMinutes(minute)));
          }
          const series = trySeries(() => seriesOf({ start, timeZone: 'UTC', rule: parts.join(';') }));
          const toMs = Math.floor(first / HOUR_MS + 20 * 24) * HOUR_MS;
          const starts = series ? listStarts(series, { fromMs: 0, toMs }).map(({ startMs }) => startMs) : [];
          expect(starts).toEqual(expected.filter((ms) => ms >= first && ms < toMs));
        },
      ),
    );
  });

  it('of the common kinds has the occurrences that another implementation finds', () => {
    fc.assert(
      fc.property(commonRule, wallStart, fc.nat(3_000), fc.nat(1_000), (rule, start, after, days) => {
        const dtstart = Temporal.PlainDateTime.from(start).toZonedDateTime('UTC');
        const from = dtstart.add({ days: after });
        const to = from.add({ days });
        const other = new RRuleTemporal({ rruleString: `RRULE:${formatRule(rule)}`, dtstart });
        const window = { fromWallMs: from.epochMilliseconds, toWallMs: to.epochMilliseconds };
        const starts = [...listRuleStarts(rule, dtstart.epochMilliseconds, window)];
        expect(starts).toEqual(other.between(from, to, true).map((moment) => moment.epochMilliseconds));
      }),
      { numRuns: 500 },
    );
  });

  it('has in a window what it has in all, and each start is the clock’s time of its rule', () => {
    const rules = fc.oneof(commonRule, anyRule);
    const nat = fc.nat(1_000);
    fc.assert(
      fc.property(
        rules,
        wallStart,
        fc.constantFrom(...ZONES),
        nat,
        nat,
        fc.option(fc.nat(30)),
        (rule, start, timeZone, from, days, count) => {
          const series = trySeries(() =>
            seriesOf({ start, timeZone, rule: count ? { ...rule, count } : rule }),
          );
          if (!series) return;
          const fromMs = series.startMs + from * DAY_MS;
          const toMs = fromMs + days * DAY_MS;
          const all = listStarts(series, { fromMs: 0, toMs: toMs + DAY_MS });
          expect(listStarts(series, { fromMs, toMs })).toEqual(
            all.filter(({ startMs }) => startMs >= fromMs && startMs < toMs),
          );
          for (const { startMs, wallMs } of all.slice(0, 20)) {
            const local = new Date(wallMs).toISOString().slice(0, 16);
            expect(localOf(startMs, timeZone)).toBe(localOf(instantOf(local, timeZone), timeZone));
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** A random rule may have no occurrence. */
function trySeries(make: () => Series): Series | undefined {
  try {
    return make();
  } catch (error) {
    expect(error).toMatchObject({ message: 'The recurrence has no occurrence' });
    return undefined;
  }
}

describe('[S3] an rrule', () => {
  it('is read as it is written', () => {
    fc.assert(
      fc.property(fc.oneof(commonRule, anyRule), (rule) => {
        expect(parseRule(`RRULE:${formatRule(rule)}`)).toEqual(rule);
      }),
    );
  });

  it.each([
    '',
    'FREQ=SECONDLY',
    'FREQ=FORTNIGHTLY',
    'BYDAY=MO',
    'FREQ=DAILY;FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=3;UNTIL=20240101',
    'FREQ=DAILY;UNTIL=20240230',
    'FREQ=DAILY;UNTIL=20240101T250000Z',
    'FREQ=DAILY;UNTIL=tomorrow',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=WEEKLY;BYDAY=1MO',
    'FREQ=WEEKLY;BYMONTHDAY=1',
    'FREQ=MONTHLY;BYMONTHDAY=0',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=MONTHLY;BYDAY=0MO',
    'FREQ=MONTHLY;BYWEEKNO=1',
    'FREQ=MONTHLY;BYYEARDAY=1',
    'FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO',
    'FREQ=YEARLY;BYSETPOS=1',
    'FREQ=YEARLY;BYEASTER=0',
    'FREQ=DAILY;BYHOUR=24',
    'FREQ=DAILY;BYHOUR=1,,2',
    'FREQ=DAILY;=1',
    'DTSTART:20240101T000000Z\nRRULE:FREQ=DAILY',
    `FREQ=DAILY;BYHOUR=${'1,'.repeat(600)}1`,
  ])('is refused with what is wrong with it: %j', (text) => {
    expect(() => parseRule(text)).toThrow(expect.objectContaining({ code: 'invalid_payload' }));
  });
});
