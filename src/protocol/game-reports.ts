import { type Static, Type } from 'typebox';
import { Nullable, Uuid } from './common.ts';

const example = {
  game_id: '7b0f5d0e-3a55-4c1b-8d0e-2f6f0c3f9b22',
  title: 'Friday quiz',
  quiz_set_id: '2e3f8b3b-6d88-4f4e-9a3b-5c9c3f6c2e55',
  game_number: 1,
  games: 1,
  created_at: '2026-03-15T19:00:00.000Z',
  player_count: 1,
  questions: [
    {
      id: '9c1e6f1f-4b66-4d2c-9e1f-3a7a1d4a0c33',
      question_text: 'What is the capital of Iceland?',
      order_index: 0,
      points: 100,
      answered: 1,
      correct: 1,
      average_seconds: 3.2,
      answers: [
        {
          id: '1d2f7a2a-5c77-4e3d-8f2a-4b8b2e5b1d44',
          answer_text: 'Reykjavík',
          is_correct: true,
          count: 1,
        },
      ],
    },
  ],
  players: [
    {
      player_id: 'phone-1',
      display_name: 'Ada',
      rank: 1,
      score: 100,
      answered: 1,
      correct: 1,
      average_seconds: 3.2,
    },
  ],
};

const Seconds = Nullable(
  Type.Number({ description: 'From the opening of the question. Null: nobody answered.' }),
);

/** How a game went, once it is played or while it is: of questions those that have ended. */
export const GameReport = Type.Object(
  {
    game_id: Uuid(),
    title: Type.String(),
    quiz_set_id: Uuid(),
    game_number: Type.Integer({ description: 'From 1: goes up each time that the room plays again.' }),
    games: Type.Integer({ description: 'How many the room has played.' }),
    created_at: Type.String({ format: 'date-time' }),
    player_count: Type.Integer(),
    questions: Type.Array(
      Type.Object({
        id: Uuid(),
        question_text: Type.String(),
        order_index: Type.Integer(),
        points: Type.Integer(),
        answered: Type.Integer(),
        correct: Type.Integer(),
        average_seconds: Seconds,
        answers: Type.Array(
          Type.Object({
            id: Uuid(),
            answer_text: Type.String(),
            is_correct: Type.Boolean(),
            count: Type.Integer(),
          }),
        ),
      }),
    ),
    players: Type.Array(
      Type.Object({
        player_id: Type.String(),
        display_name: Type.String(),
        rank: Type.Integer(),
        score: Type.Integer(),
        answered: Type.Integer(),
        correct: Type.Integer(),
        average_seconds: Seconds,
      }),
      { description: 'The best first.' },
    ),
  },
  { examples: [example] },
);
export type GameReport = Static<typeof GameReport>;

export const GameReportQuery = Type.Object({
  game_number: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'The last by default.', examples: [1] }),
  ),
});
