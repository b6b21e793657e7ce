import type { PlaybackState } from '#protocol/watch-state.ts';
import { type Target, targetAt } from './playback-target.ts';
import { type Correction, type Decision, decide, unsynced } from './sync-decision.ts';

/** What a player tells of itself. */
export type SyncReport = {
  /** How far it is ahead; null: nothing to compare it with. Milliseconds. */
  driftMs: number | null;
  isBuffering: boolean;
  isSlow: boolean;
  /** The browser doesn’t let it start without a press. */
  isBlocked: boolean;
};

type Options = {
  video: HTMLVideoElement;
  playback: () => PlaybackState;
  /** Epoch milliseconds; null: not known yet. */
  serverNow: () => number | null;
  onReport: (report: SyncReport) => void;
};

const UNKNOWN_AGAIN_MS = 100;
/** What must be loaded ahead before the party goes on that has waited for it. Seconds. */
const ENOUGH_S = 3;

export type SyncLoop = ReturnType<typeof startSync>;

/** Keeps a video with its party until it is closed. */
export function startSync({ video, playback, serverNow, onReport }: Options) {
  let state = unsynced;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBlocked = false;
  let isBuffering = false;
  let isClosed = false;

  function look(): void {
    clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(look, lookOnce());
  }

  /** @returns how soon to look again */
  function lookOnce(): number {
    const present = playback();
    const target = targetNow(present);
    if (!target || video.readyState < HTMLMediaElement.HAVE_METADATA) {
      onReport({ driftMs: null, isBuffering, isSlow: false, isBlocked });
      return UNKNOWN_AGAIN_MS;
    }
    const decision = decide(state, performance.now(), target, lookAt(video));
    state = decision.state;
    apply(decision.correction);
    isBuffering = present.waiting ? isBuffering && !hasEnough(video) : decision.isBuffering;
    report(decision, target);
    return decision.againInMs;
  }

  function targetNow(present: PlaybackState): Target | undefined {
    const now = serverNow();
    if (now === null) return undefined;
    return targetAt(present, now, Number.isFinite(video.duration) ? video.duration : undefined);
  }

  function apply({ seekTo, rate, isPlaying }: Correction): void {
    if (rate !== undefined) video.playbackRate = rate;
    if (seekTo !== undefined) video.currentTime = seekTo;
    if (isPlaying === false) video.pause();
    else if (isPlaying && !isBlocked) play();
  }

  function play(): void {
    video.play().then(
      () => {
        isBlocked = false;
      },
      (error: unknown) => {
        // Others are of a pause meanwhile, or of a medium that can’t be played, which says so itself.
        if (error instanceof DOMException && error.name === 'NotAllowedError') isBlocked = true;
      },
    );
  }

  function report({ driftMs, isSlow }: Decision, { isPlaying }: Target): void {
    onReport({ driftMs: isPlaying && !isBlocked ? driftMs : null, isBuffering, isSlow, isBlocked });
  }

  video.addEventListener('loadedmetadata', look);
  look();

  return {
    /** At once, since something has changed. */
    look,
    /** From within a press, which is what the browser waits for. */
    unblock(): void {
      isBlocked = false;
      play();
      look();
    },
    close(): void {
      isClosed = true;
      clearTimeout(timer);
      video.removeEventListener('loadedmetadata', look);
    },
  };
}

const lookAt = (video: HTMLVideoElement) => ({
  position: video.currentTime,
  isPaused: video.paused,
  rate: video.playbackRate,
  isSeeking: video.seeking,
  canPlay: video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA,
  buffered: rangesOf(video.buffered),
});

const rangesOf = (ranges: TimeRanges) =>
  Array.from({ length: ranges.length }, (_, index) => ({
    start: ranges.start(index),
    end: ranges.end(index),
  }));

function hasEnough(video: HTMLVideoElement): boolean {
  if (video.seeking || video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) return false;
  const { currentTime, duration, buffered } = video;
  const range = rangesOf(buffered).find(({ start, end }) => start <= currentTime && currentTime <= end);
  const end = range?.end ?? 0;
  return end - currentTime >= ENOUGH_S || end >= duration - 0.1;
}
