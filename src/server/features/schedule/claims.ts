import { invalid } from '#server/platform/errors.ts';
import { formatInstant } from './instants.ts';
import { type Change, listOccurrences } from './occurrences.ts';
import type { Range, Series } from './recurrence.ts';

/** The time that one occurrence keeps others away from. */
export type Claim = Range & { originalStartMs: number };

const MONTHS_AHEAD = 24;

/** What took place before keeps its time as well, so that a calendar is true in hindsight, too. */
const YEARS_BACK = 5;

/** Every hour of seven years, and some. */
const MAX_CLAIMS = 62_000;

/** Until when a session's occurrences are claimed: 24 months from now, or from its start if that is later. */
export function claimedUntil(series: Series, nowMs: number): number {
  const from = Temporal.Instant.fromEpochMilliseconds(Math.max(nowMs, series.startMs));
  return from.toZonedDateTimeISO('UTC').add({ months: MONTHS_AHEAD }).epochMilliseconds;
}

/**
 * The claims of a session: of one that takes place once its time, whenever that is; of a recurring one what ended within
 * the last five years or begins within the next 24 months.
 * @throws AppError `invalid_payload` where occurrences overlap, or are too many
 */
export function claimsOf(series: Series, changes: readonly Change[], nowMs: number): Claim[] {
  const claims = listClaimable(series, changes, nowMs);
  if (claims.length > MAX_CLAIMS)
    throw invalid(
      `A session can have at most ${MAX_CLAIMS} occurrences from ${YEARS_BACK} years ago to ${MONTHS_AHEAD} months ahead`,
    );
  refuseOverlap(claims);
  // What began before that is told by its first months.
  if (series.rule && series.startMs < claimedFrom(nowMs))
    refuseOverlap(listClaimable(series, changes, series.startMs));
  return claims;
}

/** The same for a series that was kept before, whatever becomes of it with the years: what can be claimed. */
export const claimsAhead = (series: Series, changes: readonly Change[], nowMs: number): Claim[] =>
  listClaimable(series, changes, nowMs).slice(0, MAX_CLAIMS);

const claimedFrom = (nowMs: number): number =>
  Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO('UTC').subtract({ years: YEARS_BACK })
    .epochMilliseconds;

/** One more than there may be, where there are too many. */
function listClaimable(series: Series, changes: readonly Change[], nowMs: number): Claim[] {
  const window = series.rule
    ? { fromMs: claimedFrom(nowMs), toMs: claimedUntil(series, nowMs) }
    : { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
  return listOccurrences(series, changes, { ...window, limit: MAX_CLAIMS + 1 }).map(
    ({ originalStartMs, startMs, endMs }) => ({ originalStartMs, startMs, endMs }),
  );
}

function refuseOverlap(claims: readonly Claim[]): void {
  for (const [index, { startMs }] of claims.entries()) {
    const before = claims[index - 1];
    if (before && before.endMs > startMs)
      throw invalid(
        `The session's own occurrences overlap, those of ${formatInstant(before.startMs)} and ${formatInstant(startMs)}`,
      );
  }
}

/** What to take away from the claims that are held, and what to add, so that they are the wanted ones. */
export function compareClaims(
  held: readonly Claim[],
  wanted: readonly Claim[],
): { added: Claim[]; removed: Claim[] } {
  const keysOf = (claims: readonly Claim[]) => new Set(claims.map(keyOf));
  const heldKeys = keysOf(held);
  const wantedKeys = keysOf(wanted);
  return {
    added: wanted.filter((claim) => !heldKeys.has(keyOf(claim))),
    removed: held.filter((claim) => !wantedKeys.has(keyOf(claim))),
  };
}

const keyOf = ({ originalStartMs, startMs, endMs }: Claim): string =>
  `${originalStartMs}/${startMs}/${endMs}`;
