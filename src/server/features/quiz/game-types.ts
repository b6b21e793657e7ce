import type { Phase } from '#protocol/quiz-live-fields.ts';

/** What the machine needs to know of a question. Times in seconds, as they were written. */
export type GameQuestion = {
  id: string;
  showQuestionTime: number;
  answeringTime: number;
  showExplanationTime: number;
};

export type GameRules = { showQuestionOnly: boolean; showExplanation: boolean; autoAdvance: boolean };

/** All times are epoch milliseconds of the server's clock. */
export type GameState = {
  phase: Phase;
  /** From 0; -1 before the first question. */
  questionIndex: number;
  /** From 1: goes up each time that the same people play again. */
  gameNumber: number;
  isLocked: boolean;
  /** Those that were ended in this game, in that order; none is played twice. */
  endedQuestionIds: readonly string[];
  shownAt: number | null;
  /** From when to when answers count. They stay as they are when a question ends early, and move with each pause. */
  startsAt: number | null;
  endsAt: number | null;
  pausedAt: number | null;
  /** When a `tick` has something to do. */
  dueAt: number | null;
};

export type GameCommand =
  /** The next in order where neither id nor index is given. */
  | { type: 'show'; questionId?: string; index?: number }
  /** Without an id the one that is shown, else the next in order. */
  | { type: 'start'; questionId?: string; durationMs?: number }
  | { type: 'end' }
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'extend'; ms: number }
  | { type: 'finish' }
  | { type: 'restart' }
  | { type: 'lock'; isLocked: boolean }
  /** Time has passed. */
  | { type: 'tick' };

export type GameEvent =
  | { type: 'shown' | 'started' | 'ended' | 'paused' | 'resumed' | 'extended'; questionId: string }
  | { type: 'finished' }
  | { type: 'restarted' }
  | { type: 'locked'; isLocked: boolean };

/** What a command came to. Without events nothing has changed. */
export type Played = { state: GameState; events: readonly GameEvent[] };
