import { AppError } from '#server/platform/errors.ts';
import { admits, newGame, play } from './game.ts';
import type { GameCommand, GameEvent, GameQuestion, GameRules, GameState } from './game-types.ts';

export const NOW = 1_773_604_800_000;
export const PLAIN: GameRules = { showQuestionOnly: false, showExplanation: true, autoAdvance: false };
export const ALONE_FIRST: GameRules = { ...PLAIN, showQuestionOnly: true };
export const BY_ITSELF: GameRules = { ...PLAIN, autoAdvance: true };

export const question = (id: string, times: Partial<GameQuestion> = {}): GameQuestion => ({
  id,
  showQuestionTime: 10,
  answeringTime: 30,
  showExplanationTime: 5,
  ...times,
});
const QUESTIONS = [question('q1'), question('q2'), question('q3')];

/** A game that commands are played in, one after the other, at times after NOW. */
export function begin(rules = PLAIN, questions: readonly GameQuestion[] = QUESTIONS, from = newGame) {
  let state: GameState = from;
  return {
    get state() {
      return state;
    },
    /** The events, as words. */
    play(command: GameCommand, afterMs = 0): string[] {
      const played = play(state, command, questions, rules, NOW + afterMs);
      state = played.state;
      return played.events.map(toWords);
    },
    refusal(command: GameCommand, afterMs = 0): unknown {
      const before = state;
      try {
        return play(before, command, questions, rules, NOW + afterMs);
      } catch (error) {
        return error instanceof AppError ? error.code : error;
      }
    },
    admits: (questionId: string, afterMs: number) => admits(state, questionId, questions, NOW + afterMs),
    /** When it starts, ends and is due, in milliseconds after NOW. */
    times: () => [state.startsAt, state.endsAt, state.dueAt].map((at) => (at === null ? null : at - NOW)),
  };
}

const toWords = (event: GameEvent): string =>
  'questionId' in event ? `${event.type} ${event.questionId}` : event.type;
