import { Pause, Play, RotateCcw, RotateCw } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { PartySlider } from './party-slider.tsx';
import { targetAt } from './playback-target.ts';
import { useRoom } from './use-party.ts';

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];
const LOOK_EVERY_MS = 250;

export type Steering = {
  /** Seconds; infinite where there is no end, or none that is known. */
  duration: number;
  /** It plays, or would if all were ready. */
  isOn: () => boolean;
  toggle: () => void;
  skip: (seconds: number) => void;
  seek: (to: number) => void;
  position: () => number;
};

/** What the host does to playback. Where this page plays it too, it goes by what the host sees. */
export function useSteering(video: HTMLVideoElement | null): Steering {
  const { party, state } = useRoom();
  const { playback, media } = state;
  const known = video && video.duration > 0 ? video.duration : Number.POSITIVE_INFINITY;
  const duration = media?.duration ?? known;

  function targetNow(): number {
    const now = party.serverNow();
    return now === null ? playback.currentTime : targetAt(playback, now, duration).position;
  }
  function position(): number {
    const target = targetNow();
    const isHere = video && video.readyState >= HTMLMediaElement.HAVE_METADATA && !video.seeking;
    // Far from where it should be, it is on its way there.
    return isHere && Math.abs(video.currentTime - target) < 1 ? video.currentTime : target;
  }
  const isOn = () => (playback.playing || playback.waiting) && targetNow() < duration;
  const clamp = (seconds: number) => Math.max(0, Math.min(seconds, duration));

  return {
    duration,
    isOn,
    position,
    seek: (to) => party.command({ currentTime: clamp(to) }),
    skip: (seconds) => party.command({ currentTime: clamp(position() + seconds) }),
    toggle() {
      const wasOn = isOn();
      const at = position();
      // From its end it begins again.
      party.command({ playing: !wasOn, currentTime: !wasOn && at >= duration - 0.5 ? 0 : at });
    },
  };
}

/** Where in the medium the party is; the host decides it. */
export function PartyTransport({ steering }: { steering: Steering }) {
  const { t } = useTexts();
  const { party, state, isHost, isOpen } = useRoom();
  const { playback } = state;
  const { seconds, isOn } = useProgress(steering);
  const { duration } = steering;
  const shown = clockTime(seconds);
  const isLocked = !isHost || !isOpen;
  useMediaKeys(isLocked ? undefined : steering.toggle);
  return (
    <div className="flex flex-wrap items-center gap-x-1 gap-y-0 px-2 pt-1">
      {isHost && (
        <>
          <IconButton
            kind="primary"
            label={isOn ? t('watch.pause') : t('watch.play')}
            icon={isOn ? <Pause className="size-5" /> : <Play className="size-5" />}
            disabled={isLocked}
            onClick={steering.toggle}
          />
          <IconButton
            label={t('watch.back')}
            icon={<RotateCcw className="size-5" />}
            disabled={isLocked}
            className="@max-xl:hidden"
            onClick={() => steering.skip(-10)}
          />
          <IconButton
            label={t('watch.forward')}
            icon={<RotateCw className="size-5" />}
            disabled={isLocked}
            className="@max-xl:hidden"
            onClick={() => steering.skip(10)}
          />
        </>
      )}
      {Number.isFinite(duration) ? (
        <>
          <PartySlider
            label={t('watch.position')}
            max={duration}
            step={1}
            value={Math.min(seconds, duration)}
            valueText={t('watch.positionOf', { position: shown, duration: clockTime(duration) })}
            isDisabled={isLocked}
            onCommit={steering.seek}
            className="min-w-24 flex-1"
          />
          <span aria-hidden="true" className="px-1 text-sm tabular-nums">
            {shown} / {clockTime(duration)}
          </span>
        </>
      ) : (
        <span className="flex min-h-11 flex-1 items-center px-1 text-sm tabular-nums">{shown}</span>
      )}
      {isHost ? (
        <label className="flex items-center">
          <span className="sr-only">{t('watch.rate')}</span>
          <select
            value={playback.rate}
            disabled={isLocked}
            onChange={({ currentTarget }) =>
              party.command({ rate: Number(currentTarget.value), currentTime: steering.position() })
            }
            className="min-h-11 rounded-control border border-line bg-raised px-2 font-bold"
          >
            {[...new Set([...RATES, playback.rate])]
              .toSorted((a, b) => a - b)
              .map((rate) => (
                <option key={rate} value={rate}>
                  {t('watch.rateOf', { rate })}
                </option>
              ))}
          </select>
        </label>
      ) : (
        playback.rate !== 1 && (
          <span className="px-1 font-bold">{t('watch.rateOf', { rate: playback.rate })}</span>
        )
      )}
    </div>
  );
}

const ignore = () => undefined;

/** Those of keyboards and headsets are the host’s as well; to all others they do nothing, rather than lose the party. */
function useMediaKeys(toggle: (() => void) | undefined): void {
  const press = useEffectEvent(() => toggle?.());
  const isSteering = toggle !== undefined;
  useEffect(() => {
    if (!('mediaSession' in navigator)) return;
    const { mediaSession } = navigator;
    const keys = ['play', 'pause'] as const;
    for (const key of keys) mediaSession.setActionHandler(key, isSteering ? () => press() : ignore);
    return () => {
      for (const key of keys) mediaSession.setActionHandler(key, null);
    };
  }, [isSteering]);
}

/** Looked at a few times a second. */
function useProgress({ position, isOn }: Steering): { seconds: number; isOn: boolean } {
  const [seconds, setSeconds] = useState(0);
  const [isRunning, setRunning] = useState(false);
  useEffect(() => {
    const look = () => {
      setSeconds(position());
      setRunning(isOn());
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [position, isOn]);
  return { seconds, isOn: isRunning };
}

/** As players show it: 1:02:03, or 2:03. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
