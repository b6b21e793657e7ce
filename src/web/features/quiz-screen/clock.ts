import { useEffect, useState } from 'react';
import type { ScreenState } from './state.ts';
import { remainingMs } from './steps.ts';

const STEP_MS = 100;

export type Countdown = {
  /** Whole seconds, the last of which is 1; absent where nothing runs. */
  seconds: number | undefined;
  /** How much of the time is left, from 1 to 0. */
  share: number;
  /** Not until `startsAt` may the question be answered. */
  isAlone: boolean;
};

/** How long the present question can still be answered, or until it can be, ten times a second. */
export function useCountdown(state: ScreenState, now: () => number): Countdown {
  const [at, setAt] = useState(now);
  const { times, pausedAt } = state;
  const isRunning = state.phase === 'open' && times !== undefined;
  useEffect(() => {
    setAt(now());
    if (!isRunning) return;
    const timer = setInterval(() => setAt(now()), STEP_MS);
    return () => clearInterval(timer);
  }, [isRunning, now]);

  const left = remainingMs(state, at);
  const isAlone = state.phase === 'shown' || (times !== undefined && (pausedAt ?? at) < times.startsAt);
  if (left === undefined || !times) return { seconds: undefined, share: 1, isAlone };
  const question = state.room.questions[state.index];
  const whole = isAlone ? (question?.show_question_time ?? 1) * 1_000 : times.endsAt - times.startsAt;
  return { seconds: Math.ceil(left / 1_000), share: Math.min(1, left / whole), isAlone };
}
