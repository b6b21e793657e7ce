import type { Target } from './playback-target.ts';
import {
  isOff,
  isSlow,
  judgeNudge,
  type Nudge,
  type NudgeRecord,
  noRecord,
  planNudge,
} from './rate-nudge.ts';
import {
  countSeek,
  learnSeek,
  maySeek,
  type SeekKind,
  type SeekPacing,
  seekDrift,
  slowSeekDrift,
  unknownPacing,
} from './seek-pacing.ts';

/** A media element, as far as it matters here. Positions in seconds. */
export type Player = {
  position: number;
  isPaused: boolean;
  rate: number;
  isSeeking: boolean;
  /** Has the data to go on (`readyState` of HAVE_FUTURE_DATA or more). */
  canPlay: boolean;
  buffered: readonly { start: number; end: number }[];
};

/** What to do to the player; what isn’t there stays as it is. */
export type Correction = { seekTo?: number; rate?: number; isPlaying?: boolean };

export type SyncState = {
  lookedAt: number;
  revision: number | null;
  /** A command was heard, and nothing was decided since. */
  isFresh: boolean;
  /** The last drifts of a player that was left alone. */
  readings: readonly number[];
  /** By how much they usually differ, the player being left alone. */
  spreadMs: number;
  nudge: Nudge | null;
  record: NudgeRecord;
  /** A seek that is on its way, or has landed and wasn’t measured yet. */
  seek: { kind: SeekKind; lead: number } | null;
  pacing: SeekPacing;
  /** Since when it has had no data; null: it has. */
  dryFrom: number | null;
};

export type Decision = {
  state: SyncState;
  correction: Correction;
  /** Above 0: ahead. */
  driftMs: number;
  isBuffering: boolean;
  /** It can’t keep up, and is left alone. */
  isSlow: boolean;
  /** Until the next look. */
  againInMs: number;
};

export const unsynced: SyncState = {
  lookedAt: Number.NEGATIVE_INFINITY,
  revision: null,
  isFresh: true,
  readings: [],
  spreadMs: 0,
  nudge: null,
  record: noRecord,
  seek: null,
  pacing: unknownPacing,
  dryFrom: null,
};

const LOOK_EVERY_MS = 200;
/** Without a look for so long, the device stood still. In the background timers come once a second. */
const AWAY_MS = 1_500;
const SAME_RATE = 0.001;
/** What a drift is judged by: their median, since a single look may be off by a frame. */
const READINGS = 3;
const SPREAD_LEARNING = 0.1;
const MAX_SPREAD_MS = 200;
/** A drift as large as this is no fault of the look. */
const CERTAIN_DRIFT_MS = 1_000;
const PAUSED_DRIFT_MS = 30;
/** After a seek into the unknown, a short one within what it has loaded hits, and is sooner there than a nudge. */
const BLIND_SEEK_DRIFT_MS = 100;
/** What must be buffered ahead to play faster, and around a position to play from it. */
const AHEAD_S = 1;
const AROUND_S = 0.3;
/** Having no data for a moment is a seek, or the start. */
const BUFFERING_AFTER_MS = 500;
/** Data that hasn’t come for so long may be there where the others are. */
const DRY_SEEK_AFTER_MS = 10_000;

/** What there is to see at one moment. */
type Look = { now: number; target: Target; player: Player; driftMs: number };

type Step = { state: SyncState; seekTo?: number };

/**
 * What keeps a player with its party: nothing, a rate a little off, or a seek. `now` is the device’s clock, in
 * milliseconds, at which both target and player are as they are said to be.
 */
export function decide(before: SyncState, now: number, target: Target, player: Player): Decision {
  const driftMs = (player.position - target.position) * 1000;
  const look = { now, target, player, driftMs };
  const state = noteData(renew(wakeUp(before, now), target), look);
  const { state: after, ...seeking } = target.isPlaying ? follow(state, look) : rest(state, look);
  const correction: Correction = seeking;
  if (player.isPaused === target.isPlaying) correction.isPlaying = target.isPlaying;
  const rate = target.rate * (after.nudge?.factor ?? 1);
  if (Math.abs(rate - player.rate) > SAME_RATE) correction.rate = rate;
  return {
    state: { ...after, isFresh: false, lookedAt: now },
    correction,
    driftMs,
    isBuffering: after.dryFrom !== null && now - after.dryFrom >= BUFFERING_AFTER_MS,
    isSlow: isSlow(after.record, now),
    againInMs: Math.min(LOOK_EVERY_MS, target.startsInMs ?? LOOK_EVERY_MS),
  };
}

/** What happened meanwhile says nothing of nudges and seeks. */
const wakeUp = (state: SyncState, now: number): SyncState =>
  now - state.lookedAt > AWAY_MS ? leaveAlone(state) : state;

/** A new command: what was under way was for the last one, but what was learnt of the player stays. */
const renew = (state: SyncState, { revision }: Target): SyncState =>
  state.revision === revision
    ? state
    : { ...state, revision, isFresh: true, readings: [], nudge: null, seek: null };

function noteData(state: SyncState, { now, target, player }: Look): SyncState {
  const isDry = target.isPlaying && !player.isPaused && !player.canPlay;
  return { ...state, dryFrom: isDry ? (state.dryFrom ?? now) : null };
}

