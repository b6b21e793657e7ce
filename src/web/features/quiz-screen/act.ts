import type { MessageId } from '#web/lib/i18n.tsx';
import type { ScreenCommands } from './room.ts';
import { nextQuestionOf, type ScreenState } from './state.ts';
import { mayShowNext, type Step } from './steps.ts';

/** What the next step is called. */
export function nameStep(step: Step, { phase }: ScreenState): MessageId {
  switch (step.type) {
    case 'start':
      if (phase === 'lobby') return 'screen.begin';
      return phase === 'shown' ? 'screen.open' : 'screen.next';
    case 'end':
      return 'screen.end';
    case 'resume':
      return 'screen.resume';
    case 'board':
      return 'screen.toBoard';
    case 'finish':
      return 'screen.toPodium';
  }
}

/** Does what comes next. */
export function takeStep(
  step: Step | undefined,
  { start, end, resume, finish }: ScreenCommands,
  showBoard: () => void,
): void {
  switch (step?.type) {
    case 'start':
      void start(step.question, step.isAtOnce);
      break;
    case 'end':
      void end();
      break;
    case 'resume':
      void resume();
      break;
    case 'board':
      showBoard();
      break;
    case 'finish':
      void finish();
      break;
  }
}

/** Shows the next question, and keeps it closed for as long as the host reads it out. */
export function showNext(state: ScreenState, { show }: ScreenCommands): void {
  const next = nextQuestionOf(state);
  if (next && mayShowNext(state)) void show(next);
}

export function togglePause({ phase }: ScreenState, { pause, resume }: ScreenCommands): void {
  if (phase === 'open') void pause();
  if (phase === 'paused') void resume();
}

export const isPlaying = ({ phase }: ScreenState): boolean => phase === 'open' || phase === 'paused';
