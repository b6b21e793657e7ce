import { formatLocal, formatOffset, formatUtc } from './icalendar-text.ts';
import { WEEKDAYS } from './recurrence-rule.ts';
import { DAY_MS, wallOf, type Zone } from './wall-clock.ts';

/** A change of the clocks: at what reading of the old time, and between what offsets. */
type Onset = { atMs: number; wallMs: number; fromMs: number; toMs: number };

/** So many years alike are taken for a rule. */
const FEWEST_FOR_RULE = 3;

/**
 * A VTIMEZONE's lines: what the zone does from one instant to another, and, where that is the same each year up to the
 * end, for ever. Years alike are a rule, which is what most calendar programs expect; others are listed.
 */
export function describeZone(zone: Zone, window: { fromMs: number; toMs: number }): string[] {
  const onsets = zone.transitionsBetween(window.fromMs, window.toMs).map((atMs): Onset => {
    const fromMs = zone.offsetAt(atMs - 1);
    return { atMs, wallMs: atMs + fromMs, fromMs, toMs: zone.offsetAt(atMs) };
  });
  const lines = ['BEGIN:VTIMEZONE', `TZID:${zone.id}`];
  const earliest = zone.offsetAt(window.fromMs);
  lines.push(
    ...describeObservance({
      atMs: window.fromMs,
      wallMs: zone.toWall(window.fromMs),
      fromMs: earliest,
      toMs: earliest,
    }),
  );
  const groups = Map.groupBy(onsets, ({ fromMs, toMs }) => `${fromMs}/${toMs}`);
  const lastYear = new Date(window.toMs).getUTCFullYear() - 1;
  for (const group of groups.values()) lines.push(...describeGroup(group, lastYear));
  lines.push('END:VTIMEZONE');
  return lines;
}

/** Changes between the same offsets: their runs of years alike, then those that belong to none. */
function describeGroup(onsets: readonly Onset[], lastYear: number): string[] {
  const lines: string[] = [];
  const single: Onset[] = [];
  let start = 0;
  while (start < onsets.length) {
    const { length, day } = findRun(onsets.slice(start));
    const run = onsets.slice(start, start + length);
    const [first, last] = [run[0], run.at(-1)];
    if (first && last && day !== undefined && length >= FEWEST_FOR_RULE) {
      const date = new Date(first.wallMs);
      const until = yearOf(last) >= lastYear ? '' : `;UNTIL=${formatUtc(last.atMs)}`;
      const rule = `FREQ=YEARLY;BYMONTH=${date.getUTCMonth() + 1};BYDAY=${day}${until}`;
      lines.push(...describeObservance(first, [`RRULE:${rule}`]));
    } else single.push(...run);
    start += length;
  }
  const [first, ...others] = single;
  if (first) {
    // Some readers take the dates alone, without the start.
    const dates = others.length > 0 ? single : [];
    lines.push(
      ...describeObservance(
        first,
        dates.map(({ wallMs }) => `RDATE:${formatLocal(wallMs)}`),
      ),
    );
  }
  return lines;
}

/** How many changes from the first on are a year apart, at the same time of a day of the month that is said alike. */
function findRun(onsets: readonly Onset[]): { length: number; day: string | undefined } {
  let days = onsets[0] ? daysSaid(onsets[0]) : [];
  let length = Math.min(1, onsets.length);
  for (; length < onsets.length; length += 1) {
    const [before, onset] = [onsets[length - 1], onsets[length]];
    if (!before || !onset || yearOf(onset) !== yearOf(before) + 1 || !isSameTime(before, onset)) break;
    const said = daysSaid(onset);
    const common = days.filter((day) => said.includes(day));
    if (common.length === 0) break;
    days = common;
  }
  return { length, day: days[0] };
}

const yearOf = ({ wallMs }: Onset): number => new Date(wallMs).getUTCFullYear();

const isSameTime = (a: Onset, b: Onset): boolean =>
  new Date(a.wallMs).getUTCMonth() === new Date(b.wallMs).getUTCMonth() &&
  a.wallMs - Math.floor(a.wallMs / DAY_MS) * DAY_MS === b.wallMs - Math.floor(b.wallMs / DAY_MS) * DAY_MS;

/** The ways to say a day: the last or the nth of its weekday in the month, then the first from some date on. */
function daysSaid({ wallMs }: Onset): string[] {
  const date = new Date(wallMs);
  const weekday = WEEKDAYS[(date.getUTCDay() + 6) % 7];
  const day = date.getUTCDate();
  const length = new Date(wallOf(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const said = day + 7 > length ? [`-1${weekday}`] : [];
  said.push(`${Math.ceil(day / 7)}${weekday}`);
  for (let from = Math.max(1, day - 6); from <= day; from += 1) {
    const dates = Array.from({ length: 7 }, (_, index) => from + index);
    said.push(`${weekday};BYMONTHDAY=${dates.join(',')}`);
  }
  return said;
}

function describeObservance(onset: Onset, recurrence: readonly string[] = []): string[] {
  const kind = onset.toMs > onset.fromMs ? 'DAYLIGHT' : 'STANDARD';
  return [
    `BEGIN:${kind}`,
    `DTSTART:${formatLocal(onset.wallMs)}`,
    `TZOFFSETFROM:${formatOffset(onset.fromMs)}`,
    `TZOFFSETTO:${formatOffset(onset.toMs)}`,
    ...recurrence,
    `END:${kind}`,
  ];
}
