import { AppError, invalid } from '#server/platform/errors.ts';
import { type Component, findProperty, listProperties, parseCalendars, readText } from './icalendar-parse.ts';
import {
  createZoneFinder,
  type Moment,
  parseDuration,
  readMoments,
  type ZoneFinder,
} from './icalendar-times.ts';
import { formatInstant, isKept } from './instants.ts';
import type { Change } from './occurrences.ts';
import { createSeries, findStarts, type Range, type Series } from './recurrence.ts';
import { parseRule } from './recurrence-rule.ts';
import { DAY_MS, findZone, type Zone } from './wall-clock.ts';

export type ReadSession = {
  uid: string;
  name: string;
  description: string | null;
  series: Series;
  changes: Change[];
};

/** What isn't kept has a reason, for a person to read. */
export type ReadResult =
  | { kind: 'session'; session: ReadSession }
  | { kind: 'skipped'; uid: string; reason: string };

const MAX_NAME = 200;
const MAX_DESCRIPTION = 5_000;
const MAX_UID = 500;
const CALLED_OFF = 'It was called off';

/** A change needs a look at the series. */
const MAX_CHANGES = 1_000;

/**
 * What a file of Google, Apple, Outlook or any other has to say in sessions, one by one as they are asked for, so that
 * a large file needn't be read in one go. Texts that are too long are cut; guests, alarms and the like are left out.
 * @param options.zone of times that don't say theirs, where the file doesn't either
 * @throws AppError `invalid_payload` at once, where the file isn't iCalendar
 */
export function readCalendar(text: string, options: { zone: Zone }): Iterable<ReadResult> {
  const calendars = parseCalendars(text);
  return (function* () {
    for (const calendar of calendars) yield* readEvents(calendar, createZoneFinder(calendar, options.zone));
  })();
}

function* readEvents(calendar: Component, zones: ZoneFinder): Generator<ReadResult> {
  for (const component of calendar.components)
    if (component.name === 'VTODO' || component.name === 'VJOURNAL')
      yield skip(uidOf(component), `It is a ${component.name}, and only events are kept`);
  const events = calendar.components.filter(({ name }) => name === 'VEVENT');
  const isCalledOff = readText(calendar, 'METHOD')?.toUpperCase() === 'CANCEL';
  for (const [uid, components] of Map.groupBy(events, uidOf)) {
    if (isCalledOff) yield skip(uid, CALLED_OFF);
    else if (uid === '' || uid.length > MAX_UID) yield skip(uid, 'It has no UID that can be kept');
    else yield* readEvent(uid, components, zones);
  }
}

const skip = (uid: string, reason: string): ReadResult => ({ kind: 'skipped', uid, reason });

const uidOf = (component: Component): string => readText(component, 'UID') ?? '';

/** An event and its changed occurrences. */
function readEvent(uid: string, components: readonly Component[], zones: ZoneFinder): ReadResult[] {
  const [overrides, mains] = partition(components, (component) => findProperty(component, 'RECURRENCE-ID'));
  const main = mains.reduce<Component | undefined>(
    (latest, component) => (latest && sequenceOf(latest) > sequenceOf(component) ? latest : component),
    undefined,
  );
  if (!main)
    // One who was asked to a single evening of a series gets that evening alone.
    return overrides.map((override) => {
      const own = `${uid}/${findProperty(override, 'RECURRENCE-ID')?.value}`;
      return toResult(
        own,
        attempt(() => readSession(own, override, zones)),
      );
    });
  if (overrides.length > MAX_CHANGES)
    return [skip(uid, `It has more than ${MAX_CHANGES} changed occurrences`)];
  const read = attempt(() => includeChanged(readSession(uid, main, zones), overrides, zones));
  if ('reason' in read) return [toResult(uid, read)];
  const { value: session } = read;
  const changes = overrides.map((override) => attempt(() => readChange(session, override, zones)));
  const there = findStarts(
    session.series,
    changes.flatMap((change) => ('value' in change ? [change.value.originalStartMs] : [])),
  );
  const skipped: ReadResult[] = [];
  for (const change of changes) {
    if ('reason' in change) skipped.push(skip(uid, change.reason));
    else if (there.has(change.value.originalStartMs)) session.changes.push(change.value);
    else skipped.push(skip(uid, noOccurrenceAt(change.value)));
  }
  return [toResult(uid, read), ...skipped];
}

const noOccurrenceAt = ({ originalStartMs }: Change): string =>
  `It changes an occurrence of ${formatInstant(originalStartMs)}, and has none then`;

type Attempt<T> = { value: T } | { reason: string };

function attempt<T>(read: () => T): Attempt<T> {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { reason: error.message };
  }
}

const toResult = (uid: string, read: Attempt<ReadSession>): ReadResult =>
  'reason' in read ? skip(uid, read.reason) : { kind: 'session', session: read.value };

function partition<T>(values: readonly T[], test: (value: T) => unknown): [T[], T[]] {
  const groups = Map.groupBy(values, (value) => Boolean(test(value)));
  return [groups.get(true) ?? [], groups.get(false) ?? []];
}

const sequenceOf = (component: Component): number => Number(findProperty(component, 'SEQUENCE')?.value ?? 0);

