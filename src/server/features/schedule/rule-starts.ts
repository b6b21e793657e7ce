import type { RecurrenceRule } from './recurrence-rule.ts';
import { createDayFinder, periodAround } from './rule-days.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './wall-clock.ts';

/**
 * The starts that a rule gives from one wall-clock time to another, both included, in order; not before the rule's own
 * start, and not beyond its count. An end by date is left to the caller, who knows the zone.
 * @param firstWallMs the rule's own start, which may not fit it
 */
export function* listRuleStarts(
  rule: RecurrenceRule,
  firstWallMs: number,
  { fromWallMs, toWallMs }: { fromWallMs: number; toWallMs: number },
): Generator<number> {
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  // The nth is only known from the first.
  const from = rule.count === undefined ? Math.max(fromWallMs, firstWallMs) : firstWallMs;
  for (const wallMs of listUnbounded(rule, firstWallMs, from, toWallMs)) {
    if (wallMs < from) continue;
    if (wallMs > toWallMs || left === 0) return;
    left -= 1;
    if (wallMs >= fromWallMs) yield wallMs;
  }
}

/** In order, and some before and after what is asked for. */
function* listUnbounded(
  rule: RecurrenceRule,
  firstWallMs: number,
  fromWallMs: number,
  toWallMs: number,
): Generator<number> {
  const findDays = createDayFinder(rule, Math.floor(firstWallMs / DAY_MS));
  const listTimes = createTimes(rule, firstWallMs);
  const fromDay = Math.floor(fromWallMs / DAY_MS);
  const toDay = Math.floor(toWallMs / DAY_MS);
  if (rule.bySetPos.length === 0 || !repeatsByDays(rule)) {
    for (const days of findDays(fromDay, toDay)) for (const day of days) yield* listTimes(day);
    return;
  }
  const times = [...listTimes(0)];
  // A position counts in the whole of a period.
  let [start, end] = periodAround(rule, fromDay);
  while (start <= toDay) {
    const days = [...findDays(start, end)].flat();
    // Each day has the same times, so a period's starts needn't all be written down.
    for (const index of placesOf(rule.bySetPos, days.length * times.length)) {
      const [day, time] = [days[Math.floor(index / times.length)], times[index % times.length]];
      if (day !== undefined && time !== undefined) yield day * DAY_MS + time;
    }
    [start, end] = periodAround(rule, end + 1);
  }
}

/** Whether a period is of several days, and its positions are not simply of each day, hour or minute. */
const repeatsByDays = ({ frequency }: RecurrenceRule): boolean =>
  frequency === 'WEEKLY' || frequency === 'MONTHLY' || frequency === 'YEARLY';

/** Which of so many are meant, in order, from 0. */
function placesOf(positions: readonly number[], length: number): number[] {
  const places = positions.map((position) => (position > 0 ? position - 1 : length + position));
  return [...new Set(places)].filter((place) => place >= 0 && place < length).sort((a, b) => a - b);
}

const pick = (positions: readonly number[], starts: readonly number[]): readonly number[] =>
  positions.length === 0
    ? starts
    : placesOf(positions, starts.length).flatMap((place) => starts[place] ?? []);

/** The starts of a day, in order. */
function createTimes(rule: RecurrenceRule, firstWallMs: number): (day: number) => Iterable<number> {
  const { frequency, byHour, byMinute, bySecond } = rule;
  const first = new Date(firstWallMs);
  const restMs = first.getUTCMilliseconds();
  const orElse = (given: readonly number[], value: number) => (given.length > 0 ? given : [value]);
  const seconds = orElse(bySecond, first.getUTCSeconds()).map((second) => second * SECOND_MS + restMs);
  const minutes = orElse(byMinute, first.getUTCMinutes());
  const withSeconds = (ms: number) => seconds.map((second) => ms + second);
  const inHour = minutes.flatMap((minute) => withSeconds(minute * MINUTE_MS));
  if (frequency === 'HOURLY') return listSteps(rule, HOUR_MS, firstWallMs, pick(rule.bySetPos, inHour));
  if (frequency === 'MINUTELY') return listSteps(rule, MINUTE_MS, firstWallMs, pick(rule.bySetPos, seconds));
  const inDay = orElse(byHour, first.getUTCHours()).flatMap((hour) =>
    inHour.map((ms) => hour * HOUR_MS + ms),
  );
  const times = repeatsByDays(rule) ? inDay : pick(rule.bySetPos, inDay);
  return (day) => times.map((ms) => day * DAY_MS + ms);
}

/** The hours or minutes of a day that a rule reaches in its steps and means. */
function listSteps(
  { interval, byHour, byMinute }: RecurrenceRule,
  stepMs: number,
  firstWallMs: number,
  timesInStep: readonly number[],
): (day: number) => Iterable<number> {
  const firstStep = Math.floor(firstWallMs / stepMs);
  const stepsInDay = DAY_MS / stepMs;
  const isMeant = Array.from({ length: stepsInDay }, (_, step) => {
    const minutes = (step * stepMs) / MINUTE_MS;
    return (
      (byHour.length === 0 || byHour.includes(Math.floor(minutes / 60))) &&
      // Of an hour there is one step, whose minutes are its times.
      (stepMs === HOUR_MS || byMinute.length === 0 || byMinute.includes(minutes % 60))
    );
  });
  return function* (day) {
    const behind = (firstStep - day * stepsInDay) % interval;
    for (let step = behind < 0 ? behind + interval : behind; step < stepsInDay; step += interval)
      if (isMeant[step]) for (const ms of timesInStep) yield day * DAY_MS + step * stepMs + ms;
  };
}
