import type { Correction, Player } from './sync-decision.ts';
import type { Random } from './test-sync-random.ts';

export type PlayerTraits = {
  /** What it really does of a second: its own clock, less or more than 1 by some millionths. */
  pace: number;
  /** The fastest that it can decode. */
  fastest: number;
  /** Seconds of the medium loaded in a second. */
  bandwidth: number;
  /** By how much a look at its position may be off. Seconds. */
  noise: number;
};

export const goodPlayer: PlayerTraits = { pace: 1, fastest: 8, bandwidth: 6, noise: 0.008 };

const LOADED_AHEAD_S = 30;
/** Needed to go on after it ran dry. */
const ENOUGH_S = 0.5;

/** A media element, roughly: it takes its time to start, to seek, to load, and hiccups when its rate changes. */
export function createTestPlayer(traits: PlayerTraits, random: Random) {
  const own = { ...traits };
  const counts = { seeks: 0, rates: 0 };
  let position = 0;
  let isPaused = true;
  let rate = 1;
  let seekingMs = 0;
  let frozenMs = 0;
  let hiccupMs = 0;
  let offlineMs = 0;
  let loadAfterMs = 0;
  let isDry = false;
  let ranges = [{ start: 0, end: 0 }];

  const rangeAt = (at: number) => ranges.find(({ start, end }) => start <= at && at <= end);
  const ahead = () => (rangeAt(position)?.end ?? position) - position;

  function seek(to: number): void {
    counts.seeks++;
    position = Math.max(0, to);
    seekingMs = random.between(40, 160);
    if (rangeAt(position)) return;
    ranges.push({ start: position, end: position });
    // The new request.
    loadAfterMs = random.between(100, 400);
    isDry = true;
  }

  function load(ms: number): void {
    offlineMs = Math.max(0, offlineMs - ms);
    loadAfterMs = Math.max(0, loadAfterMs - ms);
    const range = rangeAt(position);
    if (offlineMs > 0 || loadAfterMs > 0 || !range) return;
    range.end = Math.min(position + LOADED_AHEAD_S, range.end + (ms / 1000) * own.bandwidth);
    const joined = ranges.find(
      (other) => other !== range && other.start <= range.end && other.end >= range.end,
    );
    if (!joined) return;
    range.end = joined.end;
    ranges = ranges.filter((other) => other !== joined);
  }

  return {
    counts,
    position: () => position,
    become(next: Partial<PlayerTraits>): void {
      Object.assign(own, next);
    },
    /** What was loaded ahead is lost, and nothing comes for a while. */
    loseNetwork(ms: number): void {
      ranges = [{ start: position, end: position }];
      offlineMs = ms;
    },
    /** The whole device stands still. */
    freeze(ms: number): void {
      frozenMs = ms;
    },
    isFrozen: () => frozenMs > 0,

    apply({ seekTo, rate: nextRate, isPlaying }: Correction): void {
      if (nextRate !== undefined && nextRate !== rate) {
        counts.rates++;
        rate = nextRate;
        hiccupMs = random.between(0, 10);
      }
      if (seekTo !== undefined) seek(seekTo);
      if (isPlaying === undefined || isPlaying !== isPaused) return;
      isPaused = !isPlaying;
      if (isPlaying) seekingMs = Math.max(seekingMs, random.between(20, 60));
    },

    look(): Player {
      const off = isPaused ? 0 : random.between(-own.noise, own.noise);
      return {
        position: Math.max(0, position + off),
        isPaused,
        rate,
        isSeeking: seekingMs > 0,
        canPlay: !isDry,
        buffered: ranges,
      };
    },

    advance(ms: number): void {
      if (frozenMs > 0) {
        frozenMs -= ms;
        return;
      }
      load(ms);
      isDry = isDry ? ahead() < ENOUGH_S : ahead() <= 0.02;
      if (seekingMs > 0) {
        if (!isDry) seekingMs -= ms;
        return;
      }
      if (isPaused || isDry) return;
      const heldMs = Math.min(ms, hiccupMs);
      hiccupMs -= heldMs;
      const step = ((ms - heldMs) / 1000) * Math.min(rate, own.fastest) * own.pace;
      position += Math.min(step, ahead());
    },
  };
}

export type TestPlayer = ReturnType<typeof createTestPlayer>;
