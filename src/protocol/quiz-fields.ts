import { Type } from 'typebox';
import { Nullable } from './common.ts';

/** Text of so many code points, without NUL and halves of surrogate pairs, which the store can't keep. */
export const Text = (minLength: number, maxLength: number, description?: string) =>
  Type.String({
    minLength,
    maxLength,
    pattern: '^[^\\0\\p{Cs}]*$',
    ...(description ? { description } : {}),
  });

export const DIFFICULTIES = ['easy', 'medium', 'hard', 'expert'] as const;
export const Difficulty = Type.Enum([...DIFFICULTIES]);
export type Difficulty = (typeof DIFFICULTIES)[number];

/** Of a picture: one that was uploaded here, or any by https. */
export const ImageUrl = Nullable(
  Type.String({
    minLength: 1,
    maxLength: 1_000,
    description: 'As an upload gave it, or an https URL. Null: no picture.',
  }),
);

/** Where it comes in the list, from 0: what is beyond the end comes last. */
export const OrderIndex = Type.Integer({ minimum: 0, description: 'From 0. Beyond the end is the end.' });

export const pageQuery = {
  page: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000_000, description: '1 by default.', examples: [1] }),
  ),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: '1 to 100, 10 by default.', examples: [10] }),
  ),
};

export const QuizCode = Type.Integer({ minimum: 100_000, maximum: 999_999, examples: [123_456] });

/** One thing that is wrong with what was sent. */
const Fault = Type.Object({
  path: Type.String({ description: 'As `questions.3.answers.0.answer_text`; empty: all of it.' }),
  message: Type.String(),
});

/** The general error; where a body is malformed, with each field that is. */
export const QuizRefused = Type.Object(
  {
    error: Type.String({ description: 'A code.' }),
    message: Type.String(),
    requestId: Type.String(),
    details: Type.Optional(Type.Object({ errors: Type.Array(Fault) })),
  },
  {
    examples: [
      {
        error: 'invalid_payload',
        message: 'questions.3.points must be <= 1000',
        requestId: '0197a0c2-7d5e-7c53-9c39-4f0f6f1f2b11',
        details: { errors: [{ path: 'questions.3.points', message: 'must be <= 1000' }] },
      },
    ],
  },
);

export const Success = Type.Object({ success: Type.Literal(true) }, { examples: [{ success: true }] });
