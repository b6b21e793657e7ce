import type { Phase } from '#protocol/quiz-live-fields.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import type { GameCommand, GameEvent, GameQuestion, GameRules, GameState, Played } from './game-types.ts';

/** How long a question may be open at most, pauses apart. */
export const MAX_DURATION_MS = 310_000;
/** A game that goes on by itself lets people see the answer for so long at least. */
const MIN_REVEAL_S = 3;

export const newGame: GameState = {
  phase: 'lobby',
  questionIndex: -1,
  gameNumber: 1,
  isLocked: false,
  endedQuestionIds: [],
  shownAt: null,
  startsAt: null,
  endsAt: null,
  pausedAt: null,
  dueAt: null,
};

/** What doesn't change while one command is played. */
type Table = { questions: readonly GameQuestion[]; rules: GameRules; now: number };

const isPlaying = (phase: Phase): boolean => phase === 'open' || phase === 'paused';

const closed = (message: string) => new AppError('question_closed', message);

const unchanged = (state: GameState): Played => ({ state, events: [] });

/**
 * The game after a command. The caller's rights have been checked before.
 * @param now epoch milliseconds; where clocks of several servers disagree it may lie before the state's times
 * @throws {AppError} where the command isn't possible now: `question_closed`, `not_found`, `invalid_payload`,
 *   `forbidden`; then nothing has happened
 */
export function play(
  state: GameState,
  command: GameCommand,
  questions: readonly GameQuestion[],
  rules: GameRules,
  now: number,
): Played {
  const table: Table = { questions, rules, now };
  switch (command.type) {
    case 'show':
      return show(state, pickShown(state, command, questions), table);
    case 'start':
      return start(state, pickStarted(state, command, questions), table, readDuration(command.durationMs));
    case 'end':
      if (state.phase === 'ended') return unchanged(state);
      if (!isPlaying(state.phase)) throw closed('No question is open');
      return end(state, table);
    case 'pause':
      return pause(state, table);
    case 'resume':
      return resume(state, table);
    case 'extend':
      return extend(state, command.ms, table);
    case 'finish':
      if (state.phase === 'finished') return unchanged(state);
      if (state.phase === 'lobby') throw new AppError('forbidden', 'The game has not begun');
      return finish(state, table);
    case 'restart':
      if (state.phase !== 'ended' && state.phase !== 'finished')
        throw new AppError('forbidden', 'The game can be played again once a question has ended');
      return {
        state: { ...newGame, gameNumber: state.gameNumber + 1, isLocked: state.isLocked },
        events: [{ type: 'restarted' }],
      };
    case 'lock':
      if (state.isLocked === command.isLocked) return unchanged(state);
      return {
        state: { ...state, isLocked: command.isLocked },
        events: [{ type: 'locked', isLocked: command.isLocked }],
      };
    case 'tick':
      return tick(state, table);
  }
}

/** Whether an answer that arrives now counts, or why it doesn't. */
export function admits(
  state: GameState,
  questionId: string,
  questions: readonly GameQuestion[],
  now: number,
): 'ok' | 'question_closed' | 'not_found' {
  const index = questions.findIndex(({ id }) => id === questionId);
  if (index < 0) return 'not_found';
  if (state.phase !== 'open' || state.questionIndex !== index) return 'question_closed';
  const { startsAt, endsAt } = readTimes(state);
  return startsAt <= now && now <= endsAt ? 'ok' : 'question_closed';
}

/** The first after the present one that wasn't ended in this game, by its index. */
function findNext(state: GameState, questions: readonly GameQuestion[]): number | undefined {
  const index = questions.findIndex(
    ({ id }, at) => at > state.questionIndex && !state.endedQuestionIds.includes(id),
  );
  return index < 0 ? undefined : index;
}

function nextOf(state: GameState, questions: readonly GameQuestion[]): number {
  const next = findNext(state, questions);
  if (next === undefined) throw invalid('Already at the last question');
  return next;
}

function indexOf(questionId: string, questions: readonly GameQuestion[]): number {
  const index = questions.findIndex(({ id }) => id === questionId);
  if (index < 0) throw notFound('Question not found');
  return index;
}

function pickShown(
  state: GameState,
  { questionId, index }: { questionId?: string; index?: number },
  questions: readonly GameQuestion[],
): number {
  if (questionId !== undefined) return indexOf(questionId, questions);
  if (index === undefined) return nextOf(state, questions);
  if (!questions[index]) throw invalid('The quiz has no question of that index');
  return index;
}

function pickStarted(
  state: GameState,
  { questionId }: { questionId?: string },
  questions: readonly GameQuestion[],
): number {
  if (questionId !== undefined) return indexOf(questionId, questions);
  // A second press of the same button must not go on to the next question.
  if (state.phase === 'shown' || isPlaying(state.phase)) return state.questionIndex;
  return nextOf(state, questions);
}

function readDuration(durationMs: number | undefined): number | undefined {
  if (durationMs === undefined) return undefined;
  if (!Number.isSafeInteger(durationMs) || durationMs <= 0)
    throw invalid('A question must end after it starts');
  return Math.min(durationMs, MAX_DURATION_MS);
}

