import { describe, expect, it } from 'vitest';
import { createSeries, listStarts } from './recurrence.ts';
import { parseRule } from './recurrence-rule.ts';
import { instantOf, localOf } from './test-times.ts';

const NEW_YORK = 'America/New_York';

type Example = {
  name: string;
  /** Alternatives with the same dates. */
  rules: readonly string[];
  start?: string;
  exDates?: readonly string[];
  /** Days, or days with times where they differ from 09:00. The RFC ends lists that go on with dots. */
  dates: readonly string[];
  goesOn?: boolean;
};

/** Days of one month: `1997-09` with 2 and 4 gives 1997-09-02 and 1997-09-04. */
const on = (month: string, ...days: number[]): string[] =>
  days.map((day) => `${month}-${String(day).padStart(2, '0')}`);

const through = (month: string, first: number, last: number): string[] =>
  on(month, ...Array.from({ length: last - first + 1 }, (_, index) => first + index));

const every20Minutes = (day: string): string[] =>
  [9, 10, 11, 12, 13, 14, 15, 16].flatMap((hour) =>
    ['00', '20', '40'].map((minute) => `${day}T${String(hour).padStart(2, '0')}:${minute}`),
  );

const JANUARIES = [...through('1998-01', 1, 31), ...through('1999-01', 1, 31), ...through('2000-01', 1, 31)];

