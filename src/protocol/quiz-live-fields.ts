import { type Static, Type } from 'typebox';
import { Nullable, Uuid } from './common.ts';

/** What several messages of live rooms carry, and what stands for it in their examples. */

export const ROOM = '7b0f5d0e-3a55-4c1b-8d0e-2f6f0c3f9b22';
export const QUESTION = '9c1e6f1f-4b66-4d2c-9e1f-3a7a1d4a0c33';
export const ANSWER = '1d2f7a2a-5c77-4e3d-8f2a-4b8b2e5b1d44';
export const QUIZ = '2e3f8b3b-6d88-4f4e-9a3b-5c9c3f6c2e55';
export const OTHER_ANSWER = '3f4a9c4c-7e99-4a5f-8b4c-6d0d4a7d3f66';

export const EpochMs = (description?: string) =>
  Type.Integer({ description: description ? `${description} Epoch milliseconds.` : 'Epoch milliseconds.' });

/** Where a game is. */
export const Phase = Type.Enum(['lobby', 'shown', 'open', 'paused', 'ended', 'finished']);
export type Phase = Static<typeof Phase>;

/** One who plays, as the others see them. */
export const PlayerSummary = Type.Object({
  playerId: Type.String(),
  displayName: Type.String(),
  connected: Type.Boolean(),
});
export type PlayerSummary = Static<typeof PlayerSummary>;

export const ADA = { playerId: 'phone-1', displayName: 'Ada', connected: true };

/** A question as players see it: nothing here tells the correct answer. */
export const ShownQuestion = Type.Object({
  id: Uuid(),
  question_text: Type.String(),
  question_type: Type.String(),
  allow_multiple: Type.Boolean(),
  image_url: Nullable(Type.String()),
  show_question_time: Type.Integer({ description: 'Seconds.' }),
  answering_time: Type.Integer({ description: 'Seconds.' }),
  points: Type.Integer(),
  order_index: Type.Integer(),
  answers: Type.Array(
    Type.Object({
      id: Uuid(),
      answer_text: Type.String(),
      image_url: Nullable(Type.String()),
      order_index: Type.Integer(),
    }),
  ),
});
export type ShownQuestion = Static<typeof ShownQuestion>;

export const exampleQuestion: ShownQuestion = {
  id: QUESTION,
  question_text: 'Who wrote the first published program?',
  question_type: 'multiple_choice',
  allow_multiple: false,
  image_url: null,
  show_question_time: 10,
  answering_time: 30,
  points: 100,
  order_index: 0,
  answers: [
    { id: ANSWER, answer_text: 'Ada Lovelace', image_url: null, order_index: 0 },
    { id: OTHER_ANSWER, answer_text: 'Charles Babbage', image_url: null, order_index: 1 },
  ],
};

export const Explanation = Type.Object({
  title: Nullable(Type.String()),
  text: Nullable(Type.String()),
  image_url: Nullable(Type.String()),
});
export type Explanation = Static<typeof Explanation>;

/** How many chose each answer, by its id. */
export const Counts = Type.Record(Type.String(), Type.Integer());

export const RankingEntry = Type.Object({
  playerId: Type.String(),
  displayName: Type.String(),
  score: Type.Integer(),
  rank: Type.Integer({ minimum: 1 }),
  correct: Type.Integer({ description: 'How many answers were.' }),
  streak: Type.Integer({ description: 'How many in a row.' }),
  delta: Type.Integer({ description: 'What the last question gave.' }),
});
export type RankingEntry = Static<typeof RankingEntry>;

export const exampleRankings: RankingEntry[] = [
  { playerId: 'phone-1', displayName: 'Ada', score: 190, rank: 1, correct: 2, streak: 2, delta: 95 },
];