function readSession(uid: string, component: Component, zones: ZoneFinder): ReadSession {
  refuseUnkept(component);
  const start = readOne(component, 'DTSTART', zones);
  if (!start) throw invalid('It has no DTSTART');
  const rules = findProperty(component, 'RECURRENCE-ID') ? [] : listProperties(component, 'RRULE');
  const [rule, ...others] = rules.map(({ value }) => parseRule(value));
  if (others.length > 0) throw invalid('It has more than one RRULE');
  const zone = zoneOf(start, zones, rule !== undefined);
  const range = readRange(component, start, zone, zones);
  refuseFar(range);
  const startWallMs = start.kind === 'instant' ? zone.toWall(start.instantMs) : start.wallMs;
  const exDates = listProperties(component, 'EXDATE')
    .flatMap((property) => readMoments(property, zones))
    .map((moment) => startOf(moment, zone, startWallMs));
  return {
    uid,
    name: cut(readText(component, 'SUMMARY') ?? 'Untitled', MAX_NAME),
    description: readDescription(component),
    series: createSeries({ ...range, timeZone: zone.id, rule, exDates, startWallMs }),
    changes: [],
  };
}

function refuseUnkept(component: Component): void {
  if (readText(component, 'STATUS')?.toUpperCase() === 'CANCELLED') throw invalid(CALLED_OFF);
  for (const name of ['RDATE', 'EXRULE'])
    if (findProperty(component, name)) throw invalid(`It has an ${name}, which can't be kept`);
}

function refuseFar({ startMs, endMs }: Range): void {
  if (!isKept(startMs) || !isKept(endMs)) throw invalid('It is not from 1900 to 2199');
}

/** Some programs exclude an occurrence that they tell of beside it. */
function includeChanged(
  session: ReadSession,
  overrides: readonly Component[],
  zones: ZoneFinder,
): ReadSession {
  const { series } = session;
  if (series.excluded.size === 0) return session;
  const changed = overrides.flatMap((override) => {
    const id = attempt(() => readOne(override, 'RECURRENCE-ID', zones));
    return 'value' in id && id.value ? [originalStartOf(id.value, series)] : [];
  });
  return { ...session, series: { ...series, excluded: series.excluded.difference(new Set(changed)) } };
}

const originalStartOf = (id: Moment, { zone, startWallMs }: Series): number => startOf(id, zone, startWallMs);

/** An occurrence that takes place at another time, under another name, or not at all. */
function readChange(session: ReadSession, component: Component, zones: ZoneFinder): Change {
  const { series } = session;
  const id = readOne(component, 'RECURRENCE-ID', zones);
  if (!id) throw invalid('It has no RECURRENCE-ID');
  if (findProperty(component, 'RECURRENCE-ID')?.parameters.get('RANGE')?.toUpperCase() === 'THISANDFUTURE')
    throw invalid("It changes all that follow an occurrence at once, which can't be kept");
  const originalStartMs = originalStartOf(id, series);
  if (readText(component, 'STATUS')?.toUpperCase() === 'CANCELLED')
    return { originalStartMs, isCancelled: true };
  const start = readOne(component, 'DTSTART', zones) ?? { kind: 'instant', instantMs: originalStartMs };
  const hasLength = findProperty(component, 'DTEND') || findProperty(component, 'DURATION');
  const range = hasLength
    ? readRange(component, start, zoneOf(start, zones, true), zones)
    : lengthen(startOf(start, series.zone, series.startWallMs), series.durationMs);
  if (range.endMs <= range.startMs) throw invalid('It has an occurrence that ends as it starts');
  refuseFar(range);
  const name = cut(readText(component, 'SUMMARY') ?? session.name, MAX_NAME);
  const description = readDescription(component);
  return {
    originalStartMs,
    isCancelled: false,
    ...range,
    ...(name === session.name ? {} : { name }),
    ...(description === null || description === session.description ? {} : { description }),
  };
}

function readOne(component: Component, name: string, zones: ZoneFinder): Moment | undefined {
  const property = findProperty(component, name);
  return property && readMoments(property, zones)[0];
}

/** What takes place once in UTC is as well told in the calendar's zone; a rule counts in the zone that it was given. */
function zoneOf(start: Moment, zones: ZoneFinder, isRecurring: boolean): Zone {
  if (start.kind === 'local') return start.zone;
  return (start.kind === 'instant' && isRecurring && findZone('UTC')) || zones.floating;
}

/** @param likeWallMs what has the time of day of a moment that is a day */
function startOf(moment: Moment, zone: Zone, likeWallMs: number): number {
  if (moment.kind === 'instant') return moment.instantMs;
  if (moment.kind === 'local') return moment.zone.toInstant(moment.wallMs);
  return zone.toInstant(moment.wallMs + likeWallMs - Math.floor(likeWallMs / DAY_MS) * DAY_MS);
}

function readRange(component: Component, start: Moment, zone: Zone, zones: ZoneFinder): Range {
  const startMs = startOf(start, zone, 0);
  const end = readOne(component, 'DTEND', zones);
  const duration = findProperty(component, 'DURATION');
  if (end) {
    const endMs = startOf(end, zone, 0);
    // Some programs end a day with itself.
    if (start.kind === 'day' && endMs === startMs) return addDays(zone, startMs, 1);
    return { startMs, endMs };
  }
  if (duration) {
    const { days, ms } = parseDuration(duration.value);
    return lengthen(startMs, addDays(zone, startMs, days).endMs - startMs + ms);
  }
  return start.kind === 'day' ? addDays(zone, startMs, 1) : { startMs, endMs: startMs };
}

const lengthen = (startMs: number, durationMs: number): Range => ({ startMs, endMs: startMs + durationMs });

const addDays = (zone: Zone, startMs: number, days: number): Range =>
  lengthen(startMs, days === 0 ? 0 : zone.toInstant(zone.toWall(startMs) + days * DAY_MS) - startMs);

/** A place has no field of its own. */
function readDescription(component: Component): string | null {
  const parts = [readText(component, 'DESCRIPTION'), readText(component, 'LOCATION')];
  const text = parts.filter((part) => part !== undefined).join('\n\n');
  return text === '' ? null : cut(text, MAX_DESCRIPTION);
}

const cut = (text: string, length: number): string =>
  text.length <= length ? text : Array.from(text).slice(0, length).join('');