/** While it doesn’t play, all see the same picture. */
function rest(state: SyncState, { now, target, player, driftMs }: Look): Step {
  const idle = leaveAlone(state);
  if (Math.abs(driftMs) <= PAUSED_DRIFT_MS) return { state: idle };
  if (!state.isFresh && (player.isSeeking || !maySeek(state.pacing, now))) return { state: idle };
  return { state: { ...idle, pacing: countUnlessFresh(state, now) }, seekTo: target.position };
}

function follow(state: SyncState, look: Look): Step {
  const { player, driftMs } = look;
  if (state.isFresh && Math.abs(driftMs) > seekDrift(state.pacing)) return seek(state, look);
  // It starts first: where the browser doesn’t let it, seeking helps nobody.
  if (player.isPaused) return { state: leaveAlone(state) };
  if (player.isSeeking) return { state: { ...state, readings: [] } };
  if (!player.canPlay) return endure(state, look);

  const measured = { ...state, readings: [...state.readings, driftMs].slice(-READINGS) };
  if (measured.readings.length < READINGS) {
    const isCertain = Math.abs(driftMs) > CERTAIN_DRIFT_MS && !state.seek;
    return isCertain ? correct(measured, look, seekLimit(state, look)) : { state: measured };
  }
  const judged = { ...look, driftMs: median(measured.readings) };
  return correct(assess(measured, judged.driftMs), judged, seekLimit(state, judged));
}

/** Out of data, it is left to load, unless what it needs is loaded elsewhere, or doesn’t come. */
function endure(state: SyncState, look: Look): Step {
  const { now, target, player, driftMs } = look;
  const isLost = state.dryFrom !== null && now - state.dryFrom >= DRY_SEEK_AFTER_MS;
  const isFar = Math.abs(driftMs) > seekDrift(state.pacing);
  if (isFar && maySeek(state.pacing, now) && (isLost || isBuffered(player, target.position)))
    return seek(state, look);
  return { state: leaveAlone(state) };
}

/** What the readings teach: how far they scatter, and how the last seek has come out. */
function assess(state: SyncState, driftMs: number): SyncState {
  if (state.nudge) return state;
  const spread = Math.max(...state.readings) - Math.min(...state.readings);
  // More is a jump, and no scatter.
  const isScatter = spread <= MAX_SPREAD_MS;
  const spreadMs = state.spreadMs + (isScatter ? SPREAD_LEARNING * (spread - state.spreadMs) : 0);
  if (!state.seek) return { ...state, spreadMs };
  const { kind, lead } = state.seek;
  return { ...state, spreadMs, seek: null, pacing: learnSeek(state.pacing, kind, lead, driftMs) };
}

/** Drift from which it jumps. */
function seekLimit({ seek, record, pacing }: SyncState, { now, driftMs }: Look): number {
  if (seek?.kind === 'unbuffered') return BLIND_SEEK_DRIFT_MS;
  return driftMs < 0 && isSlow(record, now) ? slowSeekDrift(pacing, now) : seekDrift(pacing);
}

function correct(state: SyncState, look: Look, limit: number): Step {
  const { now, player, driftMs } = look;
  const { nudge, record } = state;
  if (Math.abs(driftMs) > limit) {
    const judged = endNudge(state, look);
    return maySeek(state.pacing, now) ? seek(judged, look) : { state: judged };
  }
  if (nudge) {
    const isOver = now >= nudge.until || driftMs * nudge.fromDriftMs <= 0;
    return { state: isOver ? { ...endNudge(state, look), readings: [] } : state };
  }
  const mayNudge = driftMs > 0 || (!isSlow(record, now) && bufferedAhead(player) >= AHEAD_S);
  if (!mayNudge || !isOff(state.readings, state.spreadMs)) return { state };
  return { state: { ...state, nudge: planNudge(driftMs, now) } };
}

function endNudge(state: SyncState, { now, driftMs }: Look): SyncState {
  if (!state.nudge) return state;
  return { ...state, nudge: null, record: judgeNudge(state.record, state.nudge, driftMs, now) };
}

/** Nothing can be said of it until it plays again. */
const leaveAlone = (state: SyncState): SyncState => ({ ...state, nudge: null, seek: null, readings: [] });

/** To where the target will be when the player has got there. */
function seek(state: SyncState, { now, target, player }: Look): Step {
  const kind = isBuffered(player, target.position) ? 'buffered' : 'unbuffered';
  const lead = state.pacing.leads[kind];
  const position = target.position + (lead / 1000) * target.rate;
  return {
    state: { ...leaveAlone(state), seek: { kind, lead }, pacing: countUnlessFresh(state, now) },
    seekTo: Math.min(position, target.duration),
  };
}

/** A seek that was commanded is nobody’s fault. */
const countUnlessFresh = ({ isFresh, pacing }: SyncState, now: number): SeekPacing =>
  isFresh ? pacing : countSeek(pacing, now);

const isBuffered = ({ buffered }: Player, position: number) =>
  buffered.some(({ start, end }) => start <= position && position + AROUND_S <= end);

function bufferedAhead({ buffered, position }: Player): number {
  const range = buffered.find(({ start, end }) => start <= position && position <= end);
  return range ? range.end - position : 0;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
