import { AppError, invalid } from '#server/platform/errors.ts';
import { type Component, findProperty, listProperties, type Property } from './icalendar-parse.ts';
import { parseRule } from './recurrence-rule.ts';
import { listRuleStarts } from './rule-starts.ts';
import { DAY_MS, findZone, HOUR_MS, MINUTE_MS, SECOND_MS, wallOf, type Zone } from './wall-clock.ts';
import { WINDOWS_ZONES } from './windows-zones.ts';

/** When something is: a day, an instant, or a clock's reading in a zone. */
export type Moment =
  | { kind: 'day'; wallMs: number }
  | { kind: 'instant'; instantMs: number }
  | { kind: 'local'; wallMs: number; zone: Zone };

export type ZoneFinder = ReturnType<typeof createZoneFinder>;

/**
 * Finds what a file means by a TZID: an IANA name, one of Windows, a path that ends in either, or else a zone whose
 * clock shows what the file's own VTIMEZONE says.
 */
export function createZoneFinder(calendar: Component, defaultZone: Zone) {
  const definitions = new Map(
    calendar.components
      .filter(({ name }) => name === 'VTIMEZONE')
      .map((component) => [findProperty(component, 'TZID')?.value ?? '', component]),
  );
  const found = new Map<string, Zone | undefined>();
  const find = (name: string): Zone | undefined => {
    const definition = definitions.get(name);
    const location = definition && findProperty(definition, 'X-LIC-LOCATION')?.value;
    return (
      findNamedZone(name) ??
      (location === undefined ? undefined : findNamedZone(location)) ??
      (definition && findZoneLike(definition, defaultZone))
    );
  };
  const said = findProperty(calendar, 'X-WR-TIMEZONE')?.value;
  return {
    /** Of times without a zone. */
    floating: (said === undefined ? undefined : findNamedZone(said.trim())) ?? defaultZone,
    find: (name: string): Zone | undefined => {
      if (!found.has(name)) found.set(name, find(name));
      return found.get(name);
    },
  };
}

const LONGEST_NAME = 200;

function findNamedZone(name: string): Zone | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  const zone = findZone(name) ?? findZone(WINDOWS_ZONES.get(name) ?? '');
  const rest = name.indexOf('/');
  return zone ?? (rest < 0 ? undefined : findNamedZone(name.slice(rest + 1)));
}

/** The clocks must agree through these years, at noon of each day. */
const ALIKE = { fromWallMs: wallOf(2024, 0, 1), toWallMs: wallOf(2026, 0, 1) };
/** A definition with more changes of the clocks than that is none. */
const MAX_ONSETS = 1_000;

function findZoneLike(definition: Component, defaultZone: Zone): Zone | undefined {
  const offsets = readOffsets(definition);
  if (!offsets) return undefined;
  const candidates = [defaultZone.id, ...WINDOWS_ZONES.values()];
  for (let hours = -12; hours <= 14; hours += 1)
    candidates.push(`Etc/GMT${hours < 0 ? '+' : '-'}${Math.abs(hours)}`);
  for (const id of candidates) {
    const zone = findZone(id);
    if (zone && offsets.every(({ wallMs, offsetMs }) => zone.toInstant(wallMs) === wallMs - offsetMs))
      return zone;
  }
  return undefined;
}

/** What a VTIMEZONE says. */
function readOffsets(definition: Component): { wallMs: number; offsetMs: number }[] | undefined {
  const onsets: { wallMs: number; offsetMs: number }[] = [];
  try {
    for (const observance of definition.components) {
      const offsetMs = parseOffset(findProperty(observance, 'TZOFFSETTO')?.value ?? '');
      for (const wallMs of listOnsets(observance)) {
        onsets.push({ wallMs, offsetMs });
        if (onsets.length > MAX_ONSETS) return undefined;
      }
    }
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
  onsets.sort((a, b) => a.wallMs - b.wallMs);
  const offsets: { wallMs: number; offsetMs: number }[] = [];
  for (let wallMs = ALIKE.fromWallMs + 12 * HOUR_MS; wallMs < ALIKE.toWallMs; wallMs += DAY_MS) {
    const onset = onsets.findLast((candidate) => candidate.wallMs <= wallMs);
    if (!onset) return undefined;
    offsets.push({ wallMs, offsetMs: onset.offsetMs });
  }
  return offsets;
}

/** When an observance begins, by the old time; of a rule what matters today. */
function* listOnsets(observance: Component): Generator<number> {
  for (const name of ['DTSTART', 'RDATE'])
    for (const { value } of listProperties(observance, name))
      for (const text of value.split(',')) yield parseMoment(name, text.trim()).wallMs;
  const text = findProperty(observance, 'RRULE')?.value;
  const start = findProperty(observance, 'DTSTART')?.value;
  if (text === undefined || start === undefined) return;
  const rule = parseRule(text);
  const { until } = rule;
  // To the day is near enough for a rule that ended years ago.
  const untilMs = until ? ('wallMs' in until ? until.wallMs : until.instantMs + DAY_MS) : ALIKE.toWallMs;
  yield* listRuleStarts(rule, parseMoment('DTSTART', start).wallMs, {
    fromWallMs: wallOf(2000, 0, 1),
    toWallMs: Math.min(untilMs, ALIKE.toWallMs),
  });
}

function parseOffset(text: string): number {
  const [, sign, hours, minutes, seconds = '0'] = /^([+-])(\d{2})(\d{2})(\d{2})?$/.exec(text.trim()) ?? [];
  if (sign === undefined) throw invalid("Its TZOFFSETTO can't be read");
  const ms = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
  return sign === '-' ? -ms : ms;
}

/** @throws AppError `invalid_payload` that says what can't be read */
export function readMoments(property: Property, zones: ZoneFinder): Moment[] {
  const name = property.parameters.get('TZID');
  return property.value.split(',').map((text): Moment => {
    const { wallMs, form } = parseMoment(property.name, text.trim());
    if (form === 'day') return { kind: 'day', wallMs };
    if (form === 'utc') return { kind: 'instant', instantMs: wallMs };
    const zone = name === undefined ? zones.floating : zones.find(name);
    if (!zone) throw invalid(`Its time zone ${JSON.stringify(name)} is unknown`);
    return { kind: 'local', wallMs, zone };
  });
}

function parseMoment(name: string, text: string): { wallMs: number; form: 'day' | 'utc' | 'local' } {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/i.exec(text);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (match ?? [])
    .slice(1, 7)
    .map((digits) => Number(digits ?? 0));
  const dayMs = wallOf(year, month - 1, day);
  const date = new Date(dayMs);
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!match || !isDate || hour > 23 || minute > 59 || second > 60)
    throw invalid(`Its ${name} can't be read`);
  if (match[4] === undefined) return { wallMs: dayMs, form: 'day' };
  // A leap second is none to a clock of milliseconds.
  const wallMs = dayMs + hour * HOUR_MS + minute * MINUTE_MS + Math.min(second, 59) * SECOND_MS;
  return { wallMs, form: match[7] ? 'utc' : 'local' };
}

/** A DURATION: its weeks and days are the calendar's, the rest is exact. */
export function parseDuration(text: string): { days: number; ms: number } {
  const match =
    /^\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/i.exec(
      text.trim(),
    );
  if (!match) throw invalid("Its DURATION can't be read");
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  return { days: weeks * 7 + days, ms: hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS };
}
