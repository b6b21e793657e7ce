import type { paths } from '#web/lib/api-types.ts';

type Body<Operation extends { requestBody: { content: { 'application/json': unknown } } }> =
  Operation['requestBody']['content']['application/json'];

/** Quizzes and their questions, as they travel. */
export type Quiz = paths['/quiz/{id}']['get']['responses'][200]['content']['application/json'];
export type Question =
  paths['/quiz/{id}/questions']['get']['responses'][200]['content']['application/json']['questions'][number];
export type QuizChange = Body<paths['/quiz/{id}']['put']>;
export type NewQuestion = Body<paths['/quiz/{quizId}/questions']['post']>;
export type QuestionChange = Body<paths['/quiz/{quizId}/questions/{questionId}']['put']>;

export type QuizStatus = Quiz['status'];
export type Difficulty = Quiz['difficulty_level'];
export type QuestionType = Question['question_type'];

export const QUESTION_TYPES: readonly QuestionType[] = ['multiple_choice', 'true_false'];
