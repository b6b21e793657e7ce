import fc from 'fast-check';
import { AppError } from '#server/platform/errors.ts';
import { admits, newGame, play } from './game.ts';
import type { GameCommand, GameEvent, GameQuestion, GameRules, GameState } from './game-types.ts';
import { type Response, type ScoringRules, type Standing, settle } from './scoring.ts';

const PLAYERS = ['ada', 'ben', 'cy'];

type Setting = { questions: readonly GameQuestion[]; rules: GameRules; scoring: ScoringRules };
type Step =
  | { type: 'command'; command: GameCommand; afterMs: number }
  | { type: 'answer'; playerId: string; questionId: string; choice: string; afterMs: number };

const questionIds = fc.constantFrom('q0', 'q1', 'q2', 'q3', 'q9');
const often = <T>(arbitrary: fc.Arbitrary<T>) => ({ arbitrary, weight: 5 });
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => ({ arbitrary, weight: 1 });
/** Mostly the one that is next or current; now and then any, good or bad. */
export const command: fc.Arbitrary<GameCommand> = fc.oneof(
  often(fc.record({ type: fc.constant('start' as const) })),
  often(fc.record({ type: fc.constantFrom('tick' as const, 'end' as const) })),
  often(fc.record({ type: fc.constantFrom('pause' as const, 'resume' as const) })),
  often(fc.record({ type: fc.constant('extend' as const), ms: fc.integer({ min: -1, max: 60_000 }) })),
  often(fc.record({ type: fc.constant('show' as const) })),
  seldom(fc.record({ type: fc.constant('show' as const), questionId: questionIds })),
  seldom(fc.record({ type: fc.constant('show' as const), index: fc.integer({ min: -1, max: 5 }) })),
  seldom(
    fc.record(
      {
        type: fc.constant('start' as const),
        questionId: questionIds,
        durationMs: fc.integer({ min: -1, max: 400_000 }),
      },
      { requiredKeys: ['type'] },
    ),
  ),
  seldom(fc.record({ type: fc.constantFrom('finish' as const, 'restart' as const) })),
  seldom(fc.record({ type: fc.constant('lock' as const), isLocked: fc.boolean() })),
);

const afterMs = fc.oneof(fc.nat(3), fc.nat(5_000), fc.nat(60_000));
export const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('command' as const), command, afterMs }),
  fc.record({
    type: fc.constant('answer' as const),
    playerId: fc.constantFrom(...PLAYERS),
    questionId: fc.constantFrom('q0', 'q1', 'q2', 'q3'),
    choice: fc.constantFrom('a', 'b', 'c'),
    afterMs,
  }),
);

const seconds = (max: number) => fc.integer({ min: 1, max });
export const setting: fc.Arbitrary<Setting> = fc.record({
  questions: fc
    .array(
      fc.record({
        showQuestionTime: seconds(60),
        answeringTime: seconds(300),
        showExplanationTime: seconds(60),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((questions) => questions.map((times, index) => ({ id: `q${index}`, ...times }))),
  rules: fc.record({
    showQuestionOnly: fc.boolean(),
    showExplanation: fc.boolean(),
    autoAdvance: fc.boolean(),
  }),
  scoring: fc.record({ timeBonus: fc.boolean(), streakBonus: fc.boolean() }),
});

type Given = { gameNumber: number; questionId: string; playerId: string; points: number };

/** A room around the machine, as simple as can be: who answered what, and what it came to. */
export function openRoom({ questions, rules, scoring }: Setting) {
  let state = newGame;
  let now = 1_773_604_800_000;
  let standings = PLAYERS.map(newStanding);
  const answers = new Map<string, Map<string, Response>>();
  /** What every question of every game gave to those who answered. */
  const given: Given[] = [];
  /** The questions of this game whose end was told. */
  let told: string[] = [];

  const answersTo = (gameNumber: number, questionId: string) => {
    const key = `${gameNumber}:${questionId}`;
    const found = answers.get(key) ?? new Map<string, Response>();
    answers.set(key, found);
    return found;
  };

  function take(event: GameEvent, { gameNumber, startsAt, endsAt }: GameState): void {
    if (event.type === 'restarted') {
      standings = PLAYERS.map(newStanding);
      told = [];
    }
    if (event.type !== 'ended') return;
    const { questionId } = event;
    told.push(questionId);
    const question = { points: 100, correctAnswerIds: ['a'], durationMs: (endsAt ?? 0) - (startsAt ?? 0) };
    const settled = settle(standings, answersTo(gameNumber, questionId), question, scoring);
    standings = settled.standings;
    for (const [playerId, { points }] of settled.results)
      given.push({ gameNumber, questionId, playerId, points });
  }

  return {
    questions,
    rules,
    given,
    get state() {
      return state;
    },
    get now() {
      return now;
    },
    get standings() {
      return standings;
    },
    get told() {
      return told;
    },
    answersTo,
    /** The events; none where the machine refused. */
    command(command: GameCommand, afterMs: number): readonly GameEvent[] {
      now += afterMs;
      const before = state;
      const played = attempt(state, command, questions, rules, now);
      if (typeof played === 'string') return [];
      state = freeze(played.state);
      for (const event of played.events) take(event, before);
      return played.events;
    },
    answer(playerId: string, questionId: string, choice: string, afterMs: number): void {
      now += afterMs;
      const answered = answersTo(state.gameNumber, questionId);
      if (answered.has(playerId) || admits(state, questionId, questions, now) !== 'ok') return;
      answered.set(playerId, { answerIds: [choice], elapsedMs: now - (state.startsAt ?? now) });
    },
  };
}

/** What a command comes to, or the code of its refusal; whatever else is thrown fails the test. */
export function attempt(...args: Parameters<typeof play>) {
  try {
    return play(...args);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** The machine fails where it would write into a state that it was given. */
const freeze = (state: GameState): GameState =>
  Object.freeze({ ...state, endedQuestionIds: Object.freeze([...state.endedQuestionIds]) });

function newStanding(playerId: string, joinedOrder: number): Standing {
  return { playerId, joinedOrder, score: 0, correct: 0, elapsedMs: 0, streak: 0, delta: 0 };
}
