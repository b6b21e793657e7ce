import { invalid } from '#server/platform/errors.ts';
import { type RecurrenceRule, withoutEnd } from './recurrence-rule.ts';
import { listRuleStarts } from './rule-starts.ts';
import { DAY_MS, findZone, wallOf, type Zone } from './wall-clock.ts';

/** When a session takes place: once, or by a rule. Made by `createSeries`. */
export type Series = {
  zone: Zone;
  /** Of the first occurrence, which fits the rule. */
  startMs: number;
  /** Where the zone skips this time, it is another one than that of `startMs`. */
  startWallMs: number;
  /** Exact: what begins before a change of the clock ends after as much time as ever. */
  durationMs: number;
  rule: RecurrenceRule | undefined;
  /** Starts that are left out, and count towards a rule's count. */
  excluded: ReadonlySet<number>;
};

/** Half-open. */
export type Range = { startMs: number; endMs: number };

/** One start of a series, before anything was changed about it. */
export type Start = { startMs: number; wallMs: number };

/** How long after its start a rule may have its first occurrence; a Monday that is a leap day comes within it. */
const FIRST_WITHIN_MS = 41 * 366 * DAY_MS;
/** No window reaches further, and no rule is followed for longer. */
const LAST_WALL_MS = wallOf(2_300, 0, 1) - 1;

/**
 * @param input.startWallMs where it isn't the clock's time at `startMs`
 * @param input.exDates starts to leave out; others do nothing
 * @throws AppError `invalid_payload` for what can be no series
 */
export function createSeries(input: {
  startMs: number;
  endMs: number;
  timeZone: string;
  rule?: RecurrenceRule | undefined;
  exDates?: readonly number[] | undefined;
  startWallMs?: number | undefined;
}): Series {
  const zone = findZone(input.timeZone);
  if (!zone) throw invalid('timeZone must be the name of an IANA time zone');
  if (input.endMs <= input.startMs) throw invalid('endDateTime must be after startDateTime');
  const startWallMs = input.startWallMs ?? zone.toWall(input.startMs);
  const series: Series = {
    zone,
    startMs: input.startMs,
    startWallMs,
    durationMs: input.endMs - input.startMs,
    rule: input.rule,
    excluded: new Set(input.exDates),
  };
  if (!input.rule) return series;
  const endless = { ...series, rule: withoutEnd(input.rule) };
  const [firstWallMs] = wallStarts(endless, startWallMs, startWallMs + FIRST_WITHIN_MS);
  if (firstWallMs === undefined) throw invalid('The recurrence has no occurrence');
  const startMs = firstWallMs === startWallMs ? input.startMs : zone.toInstant(firstWallMs);
  if (startMs > untilOf(series)) throw invalid('The recurrence ends before its first occurrence');
  return { ...series, startMs, startWallMs: firstWallMs };
}

/**
 * The starts from one instant to another, half-open, in order; excluded ones are left out.
 * @param limit at most so many, from the earliest
 */
export function listStarts(
  series: Series,
  { fromMs, toMs, limit = Number.POSITIVE_INFINITY }: { fromMs: number; toMs: number; limit?: number },
): Start[] {
  const { zone, startWallMs, startMs: firstMs, excluded } = series;
  const untilMs = untilOf(series);
  const starts: Start[] = [];
  // The clock goes back by a day at most, and what is skipped shifts forward by no more.
  const fromWallMs = zone.toWall(Math.max(fromMs, firstMs)) - DAY_MS;
  const toWallMs = zone.toWall(Math.min(toMs, untilMs + 1, LAST_WALL_MS)) + DAY_MS;
  for (const wallMs of wallStarts(series, fromWallMs, Math.min(toWallMs, LAST_WALL_MS))) {
    const startMs = wallMs === startWallMs ? firstMs : zone.toInstant(wallMs);
    if (startMs < Math.max(fromMs, firstMs) || startMs >= toMs || startMs > untilMs || excluded.has(startMs))
      continue;
    // What follows a shifted start may come before it.
    if (starts.length >= limit && zone.toWall(startMs) === wallMs) break;
    addInOrder(starts, { startMs, wallMs });
  }
  return starts.length > limit ? starts.slice(0, limit) : starts;
}

/** What shifts forward out of a skipped hour can pass, or meet, what starts after that hour. */
function addInOrder(starts: Start[], start: Start): void {
  const before = starts.findLastIndex(({ startMs }) => startMs <= start.startMs);
  if (starts[before]?.startMs !== start.startMs) starts.splice(before + 1, 0, start);
}

/** @returns undefined where the series has no such start, or leaves it out */
export function findStart(series: Series, startMs: number): Start | undefined {
  return listStarts(series, { fromMs: startMs, toMs: startMs + 1 })[0];
}

/** Those of some instants at which the series has a start. */
export function findStarts(series: Series, instants: readonly number[]): Map<number, Start> {
  const found = new Map<number, Start>();
  if (instants.length === 0) return found;
  // Of a rule with a count each look begins with the first start, so there is one for all.
  const isCounted = series.rule?.count !== undefined;
  const sought = new Set(instants);
  for (const instant of isCounted ? [Math.min(...instants)] : sought) {
    const toMs = (isCounted ? Math.max(...instants) : instant) + 1;
    for (const start of listStarts(series, { fromMs: instant, toMs }))
      if (sought.has(start.startMs)) found.set(start.startMs, start);
  }
  return found;
}

/** How many starts a rule has before a wall-clock time, excluded ones too. */
export function countStartsBefore(series: Series, wallMs: number): number {
  let count = 0;
  for (const _ of wallStarts(series, series.startWallMs, wallMs - 1)) count += 1;
  return count;
}

/**
 * After which instant no occurrence of the rule itself goes on.
 * @returns undefined where there is no such instant, or it is too far to tell
 */
export function endOf(series: Series): number | undefined {
  const { rule, zone, startMs, startWallMs, durationMs } = series;
  if (!rule) return startMs + durationMs;
  if (rule.until) return untilOf(series) + durationMs;
  if (rule.count === undefined) return undefined;
  let found = 0;
  // Not the last, where a skipped hour shifts one forward past another.
  let lastMs = startMs;
  for (const wallMs of wallStarts(series, startWallMs, LAST_WALL_MS)) {
    found += 1;
    if (found > rule.count - 2) lastMs = Math.max(lastMs, zone.toInstant(wallMs));
  }
  return found === rule.count ? lastMs + durationMs : undefined;
}

/** The last instant at which an occurrence may start, or infinity. */
export function untilOf({ rule, zone }: Series): number {
  if (!rule?.until) return Number.POSITIVE_INFINITY;
  return 'instantMs' in rule.until ? rule.until.instantMs : zone.toInstant(rule.until.wallMs);
}

/** The starts in wall-clock time, both bounds included, in order; what ends a rule by date is left to the caller. */
function wallStarts(series: Series, fromWallMs: number, toWallMs: number): Iterable<number> {
  const { rule, startWallMs } = series;
  if (rule) return listRuleStarts(rule, startWallMs, { fromWallMs, toWallMs });
  return startWallMs >= fromWallMs && startWallMs <= toWallMs ? [startWallMs] : [];
}
