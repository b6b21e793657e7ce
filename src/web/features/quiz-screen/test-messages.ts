import { defaultPlaySettings } from '#protocol/quiz.ts';
import type { RankingEntry, ShownQuestion } from '#protocol/quiz-live-fields.ts';
import type { HostedRoom } from '#web/lib/quiz-events.ts';
import type { ScreenMessage } from './messages.ts';
import { reduceScreen, type ScreenState } from './state.ts';

/** What tests say in the server's place. */

export const ROOM = 'room';
export const START = 1_000_000;

const question = (id: string): ShownQuestion => ({
  id,
  question_text: `${id}?`,
  question_type: 'multiple_choice',
  allow_multiple: false,
  image_url: null,
  show_question_time: 5,
  answering_time: 30,
  points: 100,
  order_index: 0,
  answers: ['a', 'b'].map((name, order_index) => ({
    id: `${id}-${name}`,
    answer_text: name,
    image_url: null,
    order_index,
  })),
});
export const [one, two, three] = [question('one'), question('two'), question('three')];
export const QUESTIONS = [one, two, three];

export const joined = (fields: Partial<HostedRoom> = {}): ScreenMessage => ({
  event: 'game:host:joined',
  payload: {
    roomId: ROOM,
    code: '123456',
    joinUrl: 'https://soiree.example.org/play/123456',
    title: 'Capitals',
    quizId: 'quiz',
    settings: defaultPlaySettings,
    phase: 'lobby',
    gameNumber: 1,
    locked: false,
    index: -1,
    total: QUESTIONS.length,
    endedQuestionIds: [],
    questions: QUESTIONS,
    serverTime: START,
    ...fields,
  },
});

const placeOf = (asked: ShownQuestion) => ({ index: QUESTIONS.indexOf(asked), total: QUESTIONS.length });
export const changed = (asked: ShownQuestion): ScreenMessage => ({
  event: 'game:question:changed',
  payload: { roomId: ROOM, question: asked, ...placeOf(asked) },
});
export const started = (
  asked: ShownQuestion,
  startsAt = START,
  endsAt = startsAt + 30_000,
): ScreenMessage => ({
  event: 'game:question:started',
  payload: { roomId: ROOM, question: asked, startsAt, endsAt, serverTime: startsAt, ...placeOf(asked) },
});
export const paused = (asked: ShownQuestion, remainingMs: number): ScreenMessage => ({
  event: 'game:question:paused',
  payload: { roomId: ROOM, questionId: asked.id, remainingMs },
});
export const retimed = (
  what: 'resumed' | 'extended',
  asked: ShownQuestion,
  times: { startsAt: number; endsAt: number; serverTime: number },
): ScreenMessage => ({
  event: `game:question:${what}`,
  payload: { roomId: ROOM, questionId: asked.id, ...times },
});
export const ended = (asked: ShownQuestion, counts: Record<string, number> = {}): ScreenMessage => ({
  event: 'game:question:ended',
  payload: {
    roomId: ROOM,
    questionId: asked.id,
    correctAnswerIds: [`${asked.id}-a`],
    counts,
    explanation: null,
  },
});
export const stats = (asked: ShownQuestion, counts: Record<string, number>): ScreenMessage => ({
  event: 'game:answer:stats:update',
  payload: {
    roomId: ROOM,
    questionId: asked.id,
    counts,
    answered: Object.values(counts).reduce((sum, count) => sum + count, 0),
  },
});
export const ADA: RankingEntry = {
  playerId: 'p1',
  displayName: 'Ada',
  score: 100,
  rank: 1,
  correct: 1,
  streak: 1,
  delta: 100,
};
export const ranked = (rankings = [ADA]): ScreenMessage => ({
  event: 'game:leaderboard:update',
  payload: { roomId: ROOM, rankings },
});
export const finished = (gameNumber = 1, rankings = [ADA]): ScreenMessage => ({
  event: 'game:finished',
  payload: { roomId: ROOM, gameNumber, rankings },
});
export const reset = (gameNumber: number): ScreenMessage => ({
  event: 'game:room:reset',
  payload: { roomId: ROOM, gameNumber },
});

export const play = (messages: readonly ScreenMessage[], from?: ScreenState): ScreenState => {
  const state = messages.reduce<ScreenState | undefined>(reduceScreen, from);
  if (!state) throw new Error('nobody has joined');
  return state;
};
