import type { PlaybackState } from '#protocol/watch-state.ts';

/** Where a player is to be, now. */
export type Target = {
  /** Seconds. */
  position: number;
  rate: number;
  isPlaying: boolean;
  /** Milliseconds until it starts by itself; null: it plays, or nobody knows. */
  startsInMs: number | null;
  /** Of the command that it comes from. */
  revision: number;
  /** Of the medium, seconds; infinite where it isn’t known. */
  duration: number;
};

/** @param serverNow by the server’s clock, epoch milliseconds */
export function targetAt(
  playback: PlaybackState,
  serverNow: number,
  duration = Number.POSITIVE_INFINITY,
): Target {
  const { playing, currentTime, rate, server_time, revision } = playback;
  const elapsedMs = serverNow - server_time;
  const hasStarted = playing && elapsedMs >= 0;
  const position = hasStarted ? currentTime + (elapsedMs / 1000) * rate : currentTime;
  return {
    position: Math.min(position, duration),
    rate,
    isPlaying: hasStarted && position < duration,
    startsInMs: playing && elapsedMs < 0 ? -elapsedMs : null,
    revision,
    duration,
  };
}
