import { Pause } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import type { Countdown } from './clock.ts';

const RADIUS = 44;
const LENGTH = 2 * Math.PI * RADIUS;
const LAST_SECONDS = 5;

type Props = { countdown: Countdown; isPaused: boolean; className?: string };

/** The seconds that are left, in a ring that empties. Read out on demand only. */
export function ScreenRing({ countdown: { seconds, share, isAlone }, isPaused, className = '' }: Props) {
  const { t, number } = useTexts();
  const isLast = seconds !== undefined && seconds <= LAST_SECONDS && !isAlone && !isPaused;
  const colour = isLast ? 'text-danger' : isAlone ? 'text-soft' : 'text-accent';
  return (
    <div
      role="timer"
      aria-label={isAlone ? t('screen.untilAnswers') : t('screen.timeLeft')}
      className={`relative flex aspect-square items-center justify-center ${colour} ${className}`}
    >
      <svg viewBox="0 0 100 100" aria-hidden="true" className="absolute inset-0 size-full -rotate-90">
        <circle cx="50" cy="50" r={RADIUS} fill="none" className="stroke-line" strokeWidth="9" />
        <circle
          cx="50"
          cy="50"
          r={RADIUS}
          fill="none"
          stroke="currentColor"
          strokeWidth="9"
          strokeLinecap="round"
          strokeDasharray={LENGTH}
          strokeDashoffset={LENGTH * (1 - share)}
          className="transition-[stroke-dashoffset] duration-100 ease-linear"
        />
      </svg>
      <span
        key={isLast ? seconds : undefined}
        className={`flex flex-col items-center ${isLast ? 'animate-pop' : ''}`}
      >
        <span className="text-[2.6em] font-extrabold leading-none tabular-nums text-ink">
          {seconds === undefined ? '–' : number(seconds)}
        </span>
        {isPaused && <Pause aria-hidden="true" className="size-[1.4em] fill-current" />}
      </span>
    </div>
  );
}
