import { useEffect, useState } from 'react';
import { nextQuestionOf, type Result, type ScreenState } from './state.ts';
import type { Stage } from './steps.ts';

const LOOK_MS = 8_000;
/** A game that goes on by itself may do so soon. */
const QUICK_LOOK_MS = 2_500;
/** At the pace of somebody who reads from afar. */
const READ_MS_PER_LETTER = 60;
const MAX_READ_MS = 30_000;

const readMs = (result: Result | undefined): number => {
  const { title, text } = result?.explanation ?? {};
  return Math.min(MAX_READ_MS, READ_MS_PER_LETTER * ((title?.length ?? 0) + (text?.length ?? 0)));
};

/**
 * Of a question that is over, what the big screen shows: what came of it and, once that could be read, the leaderboard.
 * What was chosen by hand stays.
 */
export function useStage(state: ScreenState): [Stage, (stage: Stage) => void] {
  const { phase, gameNumber, index, room, result } = state;
  const question = `${gameNumber} ${index}`;
  const [chosen, setChosen] = useState<{ question: string; stage: Stage }>();
  const hasBoard = phase === 'ended' && nextQuestionOf(state) !== undefined;
  const isChosen = chosen?.question === question;
  const lookMs = (room.settings.auto_advance ? QUICK_LOOK_MS : LOOK_MS) + readMs(result);

  useEffect(() => {
    if (!hasBoard || isChosen) return;
    const timer = setTimeout(() => setChosen({ question, stage: 'board' }), lookMs);
    return () => clearTimeout(timer);
  }, [hasBoard, isChosen, question, lookMs]);

  return [hasBoard && isChosen ? chosen.stage : 'result', (stage) => setChosen({ question, stage })];
}
