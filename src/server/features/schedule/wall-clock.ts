export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/**
 * A time zone. Wall-clock times are numbers: the milliseconds since 1970 that the same reading of a clock has in UTC,
 * so that days and months are counted without asking for offsets.
 */
export type Zone = {
  /** As IANA writes it. */
  id: string;
  toWall(instantMs: number): number;
  /** A wall-clock time that is skipped shifts forward by what is skipped; of one that comes twice it is the first. */
  toInstant(wallMs: number): number;
  /** What the clock is ahead of UTC. */
  offsetAt(instantMs: number): number;
  /** When the offset changes, in order, half-open. */
  transitionsBetween(fromMs: number, toMs: number): number[];
};

/** From `fromMs` on the offset holds. */
type Span = { fromMs: number; offsetMs: number };

/** Zones are facts of the machine and there are a few hundred, so each is looked up once in the process. */
const zones = new Map<string, Zone>();

/** @returns undefined where the machine knows no such zone; an offset like `+02:00` is none */
export function findZone(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known) return known;
  const id = canonicalName(name);
  if (id === undefined) return undefined;
  const zone = zones.get(id) ?? createZone(id);
  zones.set(id, zone);
  return zone;
}

function canonicalName(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId;
  } catch {
    // The only way to ask whether a zone exists.
    return undefined;
  }
}

function createZone(id: string): Zone {
  const spansByYear = new Map<number, Span[]>();
  // Most questions are about the same part of the year as the one before.
  let recent: Span & { toMs: number } = { fromMs: 0, toMs: 0, offsetMs: 0 };

  const spansOf = (year: number): Span[] => {
    let spans = spansByYear.get(year);
    if (!spans) {
      spans = readSpans(id, year);
      spansByYear.set(year, spans);
    }
    return spans;
  };

  const offsetAt = (instantMs: number): number => {
    if (instantMs >= recent.fromMs && instantMs < recent.toMs) return recent.offsetMs;
    const year = new Date(instantMs).getUTCFullYear();
    const spans = spansOf(year);
    const index = spans.findLastIndex(({ fromMs }) => fromMs <= instantMs);
    const { fromMs, offsetMs } = spans[index] ?? recent;
    recent = { fromMs, offsetMs, toMs: spans[index + 1]?.fromMs ?? startOfYear(year + 1) };
    return offsetMs;
  };

  return {
    id,
    offsetAt,
    toWall: (instantMs) => instantMs + offsetAt(instantMs),
    toInstant: (wallMs) => {
      // No offset is as long as a day, so these are the ones before and after any transition nearby.
      const before = offsetAt(wallMs - DAY_MS);
      const after = offsetAt(wallMs + DAY_MS);
      if (before === after || offsetAt(wallMs - before) === before) return wallMs - before;
      // Without a fitting offset the time is skipped, and the offset before shifts it forward.
      return offsetAt(wallMs - after) === after ? wallMs - after : wallMs - before;
    },
    transitionsBetween: (fromMs, toMs) => {
      const transitions: number[] = [];
      for (let year = new Date(fromMs).getUTCFullYear(); startOfYear(year) < toMs; year += 1) {
        for (const { fromMs: atMs } of spansOf(year).slice(1))
          if (atMs >= fromMs && atMs < toMs) transitions.push(atMs);
      }
      return transitions;
    },
  };
}

/** The offsets of one year by UTC, the first of them from the year's start. */
function readSpans(id: string, year: number): Span[] {
  const end = startOfYear(year + 1);
  let moment: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(
    startOfYear(year),
  ).toZonedDateTimeISO(id);
  const spans: Span[] = [];
  while (moment && moment.epochMilliseconds < end) {
    spans.push({ fromMs: moment.epochMilliseconds, offsetMs: moment.offsetNanoseconds / 1e6 });
    moment = moment.getTimeZoneTransition('next');
  }
  return spans;
}

/** @param month from 0; one beyond the year is in another */
export function wallOf(year: number, month: number, day: number): number {
  // Date.UTC alone takes the years below 100 for those of the 20th century.
  return new Date(0).setUTCFullYear(year, month, day);
}

const startOfYear = (year: number): number => wallOf(year, 0, 1);
