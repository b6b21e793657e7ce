import { type Static, Type } from 'typebox';
import { Instant, Nullable, Uuid } from './common.ts';
import { Difficulty, ImageUrl, OrderIndex, Text } from './quiz-fields.ts';

export const MAX_QUESTIONS = 200;
export const MIN_ANSWERS = 2;
export const MAX_ANSWERS = 8;

/** Decides how a question is answered and scored. */
const QuestionType = Type.Enum(['multiple_choice', 'true_false']);
export type QuestionType = Static<typeof QuestionType>;

const AnswerText = Text(1, 200);
const optionalAnswerFields = {
  image_url: Type.Optional(ImageUrl),
  order_index: Type.Optional(OrderIndex),
};
export const newAnswerFields = {
  answer_text: AnswerText,
  is_correct: Type.Boolean(),
  ...optionalAnswerFields,
};

const newAnswer = { answer_text: 'Paris', is_correct: true, order_index: 0 };

export const NewAnswer = Type.Object(newAnswerFields, {
  description: 'Without an order_index it comes last.',
  examples: [newAnswer],
});
export type NewAnswer = Static<typeof NewAnswer>;

export const AnswerChange = Type.Object(
  {
    answer_text: Type.Optional(AnswerText),
    is_correct: Type.Optional(Type.Boolean()),
    ...optionalAnswerFields,
  },
  {
    description: 'What is absent stays. Other fields of an answer may be sent along; they are ignored.',
    examples: [{ answer_text: 'Paris, in France' }],
  },
);
export type AnswerChange = Static<typeof AnswerChange>;

const EXAMPLE_QUESTION = '9c1e6f1f-4b66-4d2c-9e1f-3a7a1d4a0c33';
const EXAMPLE_ANSWER = '1d2f7a2a-5c77-4e3d-8f2a-4b8b2e5b1d44';

const answer = {
  id: EXAMPLE_ANSWER,
  question_id: EXAMPLE_QUESTION,
  answer_text: 'Paris',
  image_url: null,
  is_correct: true,
  order_index: 0,
  created_at: '2026-03-15T19:00:00.000Z',
  updated_at: '2026-03-15T19:00:00.000Z',
};

export const Answer = Type.Object(
  {
    id: Uuid(),
    question_id: Uuid(),
    answer_text: Type.String(),
    image_url: Nullable(Type.String()),
    is_correct: Type.Boolean(),
    order_index: Type.Integer(),
    created_at: Instant(),
    updated_at: Instant(),
  },
  { examples: [answer] },
);
export type Answer = Static<typeof Answer>;

const seconds = (maximum: number, byDefault: number) =>
  Type.Optional(
    Type.Integer({ minimum: 1, maximum, description: `Seconds; ${byDefault} in a new question.` }),
  );

/** What a new question has where it doesn't say. */
export const questionDefaults = {
  allow_multiple: false,
  image_url: null,
  show_question_time: 10,
  answering_time: 30,
  points: 1,
  difficulty: 'easy',
  explanation_title: null,
  explanation_text: null,
  explanation_image_url: null,
  show_explanation_time: 5,
} as const;

const QuestionText = Text(1, 500);
const optionalQuestionFields = {
  allow_multiple: Type.Optional(
    Type.Boolean({ description: 'Several answers of a multiple_choice may be correct.' }),
  ),
  image_url: Type.Optional(ImageUrl),
  show_question_time: seconds(60, questionDefaults.show_question_time),
  answering_time: seconds(300, questionDefaults.answering_time),
  points: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000,
      description: `${questionDefaults.points} in a new question.`,
    }),
  ),
  difficulty: Type.Optional(Difficulty),
  order_index: Type.Optional(OrderIndex),
  explanation_title: Type.Optional(Nullable(Text(0, 100))),
  explanation_text: Type.Optional(Nullable(Text(0, 1_000))),
  explanation_image_url: Type.Optional(ImageUrl),
  show_explanation_time: seconds(60, questionDefaults.show_explanation_time),
};