const examples: Example[] = [
  { name: 'daily for 10 occurrences', rules: ['FREQ=DAILY;COUNT=10'], dates: through('1997-09', 2, 11) },
  {
    name: 'daily until December 24, 1997',
    rules: ['FREQ=DAILY;UNTIL=19971224T000000Z'],
    dates: [
      ...through('1997-09', 2, 30),
      ...through('1997-10', 1, 31),
      ...through('1997-11', 1, 30),
      ...through('1997-12', 1, 23),
    ],
  },
  {
    name: 'every other day, forever',
    rules: ['FREQ=DAILY;INTERVAL=2'],
    dates: [
      ...on('1997-09', 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30),
      ...on('1997-10', 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30),
      ...on('1997-11', 1, 3),
    ],
    goesOn: true,
  },
  {
    name: 'every 10 days, 5 occurrences',
    rules: ['FREQ=DAILY;INTERVAL=10;COUNT=5'],
    dates: [...on('1997-09', 2, 12, 22), ...on('1997-10', 2, 12)],
  },
  {
    name: 'every day in January, for 3 years',
    start: '1998-01-01T09:00',
    rules: [
      'FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
      'FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1',
    ],
    dates: JANUARIES,
  },
  {
    name: 'weekly for 10 occurrences',
    rules: ['FREQ=WEEKLY;COUNT=10'],
    dates: [...on('1997-09', 2, 9, 16, 23, 30), ...on('1997-10', 7, 14, 21, 28), ...on('1997-11', 4)],
  },
  {
    name: 'weekly until December 24, 1997',
    rules: ['FREQ=WEEKLY;UNTIL=19971224T000000Z'],
    dates: [
      ...on('1997-09', 2, 9, 16, 23, 30),
      ...on('1997-10', 7, 14, 21, 28),
      ...on('1997-11', 4, 11, 18, 25),
      ...on('1997-12', 2, 9, 16, 23),
    ],
  },
  {
    name: 'every other week, forever',
    rules: ['FREQ=WEEKLY;INTERVAL=2;WKST=SU'],
    dates: [
      ...on('1997-09', 2, 16, 30),
      ...on('1997-10', 14, 28),
      ...on('1997-11', 11, 25),
      ...on('1997-12', 9, 23),
      ...on('1998-01', 6, 20),
      ...on('1998-02', 3, 17),
    ],
    goesOn: true,
  },
  {
    name: 'weekly on Tuesday and Thursday for five weeks',
    rules: [
      'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH',
      'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH',
    ],
    dates: [...on('1997-09', 2, 4, 9, 11, 16, 18, 23, 25, 30), ...on('1997-10', 2)],
  },
  {
    name: 'every other week on Monday, Wednesday, and Friday until December 24, 1997',
    start: '1997-09-01T09:00',
    rules: ['FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR'],
    dates: [
      ...on('1997-09', 1, 3, 5, 15, 17, 19, 29),
      ...on('1997-10', 1, 3, 13, 15, 17, 27, 29, 31),
      ...on('1997-11', 10, 12, 14, 24, 26, 28),
      ...on('1997-12', 8, 10, 12, 22),
    ],
  },
  {
    name: 'every other week on Tuesday and Thursday, for 8 occurrences',
    rules: ['FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH'],
    dates: [...on('1997-09', 2, 4, 16, 18, 30), ...on('1997-10', 2, 14, 16)],
  },
  {
    name: 'monthly on the first Friday for 10 occurrences',
    start: '1997-09-05T09:00',
    rules: ['FREQ=MONTHLY;COUNT=10;BYDAY=1FR'],
    dates: [
      '1997-09-05',
      '1997-10-03',
      '1997-11-07',
      '1997-12-05',
      '1998-01-02',
      '1998-02-06',
      '1998-03-06',
      '1998-04-03',
      '1998-05-01',
      '1998-06-05',
    ],
  },
  {
    name: 'monthly on the first Friday until December 24, 1997',
    start: '1997-09-05T09:00',
    rules: ['FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR'],
    dates: ['1997-09-05', '1997-10-03', '1997-11-07', '1997-12-05'],
  },
  {
    name: 'every other month on the first and last Sunday of the month for 10 occurrences',
    start: '1997-09-07T09:00',
    rules: ['FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU'],
    dates: [
      ...on('1997-09', 7, 28),
      ...on('1997-11', 2, 30),
      ...on('1998-01', 4, 25),
      ...on('1998-03', 1, 29),
      ...on('1998-05', 3, 31),
    ],
  },
  {
    name: 'monthly on the second-to-last Monday of the month for 6 months',
    start: '1997-09-22T09:00',
    rules: ['FREQ=MONTHLY;COUNT=6;BYDAY=-2MO'],
    dates: ['1997-09-22', '1997-10-20', '1997-11-17', '1997-12-22', '1998-01-19', '1998-02-16'],
  },
  {
    name: 'monthly on the third-to-the-last day of the month, forever',
    start: '1997-09-28T09:00',
    rules: ['FREQ=MONTHLY;BYMONTHDAY=-3'],
    dates: ['1997-09-28', '1997-10-29', '1997-11-28', '1997-12-29', '1998-01-29', '1998-02-26'],
    goesOn: true,
  },
  {
    name: 'monthly on the 2nd and 15th of the month for 10 occurrences',
    rules: ['FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15'],
    dates: ['1997-09', '1997-10', '1997-11', '1997-12', '1998-01'].flatMap((month) => on(month, 2, 15)),
  },
  {
    name: 'monthly on the first and last day of the month for 10 occurrences',
    start: '1997-09-30T09:00',
    rules: ['FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1'],
    dates: [
      ...on('1997-09', 30),
      ...on('1997-10', 1, 31),
      ...on('1997-11', 1, 30),
      ...on('1997-12', 1, 31),
      ...on('1998-01', 1, 31),
      ...on('1998-02', 1),
    ],
  },
  {
    name: 'every 18 months on the 10th thru 15th of the month for 10 occurrences',
    start: '1997-09-10T09:00',
    rules: ['FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15'],
    dates: [...through('1997-09', 10, 15), ...through('1999-03', 10, 13)],
  },
  {
    name: 'every Tuesday, every other month',
    rules: ['FREQ=MONTHLY;INTERVAL=2;BYDAY=TU'],
    dates: [
      ...on('1997-09', 2, 9, 16, 23, 30),
      ...on('1997-11', 4, 11, 18, 25),
      ...on('1998-01', 6, 13, 20, 27),
      ...on('1998-03', 3, 10, 17, 24, 31),
    ],
    goesOn: true,
  },
  {
    name: 'yearly in June and July for 10 occurrences',
    start: '1997-06-10T09:00',
    rules: ['FREQ=YEARLY;COUNT=10;BYMONTH=6,7'],
    dates: [1997, 1998, 1999, 2000, 2001].flatMap((year) => [`${year}-06-10`, `${year}-07-10`]),
  },
  {
    name: 'every other year on January, February, and March for 10 occurrences',
    start: '1997-03-10T09:00',
    rules: ['FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3'],
    dates: [
      '1997-03-10',
      ...[1999, 2001, 2003].flatMap((year) => [`${year}-01-10`, `${year}-02-10`, `${year}-03-10`]),
    ],
  },
  {
    name: 'every third year on the 1st, 100th, and 200th day for 10 occurrences',
    start: '1997-01-01T09:00',
    rules: ['FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200'],
    dates: [
      ...['1997-01-01', '1997-04-10', '1997-07-19'],
      ...['2000-01-01', '2000-04-09', '2000-07-18'],
      ...['2003-01-01', '2003-04-10', '2003-07-19'],
      '2006-01-01',
    ],
  },
  {
    name: 'every 20th Monday of the year, forever',
    start: '1997-05-19T09:00',
    rules: ['FREQ=YEARLY;BYDAY=20MO'],
    dates: ['1997-05-19', '1998-05-18', '1999-05-17'],
    goesOn: true,
  },
  {
    name: 'Monday of week number 20, forever',
    start: '1997-05-12T09:00',
    rules: ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO'],
    dates: ['1997-05-12', '1998-05-11', '1999-05-17'],
    goesOn: true,
  },
  {
    name: 'every Thursday in March, forever',
    start: '1997-03-13T09:00',
    rules: ['FREQ=YEARLY;BYMONTH=3;BYDAY=TH'],
    dates: [...on('1997-03', 13, 20, 27), ...on('1998-03', 5, 12, 19, 26), ...on('1999-03', 4, 11, 18, 25)],
    goesOn: true,
  },
  {
    name: 'every Thursday, but only during June, July, and August, forever',
    start: '1997-06-05T09:00',
    rules: ['FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8'],
    dates: [
      ...on('1997-06', 5, 12, 19, 26),
      ...on('1997-07', 3, 10, 17, 24, 31),
      ...on('1997-08', 7, 14, 21, 28),
      ...on('1998-06', 4, 11, 18, 25),
      ...on('1998-07', 2, 9, 16, 23, 30),
      ...on('1998-08', 6, 13, 20, 27),
      ...on('1999-06', 3, 10, 17, 24),
      ...on('1999-07', 1, 8, 15, 22, 29),
      ...on('1999-08', 5, 12, 19, 26),
    ],
    goesOn: true,
  },
  {
    name: 'every Friday the 13th, forever',
    exDates: ['1997-09-02T09:00'],
    rules: ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13'],
    dates: ['1998-02-13', '1998-03-13', '1998-11-13', '1999-08-13', '2000-10-13'],
    goesOn: true,
  },
  {
    name: 'the first Saturday that follows the first Sunday of the month, forever',
    start: '1997-09-13T09:00',
    rules: ['FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13'],
    dates: [
      '1997-09-13',
      '1997-10-11',
      '1997-11-08',
      '1997-12-13',
      '1998-01-10',
      '1998-02-07',
      '1998-03-07',
      '1998-04-11',
      '1998-05-09',
      '1998-06-13',
    ],
    goesOn: true,
  },
  {
    name: 'every 4 years, the first Tuesday after a Monday in November, forever',
    start: '1996-11-05T09:00',
    rules: ['FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8'],
    dates: ['1996-11-05', '2000-11-07', '2004-11-02'],
    goesOn: true,
  },
  {
    name: 'the third instance into the month of one of Tuesday, Wednesday, or Thursday, for the next 3 months',
    start: '1997-09-04T09:00',
    rules: ['FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3'],
    dates: ['1997-09-04', '1997-10-07', '1997-11-06'],
  },
  {
    name: 'the second-to-last weekday of the month',
    start: '1997-09-29T09:00',
    rules: ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2'],
    dates: ['1997-09-29', '1997-10-30', '1997-11-27', '1997-12-30', '1998-01-29', '1998-02-26', '1998-03-30'],
    goesOn: true,
  },
  {
    name: 'every 3 hours from 9:00 AM to 5:00 PM on a specific day, with the UNTIL that its erratum gives',
    rules: ['FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z'],
    dates: ['1997-09-02', '1997-09-02T12:00', '1997-09-02T15:00'],
  },
  {
    name: 'every 15 minutes for 6 occurrences',
    rules: ['FREQ=MINUTELY;INTERVAL=15;COUNT=6'],
    dates: ['09:00', '09:15', '09:30', '09:45', '10:00', '10:15'].map((time) => `1997-09-02T${time}`),
  },
  {
    name: 'every hour and a half for 4 occurrences',
    rules: ['FREQ=MINUTELY;INTERVAL=90;COUNT=4'],
    dates: ['09:00', '10:30', '12:00', '13:30'].map((time) => `1997-09-02T${time}`),
  },
  {
    name: 'every 20 minutes from 9:00 AM to 4:40 PM every day',
    rules: [
      'FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40',
      'FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16',
    ],
    dates: [...every20Minutes('1997-09-02'), ...every20Minutes('1997-09-03')],
    goesOn: true,
  },
  {
    name: 'weeks that start on Monday',
    start: '1997-08-05T09:00',
    rules: ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO'],
    dates: on('1997-08', 5, 10, 19, 24),
  },
  {
    name: 'weeks that start on Sunday',
    start: '1997-08-05T09:00',
    rules: ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU'],
    dates: on('1997-08', 5, 17, 19, 31),
  },
  {
    name: 'an invalid date (February 30) is ignored',
    start: '2007-01-15T09:00',
    rules: ['FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5'],
    dates: ['2007-01-15', '2007-01-30', '2007-02-15', '2007-03-15', '2007-03-30'],
  },
];

const cases = examples.flatMap(({ rules, ...example }) => rules.map((rule) => ({ ...example, rule })));

describe('[S3] the examples of RFC 5545, 3.8.5.3', () => {
  it.each(cases)('$name: $rule', ({ rule, start = '1997-09-02T09:00', exDates = [], dates, goesOn }) => {
    const startMs = instantOf(start, NEW_YORK);
    const series = createSeries({
      startMs,
      endMs: startMs + 60_000,
      timeZone: NEW_YORK,
      rule: parseRule(rule),
      exDates: exDates.map((local) => instantOf(local, NEW_YORK)),
    });
    const found = listStarts(series, {
      fromMs: startMs,
      toMs: startMs + 20 * 366 * 86_400_000,
      limit: dates.length + 1,
    });
    const expected = dates.map((date) => instantOf(date.includes('T') ? date : `${date}T09:00`, NEW_YORK));
    const shown = (instants: readonly number[]) => instants.map((ms) => localOf(ms, NEW_YORK));
    expect(shown(found.slice(0, dates.length).map(({ startMs }) => startMs))).toEqual(shown(expected));
    expect(found.length).toBe(dates.length + (goesOn ? 1 : 0));
  });
});
