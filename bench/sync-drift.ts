/** Where a film was: seconds (null: on its way to another place), and when, in epoch milliseconds. */
export type Sighting = { at: number; position: number | null };

/** How far apart the browsers were that are furthest apart. */
export type Drift = { at: number; apartMs: number };

const LOOK_EVERY_MS = 50;

/** Between two sightings it was between both. */
function positionAt(sightings: readonly Sighting[], at: number): number | undefined {
  const index = sightings.findIndex((one) => one.at >= at);
  const after = sightings[index];
  const before = sightings[index - 1];
  if (!after || !before || after.position === null || before.position === null) return undefined;
  const share = (at - before.at) / (after.at - before.at);
  return before.position + share * (after.position - before.position);
}

/** Of several browsers, for as long as all were seen. One that is looking for its place is together with nobody. */
export function driftsOf(browsers: readonly (readonly Sighting[])[]): Drift[] {
  const from = Math.max(...browsers.map(([first]) => first?.at ?? Number.POSITIVE_INFINITY));
  const until = Math.min(...browsers.map((all) => all.at(-1)?.at ?? Number.NEGATIVE_INFINITY));
  const drifts: Drift[] = [];
  // Before each moment there must be a sighting, too.
  for (let at = from + 1; at < until; at += LOOK_EVERY_MS) {
    const positions = browsers.flatMap((all) => positionAt(all, at) ?? []);
    const isLost = positions.length < browsers.length;
    const apart = isLost ? Number.POSITIVE_INFINITY : Math.max(...positions) - Math.min(...positions);
    drifts.push({ at, apartMs: apart * 1_000 });
  }
  return drifts;
}

/** The last moment at which they were further apart, in seconds after one; 0 where they never were. */
export function recoverySeconds(drifts: readonly Drift[], from: number, limitMs: number): number {
  const last = drifts.findLast(({ at, apartMs }) => at >= from && apartMs > limitMs);
  return last ? (last.at - from) / 1_000 : 0;
}

/** A browser that was lost at a moment counts as far off as it can be. */
const LOST_MS = 10_000;

export function percentile(drifts: readonly Drift[], share: number): number {
  const sorted = drifts.map(({ apartMs }) => Math.min(apartMs, LOST_MS)).toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}