function show(state: GameState, index: number, table: Table): Played {
  if (index === state.questionIndex && (state.phase === 'shown' || isPlaying(state.phase)))
    return unchanged(state);
  const question = refuseEnded(state, index, table);
  const before = leave(state, table);
  return {
    state: {
      ...before.state,
      phase: 'shown',
      questionIndex: index,
      shownAt: table.now,
      startsAt: null,
      endsAt: null,
      dueAt: null,
    },
    events: [...before.events, { type: 'shown', questionId: question.id }],
  };
}

function start(state: GameState, index: number, table: Table, durationMs: number | undefined): Played {
  const { now, rules } = table;
  const isCurrent = index === state.questionIndex;
  if (isCurrent && isPlaying(state.phase)) return unchanged(state);
  const question = refuseEnded(state, index, table);
  const before = leave(state, table);
  const isDelayed = durationMs === undefined && rules.showQuestionOnly;
  const startsAt = now + (isDelayed ? question.showQuestionTime * 1_000 : 0);
  const endsAt = startsAt + (durationMs ?? Math.min(question.answeringTime * 1_000, MAX_DURATION_MS));
  return {
    state: {
      ...before.state,
      phase: 'open',
      questionIndex: index,
      shownAt: isCurrent && state.phase === 'shown' ? state.shownAt : now,
      startsAt,
      endsAt,
      dueAt: endsAt,
    },
    events: [...before.events, { type: 'started', questionId: question.id }],
  };
}

/** The question of that index, where it may still be played. */
function refuseEnded(state: GameState, index: number, { questions }: Table): GameQuestion {
  const question = questionAt(questions, index);
  if (state.phase === 'finished') throw closed('The game is over');
  if (state.endedQuestionIds.includes(question.id)) throw closed('That question has been played');
  return question;
}

/** Another question comes: the one that is being played ends. */
const leave = (state: GameState, table: Table): Played =>
  isPlaying(state.phase) ? end(state, table) : unchanged(state);

function end(state: GameState, { questions, rules, now }: Table): Played {
  const question = questionAt(questions, state.questionIndex);
  const revealS = Math.max(MIN_REVEAL_S, rules.showExplanation ? question.showExplanationTime : 0);
  return {
    state: {
      ...state,
      phase: 'ended',
      endedQuestionIds: [...state.endedQuestionIds, question.id],
      pausedAt: null,
      dueAt: rules.autoAdvance ? now + revealS * 1_000 : null,
    },
    events: [{ type: 'ended', questionId: question.id }],
  };
}

function pause(state: GameState, { questions, now }: Table): Played {
  if (state.phase !== 'open') throw closed('No question is open');
  refuseOver(readTimes(state).endsAt, now);
  return {
    state: { ...state, phase: 'paused', pausedAt: now, dueAt: null },
    events: [{ type: 'paused', questionId: questionAt(questions, state.questionIndex).id }],
  };
}

function resume(state: GameState, { questions, now }: Table): Played {
  if (state.phase !== 'paused') throw closed('No question is paused');
  const { startsAt, endsAt } = readTimes(state);
  const passed = Math.max(0, now - (state.pausedAt ?? now));
  return {
    state: {
      ...state,
      phase: 'open',
      startsAt: startsAt + passed,
      endsAt: endsAt + passed,
      pausedAt: null,
      dueAt: endsAt + passed,
    },
    events: [{ type: 'resumed', questionId: questionAt(questions, state.questionIndex).id }],
  };
}

function extend(state: GameState, ms: number, { questions, now }: Table): Played {
  if (!Number.isSafeInteger(ms) || ms <= 0) throw invalid('A question is extended by a time above zero');
  if (!isPlaying(state.phase)) throw closed('No question is open');
  const { startsAt, endsAt: before } = readTimes(state);
  if (state.phase === 'open') refuseOver(before, now);
  const endsAt = Math.min(before + ms, startsAt + MAX_DURATION_MS);
  if (endsAt === before) return unchanged(state);
  return {
    state: { ...state, endsAt, dueAt: state.phase === 'open' ? endsAt : null },
    events: [{ type: 'extended', questionId: questionAt(questions, state.questionIndex).id }],
  };
}

function finish(state: GameState, table: Table): Played {
  const before = leave(state, table);
  const events: readonly GameEvent[] = [...before.events, { type: 'finished' }];
  return { state: { ...before.state, phase: 'finished', dueAt: null }, events };
}

function tick(state: GameState, table: Table): Played {
  if (state.dueAt === null || table.now < state.dueAt) return unchanged(state);
  if (state.phase === 'open') return end(state, table);
  const next = findNext(state, table.questions);
  return next === undefined ? finish(state, table) : start(state, next, table, undefined);
}

/** Players were refused from the end on, so it can't be taken back in the moment before the tick. */
function refuseOver(endsAt: number, now: number): void {
  if (now >= endsAt) throw closed('The question is over');
}

function questionAt(questions: readonly GameQuestion[], index: number): GameQuestion {
  const question = questions[index];
  if (!question) throw new Error(`the game has no question of index ${index}`);
  return question;
}

function readTimes({ phase, startsAt, endsAt }: GameState): { startsAt: number; endsAt: number } {
  if (startsAt === null || endsAt === null) throw new Error(`a question that is ${phase} has its times`);
  return { startsAt, endsAt };
}
