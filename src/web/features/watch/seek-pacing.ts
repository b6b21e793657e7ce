/** What a player’s seeks have taught: how far to aim ahead, and how soon another one is worth it. Milliseconds. */
export type SeekPacing = {
  /** How long a seek takes until it plays, within what is buffered and beyond. */
  leads: { buffered: number; unbuffered: number };
  /** By how much seeks miss. */
  miss: number;
  /** The last one; null: none, or long ago. */
  lastAt: number | null;
  /** How many followed each other closely. */
  streak: number;
};

export type SeekKind = keyof SeekPacing['leads'];

export const unknownPacing: SeekPacing = {
  leads: { buffered: 80, unbuffered: 500 },
  miss: 80,
  lastAt: null,
  streak: 0,
};

/** Drift that a nudge corrects within a few seconds isn’t worth the jump. */
const MIN_SEEK_DRIFT_MS = 180;
const MAX_SEEK_DRIFT_MS = 600;
const SLOW_SEEK_DRIFT_MS = { soon: 1_500, atRest: 100 };
/** Where seeks are slow and miss, they pay only for drift that is well beyond what they leave. */
const WORTH = 2;

const MAX_LEAD_MS = 3_000;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 60_000;
/** Without a seek for this long after the pause is over, the next one is a first one. */
const FORGIVEN_AFTER_MS = 30_000;
const LEARNING = 0.5;
/** A miss by more teaches no more: something else may have happened meanwhile. */
const MAX_LESSON_MS = 500;

const pauseAfter = (streak: number) => Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** streak);

/** Drift from which a seek is better than a nudge. */
export const seekDrift = ({ miss }: SeekPacing): number =>
  Math.min(MAX_SEEK_DRIFT_MS, Math.max(MIN_SEEK_DRIFT_MS, WORTH * miss));

/**
 * The same for a player that can't be asked to go faster: it is let fall behind before it jumps, but not left behind by
 * a little for ever.
 */
export const slowSeekDrift = ({ lastAt }: SeekPacing, now: number): number =>
  lastAt === null || now - lastAt >= MAX_PAUSE_MS ? SLOW_SEEK_DRIFT_MS.atRest : SLOW_SEEK_DRIFT_MS.soon;

/** Each seek that soon needs another one makes the next wait twice as long. */
export const maySeek = ({ lastAt, streak }: SeekPacing, now: number): boolean =>
  lastAt === null || now - lastAt >= pauseAfter(streak);

export function countSeek(pacing: SeekPacing, now: number): SeekPacing {
  const { lastAt, streak } = pacing;
  const isForgiven = lastAt === null || now - lastAt >= pauseAfter(streak) + FORGIVEN_AFTER_MS;
  return { ...pacing, lastAt: now, streak: isForgiven ? 0 : streak + 1 };
}

/** Where a seek has come out, `driftMs` being what was left. */
export function learnSeek(pacing: SeekPacing, kind: SeekKind, lead: number, driftMs: number): SeekPacing {
  const { leads, miss } = pacing;
  const lesson = Math.min(MAX_LESSON_MS, Math.max(-MAX_LESSON_MS, driftMs));
  const rightLead = Math.min(MAX_LEAD_MS, Math.max(0, lead - lesson));
  const mix = (old: number, heard: number) => old + LEARNING * (heard - old);
  return {
    ...pacing,
    leads: { ...leads, [kind]: mix(leads[kind], rightLead) },
    miss: mix(miss, Math.abs(lesson)),
  };
}
