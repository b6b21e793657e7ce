import { invalid } from '#server/platform/errors.ts';
import { DAY_MS, wallOf } from './wall-clock.ts';

export const FREQUENCIES = ['MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** In the order of ISO 8601, Monday first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Every such day, or the nth of the month or year, negative from its end. */
export type RuleDay = { weekday: Weekday; nth?: number };

/** When a rule ends: never, with its nth occurrence, or with the last one that doesn't start later. */
export type RuleEnd = { count?: number; until?: { instantMs: number } | { wallMs: number } };

/** A recurrence rule of RFC 5545, 3.3.10; parts that aren't given are empty. */
export type RecurrenceRule = RuleEnd & {
  frequency: Frequency;
  interval: number;
  weekStart: Weekday;
  byDay: readonly RuleDay[];
} & Readonly<Record<NumericPart, readonly number[]>>;

type NumericPart = keyof typeof NUMERIC_PARTS;

/** Bounds as the RFC has them; where `signed`, they count from the end as well and 0 is none. */
const NUMERIC_PARTS = {
  bySecond: { name: 'BYSECOND', min: 0, max: 59, signed: false },
  byMinute: { name: 'BYMINUTE', min: 0, max: 59, signed: false },
  byHour: { name: 'BYHOUR', min: 0, max: 23, signed: false },
  byMonthDay: { name: 'BYMONTHDAY', min: 1, max: 31, signed: true },
  byYearDay: { name: 'BYYEARDAY', min: 1, max: 366, signed: true },
  byWeekNo: { name: 'BYWEEKNO', min: 1, max: 53, signed: true },
  byMonth: { name: 'BYMONTH', min: 1, max: 12, signed: false },
  bySetPos: { name: 'BYSETPOS', min: 1, max: 366, signed: true },
} as const;

const NUMERIC_KEYS = [
  'byMonth',
  'byWeekNo',
  'byYearDay',
  'byMonthDay',
  'byHour',
  'byMinute',
  'bySecond',
  'bySetPos',
] as const satisfies readonly NumericPart[];

/** Where a series goes on for longer, it is as good as one without an end. */
export const MAX_COUNT = 10_000;
const MAX_INTERVAL = 10_000;
/** As many as a day has minutes; what positions choose from is bounded by it. */
const MAX_TIMES = 1_440;
const MAX_TEXT = 1_000;

/** A rule with nothing but how often. */
export const plainRule = (frequency: Frequency): RecurrenceRule => ({
  frequency,
  interval: 1,
  weekStart: 'MO',
  byDay: [],
  bySecond: [],
  byMinute: [],
  byHour: [],
  byMonthDay: [],
  byYearDay: [],
  byWeekNo: [],
  byMonth: [],
  bySetPos: [],
});

/**
 * Reads the value of an RRULE, with or without its name.
 * @throws AppError `invalid_payload` that says what is wrong with it
 */
export function parseRule(text: string): RecurrenceRule {
  const parts = splitParts(text);
  const frequency = FREQUENCIES.find((name) => name === parts.get('FREQ'));
  if (!frequency) throw invalid(`rrule must have a FREQ, one of ${FREQUENCIES.join(', ')}`);
  const rule: RecurrenceRule = {
    ...plainRule(frequency),
    ...parseEnd(parts),
    interval: parseWhole('INTERVAL', parts.get('INTERVAL') ?? '1', 1, MAX_INTERVAL),
    weekStart: parseWeekday(parts.get('WKST') ?? 'MO'),
    byDay: (parts.get('BYDAY')?.split(',') ?? []).map(parseDay),
    ...parseNumericParts(parts),
  };
  refuseMisplacedParts(rule);
  return rule;
}

const KNOWN_PARTS = new Set<string>([
  'FREQ',
  'INTERVAL',
  'COUNT',
  'UNTIL',
  'WKST',
  'BYDAY',
  ...Object.values(NUMERIC_PARTS).map(({ name }) => name),
]);

function splitParts(text: string): Map<string, string> {
  if (text.length > MAX_TEXT) throw invalid(`rrule must have at most ${MAX_TEXT} characters`);
  const value = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .replace(/;$/, '');
  const parts = new Map<string, string>();
  for (const part of value.split(';')) {
    const [name = '', content = '', ...rest] = part.split('=');
    if (!KNOWN_PARTS.has(name)) throw invalid(`rrule has an unknown part, ${JSON.stringify(name)}`);
    if (content === '' || rest.length > 0) throw invalid(`rrule has a ${name} that can't be read`);
    if (parts.has(name)) throw invalid(`rrule has ${name} twice`);
    parts.set(name, content);
  }
  return parts;
}

function parseWhole(name: string, text: string, min: number, max: number): number {
  const value = /^[+-]?\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw invalid(`rrule's ${name} must be from ${min} to ${max}`);
  return value;
}

function parseNumericParts(parts: ReadonlyMap<string, string>): Partial<Record<NumericPart, number[]>> {
  const read: Partial<Record<NumericPart, number[]>> = {};
  for (const key of NUMERIC_KEYS) {
    const { name, min, max, signed } = NUMERIC_PARTS[key];
    const text = parts.get(name);
    if (text === undefined) continue;
    const values = text.split(',').map((value) => parseWhole(name, value, signed ? -max : min, max));
    if (signed && values.includes(0)) throw invalid(`rrule's ${name} can't be 0`);
    read[key] = [...new Set(values)].sort((a, b) => a - b);
  }
  return read;
}

function parseWeekday(text: string): Weekday {
  const weekday = WEEKDAYS.find((name) => name === text);
  if (!weekday) throw invalid(`rrule's days are written ${WEEKDAYS.join(', ')}`);
  return weekday;
}

function parseDay(text: string): RuleDay {
  const [, nth = '', day = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? [];
  const weekday = parseWeekday(day);
  if (nth === '') return { weekday };
  const number = parseWhole('BYDAY', nth, -53, 53);
  if (number === 0) throw invalid("rrule's BYDAY can't have a 0th day");
  return { weekday, nth: number };
}

function parseEnd(parts: ReadonlyMap<string, string>): RuleEnd {
  const count = parts.get('COUNT');
  const until = parts.get('UNTIL');
  if (count !== undefined && until !== undefined) throw invalid('rrule can have COUNT or UNTIL, not both');
  if (count !== undefined) return { count: parseWhole('COUNT', count, 1, MAX_COUNT) };
  return until === undefined ? {} : { until: parseUntil(until) };
}

function parseUntil(text: string): { instantMs: number } | { wallMs: number } {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(text);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (match ?? [])
    .slice(1, 7)
    .map(Number);
  const dayMs = wallOf(year, month - 1, day);
  const date = new Date(dayMs);
  if (!match || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    throw invalid("rrule's UNTIL must be a date, or a date and time");
  // A date counts to its end.
  if (match[4] === undefined) return { wallMs: dayMs + DAY_MS - 1 };
  if (hour > 23 || minute > 59 || second > 59) throw invalid("rrule's UNTIL has no such time");
  const ms = dayMs + ((hour * 60 + minute) * 60 + second) * 1_000;
  return match[7] === 'Z' ? { instantMs: ms } : { wallMs: ms };
}

/** What the table of RFC 5545, 3.3.10 doesn't allow, and what is more than anybody can mean. */
function refuseMisplacedParts(rule: RecurrenceRule): void {
  const { frequency } = rule;
  const refuse = (name: string) => invalid(`rrule can't have ${name} with FREQ=${frequency}`);
  if (rule.byWeekNo.length > 0 && frequency !== 'YEARLY') throw refuse('BYWEEKNO');
  if (rule.byMonthDay.length > 0 && frequency === 'WEEKLY') throw refuse('BYMONTHDAY');
  if (
    rule.byYearDay.length > 0 &&
    (frequency === 'DAILY' || frequency === 'WEEKLY' || frequency === 'MONTHLY')
  )
    throw refuse('BYYEARDAY');
  const hasNth = rule.byDay.some(({ nth }) => nth !== undefined);
  if (hasNth && frequency !== 'MONTHLY' && frequency !== 'YEARLY') throw refuse('the nth of a day');
  if (hasNth && rule.byWeekNo.length > 0) throw invalid("rrule can't have the nth of a day with BYWEEKNO");
  const times = [rule.byHour, rule.byMinute, rule.bySecond].map(({ length }) => Math.max(length, 1));
  if (times.reduce((product, length) => product * length, 1) > MAX_TIMES)
    throw invalid(`rrule's BYHOUR, BYMINUTE and BYSECOND can give at most ${MAX_TIMES} times`);
  const hasOther =
    rule.byDay.length > 0 || NUMERIC_KEYS.some((key) => key !== 'bySetPos' && rule[key].length > 0);
  if (rule.bySetPos.length > 0 && !hasOther)
    throw invalid('rrule can have BYSETPOS only with another BY part');
}

/** The rule as if it went on for ever. */
export function withoutEnd(rule: RecurrenceRule): RecurrenceRule {
  const { count: _count, until: _until, ...endless } = rule;
  return endless;
}

/** The value of an RRULE; its UNTIL is left to the caller, who knows in what form it is due. */
export function formatRule(rule: RecurrenceRule, until?: string): string {
  const parts = [`FREQ=${rule.frequency}`];
  if (rule.interval !== 1) parts.push(`INTERVAL=${rule.interval}`);
  if (rule.count !== undefined) parts.push(`COUNT=${rule.count}`);
  if (until !== undefined) parts.push(`UNTIL=${until}`);
  for (const key of NUMERIC_KEYS)
    if (rule[key].length > 0) parts.push(`${NUMERIC_PARTS[key].name}=${rule[key].join(',')}`);
  if (rule.byDay.length > 0)
    parts.push(`BYDAY=${rule.byDay.map(({ weekday, nth }) => `${nth ?? ''}${weekday}`).join(',')}`);
  if (rule.weekStart !== 'MO') parts.push(`WKST=${rule.weekStart}`);
  return parts.join(';');
}
