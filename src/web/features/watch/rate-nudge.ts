/** A rate that is a little off, for as long as it takes to make up for a drift. */
export type Nudge = {
  /** Of the rate that is wanted. */
  factor: number;
  /** Milliseconds. */
  until: number;
  startedAt: number;
  fromDriftMs: number;
};

/** What nudges have shown of a player. */
export type NudgeRecord = {
  /** How many in a row to go faster came to nothing: the decoder can’t. */
  failures: number;
  /** Until then it isn’t asked to go faster again. Milliseconds. */
  slowUntil: number;
};

export const noRecord: NudgeRecord = { failures: 0, slowUntil: Number.NEGATIVE_INFINITY };

/** One begins above this drift, and aims at none: the gap between keeps it from coming and going. */
const NUDGE_FROM_MS = 25;
const MAX_NUDGE = 0.05;
/** In steps, so that the rate changes seldom. */
const NUDGE_STEP = 0.01;
/** In which a drift is to be made up for, where that is possible. */
const HORIZON_MS = 2_000;

const FAILURES_OF_SLOW = 2;
const FIRST_REST_MS = 30_000;
const MAX_REST_MS = 300_000;
/** What a nudge must have gained of what it should have, and how long it must have been at it, to be judged. */
const WORKED = 0.3;
const JUDGED_AFTER_MS = 500;

export const isSlow = ({ failures, slowUntil }: NudgeRecord, now: number): boolean =>
  failures >= FAILURES_OF_SLOW && now < slowUntil;

/**
 * Whether a player is off for sure: all looks at it say so, and on the same side, by more than they usually differ.
 */
export function isOff(driftsMs: readonly number[], usualSpreadMs: number): boolean {
  const from = Math.max(NUDGE_FROM_MS, usualSpreadMs);
  return driftsMs.every((drift) => drift > from) || driftsMs.every((drift) => drift < -from);
}

/** @param driftMs above 0: ahead */
export function planNudge(driftMs: number, now: number): Nudge {
  const steps = Math.max(1, Math.round(Math.abs(driftMs) / HORIZON_MS / NUDGE_STEP));
  const share = Math.min(MAX_NUDGE, steps * NUDGE_STEP);
  return {
    factor: driftMs > 0 ? 1 - share : 1 + share,
    until: now + Math.abs(driftMs) / share,
    startedAt: now,
    fromDriftMs: driftMs,
  };
}

/** A player that was asked to go faster and hasn’t gained on its target is left alone for a while, longer each time. */
export function judgeNudge(record: NudgeRecord, nudge: Nudge, driftMs: number, now: number): NudgeRecord {
  const tookMs = now - nudge.startedAt;
  if (nudge.factor < 1 || tookMs < JUDGED_AFTER_MS) return record;
  const gained = driftMs - nudge.fromDriftMs;
  if (gained >= WORKED * (nudge.factor - 1) * tookMs) return noRecord;
  const failures = record.failures + 1;
  const rest = Math.min(MAX_REST_MS, FIRST_REST_MS * 2 ** Math.max(0, failures - FAILURES_OF_SLOW));
  return { failures, slowUntil: failures < FAILURES_OF_SLOW ? record.slowUntil : now + rest };
}
