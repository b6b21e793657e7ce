import type { ShownQuestion } from '#protocol/quiz-live-fields.ts';
import { nextQuestionOf, questionOf, type ScreenState } from './state.ts';

/** What the big screen shows of a question that is over, one after the other. */
export type Stage = 'result' | 'board';

/** What a host may want next. */
export type Step =
  /** `isAtOnce`: it has been shown already, so that it needn't be shown alone any more. */
  | { type: 'start'; question: ShownQuestion; isAtOnce: boolean }
  | { type: 'end' }
  | { type: 'resume' }
  | { type: 'board' }
  | { type: 'finish' };

/** What comes next in a game, unless the host has other plans; nothing where the game is over. */
export function nextStep(state: ScreenState, stage: Stage): Step | undefined {
  const next = nextQuestionOf(state);
  const present = questionOf(state);
  switch (state.phase) {
    case 'lobby':
      return next && { type: 'start', question: next, isAtOnce: false };
    case 'shown':
      return present && { type: 'start', question: present, isAtOnce: true };
    case 'open':
      return { type: 'end' };
    case 'paused':
      return { type: 'resume' };
    case 'ended':
      // After the last question the podium is what all wait for: a leaderboard would give it away.
      if (!next) return { type: 'finish' };
      return stage === 'result' ? { type: 'board' } : { type: 'start', question: next, isAtOnce: false };
    case 'finished':
      return undefined;
  }
}

/** Whether the next question may be shown before it is opened, for the host to read it out. */
export const mayShowNext = ({ phase }: ScreenState): boolean => phase === 'lobby' || phase === 'ended';

/** How long it can still be answered, or until it can be; in a pause, what is left of it. */
export function remainingMs(state: ScreenState, now: number): number | undefined {
  const { times, pausedAt, phase } = state;
  if (!times || (phase === 'paused' && pausedAt === undefined)) return undefined;
  const at = pausedAt ?? now;
  return Math.max(0, (at < times.startsAt ? times.startsAt : times.endsAt) - at);
}

/** Those who can answer now: who has lost the connection can't. */
export const connectedCount = ({ players }: ScreenState): number =>
  players.reduce((sum, { connected }) => sum + (connected ? 1 : 0), 0);
