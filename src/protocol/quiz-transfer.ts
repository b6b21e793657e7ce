import { type Static, Type } from 'typebox';
import { newQuizFields } from './quiz.ts';
import { MAX_ANSWERS, MAX_QUESTIONS, newAnswerFields, newQuestionFields } from './quiz-questions.ts';

const strict = { additionalProperties: false };

export const TransferAnswer = Type.Object(newAnswerFields, strict);
export type TransferAnswer = Static<typeof TransferAnswer>;

export const TransferQuestion = Type.Object(
  {
    ...newQuestionFields,
    answers: Type.Array(TransferAnswer, {
      maxItems: MAX_ANSWERS,
      description: 'Of true_false at most 2.',
    }),
  },
  strict,
);
export type TransferQuestion = Static<typeof TransferQuestion>;

/** A whole quiz, as it is exported and imported. */
export const QuizTransfer = Type.Object(
  {
    version: Type.Optional(Type.Literal(1, { description: 'Of this form.' })),
    ...newQuizFields,
    questions: Type.Array(TransferQuestion, { maxItems: MAX_QUESTIONS }),
  },
  {
    ...strict,
    description: 'Ids, status, code and moments are no part of it. A draft may be unfinished.',
    examples: [
      {
        version: 1,
        title: 'Capitals of the world',
        description: 'From the easy ones to those that nobody knows.',
        difficulty_level: 'easy',
        category: 'Geography',
        is_public: false,
        tags: ['cities'],
        play_settings: { time_bonus: true },
        questions: [
          {
            question_text: 'What is the capital of France?',
            question_type: 'multiple_choice',
            answers: [
              { answer_text: 'Paris', is_correct: true },
              { answer_text: 'Lyon', is_correct: false },
            ],
          },
        ],
      },
    ],
  },
);
export type QuizTransfer = Static<typeof QuizTransfer>;
