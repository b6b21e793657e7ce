import { type Static, Type } from 'typebox';
import { Instant, Nullable, Uuid } from './common.ts';
import { Phase } from './quiz-live-fields.ts';

const example = {
  id: '7b0f5d0e-3a55-4c1b-8d0e-2f6f0c3f9b22',
  game_id: '7b0f5d0e-3a55-4c1b-8d0e-2f6f0c3f9b22',
  quiz_set_id: '2e3f8b3b-6d88-4f4e-9a3b-5c9c3f6c2e55',
  current_question_index: 2,
  total_questions: 10,
  question_start_time: '2026-03-15T19:30:00.000Z',
  title: 'Friday quiz',
  code: 123456,
  phase: 'open',
  player_count: 24,
  created_at: '2026-03-15T19:00:00.000Z',
  updated_at: '2026-03-15T19:30:00.000Z',
  ended_at: null,
};

/** How far a game is, as its host sees it. */
export const GameFlow = Type.Object(
  {
    id: Uuid(),
    game_id: Uuid('The room.'),
    quiz_set_id: Uuid('The quiz.'),
    current_question_index: Type.Integer({ description: 'From 0; -1 before the first question.' }),
    total_questions: Type.Integer(),
    question_start_time: Nullable(Instant('When the present question was shown.')),
    title: Type.String(),
    code: Type.Integer({ description: 'To join by, while the room is open.' }),
    phase: Phase,
    player_count: Type.Integer(),
    created_at: Instant(),
    updated_at: Instant(),
    ended_at: Nullable(Instant('When the room was closed.')),
  },
  { examples: [example] },
);
export type GameFlow = Static<typeof GameFlow>;

export const GameFlowQuery = Type.Object({
  quiz_set_id: Type.Optional(Uuid('Of this quiz only.')),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: '20 by default.', examples: [20] }),
  ),
  offset: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1_000_000, description: '0 by default.', examples: [0] }),
  ),
});

export const GameFlowList = Type.Object(
  { flows: Type.Array(GameFlow), total: Type.Integer(), limit: Type.Integer(), offset: Type.Integer() },
  { examples: [{ flows: [example], total: 1, limit: 20, offset: 0 }] },
);

export const GameFlowChanges = Type.Object(
  {
    current_question_index: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
    question_start_time: Type.Optional(Instant('When that question was shown; now, if absent.')),
  },
  { examples: [{ current_question_index: 5 }] },
);

export const GameFlowAnswer = Type.Object(
  { message: Type.String(), flow: GameFlow },
  { examples: [{ message: 'Advanced to next question', flow: example }] },
);

export const GameFlowDeleted = Type.Object(
  { message: Type.String() },
  { examples: [{ message: 'Game flow deleted successfully' }] },
);
