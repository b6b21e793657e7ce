import { MAX_POSITION_S } from '#protocol/watch-state.ts';

/** What a party plays. The server keeps where and when it was, and anyone can tell from that where it is. */
export type Playback = {
  /** What the host wants. */
  isPlaying: boolean;
  /** It would play, but waits for somebody who buffers. */
  isWaiting: boolean;
  /** Seconds, at the moment `at`, by the server's clock in epoch milliseconds: shortly ahead where a start is set. */
  position: number;
  at: number;
  rate: number;
  volume: number;
  /** Goes up with each change, so that what comes late is known for old. */
  revision: number;
};

export type Command = {
  isPlaying: boolean;
  position: number;
  volume?: number | undefined;
  rate?: number | undefined;
  /** When the position was so, or will be, in the host's estimate of the server's clock. */
  at?: number | undefined;
};

/** A command may have been this long on its way; an older one was given by a clock that can't be believed. */
export const MAX_TRAVEL_MS = 5_000;

/** How far ahead a start may be set, so that all begin together. */
export const MAX_LEAD_MS = 1_000;

/** The start after waiting is this far ahead: for most, longer than the news of it takes. */
const RESTART_LEAD_MS = 500;

/** At the beginning of a medium, paused. */
export const createPlayback = (now: number, { volume, revision } = { volume: 1, revision: 0 }): Playback => ({
  isPlaying: false,
  isWaiting: false,
  position: 0,
  at: now,
  rate: 1,
  volume,
  revision,
});

/** A new medium starts from its beginning, paused, as loud as the last. */
export const rewind = ({ volume, revision }: Playback, now: number): Playback =>
  createPlayback(now, { volume, revision: revision + 1 });

const isMoving = ({ isPlaying, isWaiting }: Playback) => isPlaying && !isWaiting;

/** Where it is now, in seconds; a medium whose length is known stays at its end. */
export function positionAt(playback: Playback, now: number, duration = MAX_POSITION_S): number {
  const { position, at, rate } = playback;
  const elapsed = isMoving(playback) ? Math.max(0, now - at) / 1000 : 0;
  return Math.min(position + elapsed * rate, duration, MAX_POSITION_S);
}

/** The same playback, told from where it is now. */
export const bringUpTo = (playback: Playback, now: number, duration?: number): Playback => ({
  ...playback,
  position: positionAt(playback, now, duration),
  // A start that is still ahead stays there.
  at: isMoving(playback) ? Math.max(now, playback.at) : now,
});

/** What only the host may command. Its time on the way is taken out where it says when it was given. */
export function steer(
  playback: Playback,
  command: Command,
  { isHost, now }: { isHost: boolean; now: number },
): Playback | 'forbidden' {
  if (!isHost) return 'forbidden';
  const { isPlaying, position, volume = playback.volume, rate = playback.rate, at = now } = command;
  return {
    isPlaying,
    isWaiting: isPlaying && playback.isWaiting,
    position,
    at: Math.min(now + MAX_LEAD_MS, Math.max(now - MAX_TRAVEL_MS, at)),
    rate,
    volume,
    revision: playback.revision + 1,
  };
}

/** Stops for those who buffer, where the host wants that, and goes on after them; the same object if neither. */
export function waitFor(playback: Playback, mustWait: boolean, now: number, duration?: number): Playback {
  const isWaiting = playback.isPlaying && mustWait;
  if (isWaiting === playback.isWaiting) return playback;
  return {
    ...playback,
    isWaiting,
    position: positionAt(playback, now, duration),
    at: isWaiting ? now : now + RESTART_LEAD_MS,
    revision: playback.revision + 1,
  };
}
