import { Timer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';

const STEP_MS = 200;

/** Milliseconds until then, by the given clock; never below 0. */
export function useTimeLeft(until: number, now: () => number): number {
  const [leftMs, setLeftMs] = useState(() => Math.max(0, until - now()));
  useEffect(() => {
    const look = () => {
      const left = Math.max(0, until - now());
      setLeftMs(left);
      if (left === 0) clearInterval(timer);
    };
    const timer = setInterval(look, STEP_MS);
    look();
    return () => clearInterval(timer);
  }, [until, now]);
  return leftMs;
}

type CountdownProps = { leftMs: number; totalMs: number };

/** The seconds that are left, and how many that are of all. */
export function Countdown({ leftMs, totalMs }: CountdownProps) {
  const { t, number } = useTexts();
  const seconds = Math.ceil(leftMs / 1_000);
  const share = totalMs > 0 ? Math.min(1, leftMs / totalMs) : 0;
  return (
    <div className="flex items-center gap-2">
      <div aria-hidden="true" className="h-3 flex-1 overflow-hidden rounded-full bg-sunken">
        <div
          style={{ transform: `scaleX(${share})` }}
          className={`h-full origin-left rounded-full transition-transform duration-200 ease-linear ${seconds <= 5 ? 'bg-danger' : 'bg-accent'}`}
        />
      </div>
      <p
        role="timer"
        aria-label={t('play.question.seconds', { count: seconds })}
        className="flex w-16 items-center justify-end gap-1 text-xl font-extrabold tabular-nums"
      >
        <Timer aria-hidden="true" className="size-5 text-soft" />
        {number(seconds)}
      </p>
    </div>
  );
}
