import { describe, expect, it } from 'vitest';
import { parseRule } from './recurrence-rule.ts';
import { ruleInWords } from './recurrence-words.ts';
import { createLanguage } from './test-texts.ts';

/** A Friday, the second of its month. */
const BEGINNING = { start: Temporal.PlainDateTime.from('2026-03-13T19:00'), zone: 'Europe/Berlin' };

const languages = { en: createLanguage('en'), ja: createLanguage('ja') };

function say(text: string, locale: 'en' | 'ja', beginning = BEGINNING): string {
  const rule = parseRule(text);
  if (!rule) throw new Error(`${text} is no rule`);
  return ruleInWords(rule, beginning, languages[locale]);
}

const RULES: readonly [rule: string, en: string, ja: string][] = [
  ['FREQ=DAILY', 'Every day', '毎日'],
  ['FREQ=DAILY;INTERVAL=2', 'Every second day', '2日ごと'],
  ['FREQ=DAILY;INTERVAL=10', 'Every 10 days', '10日ごと'],
  ['FREQ=DAILY;COUNT=1', 'Every day, once', '毎日(全1回)'],
  ['FREQ=DAILY;BYMONTH=1,7', 'Every day in January and July', '1月・7月の毎日'],
  ['FREQ=DAILY;BYDAY=MO,FR', 'Every Monday and Friday', '毎週月曜日・金曜日'],
  ['FREQ=WEEKLY', 'Every Friday', '毎週金曜日'],
  ['FREQ=WEEKLY;BYDAY=TU', 'Every Tuesday', '毎週火曜日'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', 'Every second Friday', '隔週金曜日'],
  ['FREQ=WEEKLY;INTERVAL=3;BYDAY=FR', 'Every 3 weeks on Friday', '3週間ごとの金曜日'],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;UNTIL=20271231T225959Z',
    'Every second Friday until 31 December 2027',
    '隔週金曜日(2027年12月31日まで)',
  ],
  ['FREQ=WEEKLY;BYDAY=FR;COUNT=8', 'Every Friday, 8 times', '毎週金曜日(全8回)'],
  ['FREQ=WEEKLY;BYDAY=WE,MO', 'Every Monday and Wednesday', '毎週月曜日・水曜日'],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR',
    'Every second week on Monday, Wednesday and Friday',
    '隔週月曜日・水曜日・金曜日',
  ],
  ['FREQ=WEEKLY;INTERVAL=4;BYDAY=SA,SU', 'Every 4 weeks on Saturday and Sunday', '4週間ごとの土曜日・日曜日'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every weekday, Monday to Friday', '平日(月曜日から金曜日)は毎日'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU', 'Every day', '毎日'],
  ['FREQ=MONTHLY', 'Every month on the 13th', '毎月13日'],
  ['FREQ=MONTHLY;INTERVAL=2', 'Every second month on the 13th', '隔月の13日'],
  ['FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=1', 'Every 6 months on the 1st', '6か月ごとの1日'],
  ['FREQ=MONTHLY;BYMONTHDAY=2,22', 'Every month on the 2nd and the 22nd', '毎月2日・22日'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'Every month on the last day', '毎月末日'],
  ['FREQ=MONTHLY;BYMONTHDAY=-3', 'Every month on the 3rd day from the end', '毎月月末から3日目'],
  ['FREQ=MONTHLY;BYDAY=2FR', 'Every month on the second Friday', '毎月第2金曜日'],
  ['FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO', 'Every second month on the first Monday', '隔月の第1月曜日'],
  ['FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR', 'Every 3 months on the last Friday', '3か月ごとの最終金曜日'],
  ['FREQ=MONTHLY;BYDAY=-2SU', 'Every month on the 2nd Sunday from the end', '毎月最後から2番目の日曜日'],
  ['FREQ=MONTHLY;BYDAY=1TH,3TH', 'Every month on the first and third Thursday', '毎月第1・第3木曜日'],
  [
    'FREQ=MONTHLY;BYDAY=1SA,-1SU',
    'Every month on the first Saturday and the last Sunday',
    '毎月第1土曜日・最終日曜日',
  ],
  ['FREQ=MONTHLY;BYDAY=FR', 'Every month on every Friday', '毎月すべての金曜日'],
  ['FREQ=MONTHLY;BYDAY=FR;BYSETPOS=2', 'Every month on the second Friday', '毎月第2金曜日'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'Every month on the last weekday', '毎月最終平日'],
  [
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    'Every month on the 13th, if it is a Friday',
    '毎月金曜日に当たる13日',
  ],
  [
    'FREQ=MONTHLY;BYMONTH=1,3;BYMONTHDAY=5',
    'Every year on the 5th of January and March',
    '毎年1月・3月の5日',
  ],
  ['FREQ=YEARLY', 'Every year on 13 March', '毎年3月13日'],
  ['FREQ=YEARLY;INTERVAL=2', 'Every second year on 13 March', '隔年の3月13日'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'Every year on 29 February', '毎年2月29日'],
  ['FREQ=YEARLY;BYMONTH=5', 'Every year on 13 May', '毎年5月13日'],
  [
    'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
    'Every year on the fourth Thursday of November',
    '毎年11月の第4木曜日',
  ],
  ['FREQ=YEARLY;BYMONTHDAY=1', 'Every month on the 1st', '毎月1日'],
  ['FREQ=YEARLY;BYDAY=20MO', 'Every year on the 20th Monday of the year', '毎年第20月曜日'],
  ['FREQ=HOURLY', 'Every hour', '毎時'],
  ['FREQ=HOURLY;INTERVAL=3;COUNT=2', 'Every 3 hours, 2 times', '3時間ごと(全2回)'],
  ['FREQ=MINUTELY;INTERVAL=15', 'Every 15 minutes', '15分ごと'],
  ['FREQ=DAILY;BYHOUR=9,10', 'Every day, by a rule of its own', '毎日、独自の規則で繰り返し'],
  [
    'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;UNTIL=20300101',
    'Every year, by a rule of its own until 1 January 2030',
    '毎年、独自の規則で繰り返し(2030年1月1日まで)',
  ],
];

describe('a rule in words', () => {
  it.each(RULES)('%s: %s', (rule, en, ja) => {
    expect([say(rule, 'en'), say(rule, 'ja')]).toEqual([en, ja]);
  });

  it.each([
    [
      'in the zone of the series',
      'FREQ=DAILY;UNTIL=20271231T230000Z',
      '19:00',
      'Every day until 31 December 2027',
    ],
    [
      'that is before the start of its day',
      'FREQ=DAILY;UNTIL=20271231T120000',
      '19:00',
      'Every day until 30 December 2027',
    ],
    [
      'that is the last start',
      'FREQ=DAILY;UNTIL=20271231T180000Z',
      '19:00',
      'Every day until 31 December 2027',
    ],
    ['that is one of a whole day', 'FREQ=DAILY;UNTIL=20271231', '23:30', 'Every day until 31 December 2027'],
  ])('tells the last day of an end %s', (_, rule, time, words) => {
    expect(say(rule, 'en', { ...BEGINNING, start: BEGINNING.start.withPlainTime(time) })).toBe(words);
  });
});