const newQuestion = {
  question_text: 'What is the capital of France?',
  question_type: 'multiple_choice',
  answering_time: 20,
  explanation_text: 'Since the tenth century, with a few years in between.',
  answers: [newAnswer, { answer_text: 'Lyon', is_correct: false }],
};

export const newQuestionFields = {
  question_text: QuestionText,
  question_type: QuestionType,
  ...optionalQuestionFields,
};

export const NewQuestion = Type.Object(
  {
    ...newQuestionFields,
    answers: Type.Optional(
      Type.Array(NewAnswer, {
        minItems: MIN_ANSWERS,
        maxItems: MAX_ANSWERS,
        description: 'Of true_false exactly 2. Absent: they are added one by one.',
      }),
    ),
  },
  {
    description: 'Without an order_index it comes last. Other fields may be sent along; they are ignored.',
    examples: [newQuestion],
  },
);
export type NewQuestion = Static<typeof NewQuestion>;

const ChangedAnswer = Type.Object({
  id: Type.Optional(Uuid('One that the question has. Absent: a new answer.')),
  ...newAnswerFields,
});

export const QuestionChange = Type.Object(
  {
    question_text: Type.Optional(QuestionText),
    question_type: Type.Optional(QuestionType),
    ...optionalQuestionFields,
    answers: Type.Optional(
      Type.Array(ChangedAnswer, {
        minItems: MIN_ANSWERS,
        maxItems: MAX_ANSWERS,
        description: 'All of them from now on: one that is not in the list is deleted.',
      }),
    ),
  },
  {
    description: 'What is absent stays. Other fields of a question may be sent along; they are ignored.',
    examples: [{ points: 2, order_index: 0 }],
  },
);
export type QuestionChange = Static<typeof QuestionChange>;

const question = {
  id: EXAMPLE_QUESTION,
  quiz_id: '7b0f5d0e-3a55-4c1b-8d0e-2f6f0c3f9b22',
  ...questionDefaults,
  ...newQuestion,
  order_index: 0,
  created_at: '2026-03-15T19:00:00.000Z',
  updated_at: '2026-03-15T19:00:00.000Z',
  answers: [answer],
};

export const Question = Type.Object(
  {
    id: Uuid(),
    quiz_id: Uuid(),
    question_text: Type.String(),
    question_type: QuestionType,
    allow_multiple: Type.Boolean(),
    image_url: Nullable(Type.String()),
    show_question_time: Type.Integer(),
    answering_time: Type.Integer(),
    points: Type.Integer(),
    difficulty: Difficulty,
    order_index: Type.Integer({ description: 'From 0, without gaps.' }),
    explanation_title: Nullable(Type.String()),
    explanation_text: Nullable(Type.String()),
    explanation_image_url: Nullable(Type.String()),
    show_explanation_time: Type.Integer(),
    answers: Type.Array(Answer),
    created_at: Instant(),
    updated_at: Instant(),
  },
  { examples: [question] },
);
export type Question = Static<typeof Question>;

export const QuestionList = Type.Object(
  { questions: Type.Array(Question) },
  { examples: [{ questions: [question] }] },
);

const order = [EXAMPLE_QUESTION, '3c0a8d11-6e8b-4f0a-9b7c-5d1c2e8f7a55'];

export const QuestionOrder = Type.Object(
  {
    question_ids: Type.Optional(Type.Array(Uuid(), { maxItems: MAX_QUESTIONS })),
    questionIds: Type.Optional(Type.Array(Uuid(), { maxItems: MAX_QUESTIONS })),
  },
  {
    description: 'Every question of the quiz exactly once, under either name.',
    examples: [{ question_ids: order }],
  },
);

export const QuestionsReordered = Type.Object(
  { success: Type.Literal(true), questions: Type.Array(Question) },
  { examples: [{ success: true, questions: [question] }] },
);
