import { Type } from 'typebox';
import { GeneralError, Uuid } from '#protocol/common.ts';
import type { NewQuiz, Quiz, QuizStatus } from '#protocol/quiz.ts';
import { DIFFICULTIES, type Difficulty, QuizRefused } from '#protocol/quiz-fields.ts';
import {
  type Answer,
  type AnswerChange,
  type NewAnswer,
  type NewQuestion,
  type Question,
  type QuestionChange,
  type QuestionType,
  questionDefaults,
} from '#protocol/quiz-questions.ts';
import { sortByOrder } from './authoring-order.ts';
import type { ImageUrls } from './images-urls.ts';
import type {
  AnswerFields,
  AnswerRow,
  Changes,
  QuestionFields,
  QuestionRow,
  WholeQuestion,
} from './questions-repository.ts';
import type { AuthoredQuiz, NewQuizFields } from './quizzes-service.ts';

export const tags = ['quizzes'];
/** The longest question is shorter, however its text is escaped. */
export const BODY_LIMIT_BYTES = 64 * 1024;

export const QuizParams = Type.Object({ id: Uuid('The quiz.') });

const strangers = { 401: GeneralError, 403: GeneralError };
/** Of a route for whoever is known. */
export const refused = { 400: QuizRefused, ...strangers };
/** Of one on a quiz. */
export const refusedOn = { ...refused, 404: GeneralError };
/** Of one that changes what a quiz consists of. */
export const refusedChange = { ...refusedOn, 409: GeneralError };

/** What a new quiz says, with the defaults for what it doesn't. */
export const toQuizFields = (body: NewQuiz): NewQuizFields => ({
  title: body.title,
  description: body.description ?? null,
  difficultyLevel: body.difficulty_level ?? 'easy',
  category: body.category ?? null,
  isPublic: body.is_public ?? false,
  tags: body.tags ?? [],
  playSettings: body.play_settings ?? {},
});

const statuses: readonly QuizStatus[] = ['draft', 'published', 'archived'];

/** The store has but what was checked before. */
function known<Value extends string>(values: readonly Value[], text: string): Value {
  const value = values.find((one) => one === text);
  if (value === undefined) throw new Error(`the store has ${text} where it can't be`);
  return value;
}

export const toDifficulty = (text: string): Difficulty => known(DIFFICULTIES, text);
export const toQuestionType = (text: string): QuestionType =>
  known<QuestionType>(['multiple_choice', 'true_false'], text);

export const toQuiz = ({ author, ...quiz }: AuthoredQuiz): Quiz => ({
  id: quiz.id,
  user_id: quiz.authorId,
  author: { username: author.username, display_name: author.displayName, avatar_url: author.avatarUrl },
  title: quiz.title,
  description: quiz.description,
  difficulty_level: toDifficulty(quiz.difficultyLevel),
  category: quiz.category,
  status: known(statuses, quiz.status),
  is_public: quiz.isPublic,
  tags: quiz.tags,
  play_settings: quiz.playSettings,
  code: quiz.code,
  total_questions: quiz.totalQuestions,
  times_played: quiz.timesPlayed,
  created_at: quiz.createdAt.toISOString(),
  updated_at: quiz.updatedAt.toISOString(),
  published_at: quiz.publishedAt?.toISOString() ?? null,
});

export type Wire = ReturnType<typeof createWire>;

/** Between questions as they travel and as they are kept. */
export function createWire(urls: ImageUrls) {
  function toStored(url: string | null): string | null;
  function toStored(url: string | null | undefined): string | null | undefined;
  function toStored(url: string | null | undefined) {
    return typeof url === 'string' ? urls.toStored(url) : url;
  }

  const toAnswerFields = (body: NewAnswer): AnswerFields => ({
    answerText: body.answer_text,
    imageUrl: toStored(body.image_url ?? null),
    isCorrect: body.is_correct,
  });

  const toAnswer = (answer: AnswerRow): Answer => ({
    id: answer.id,
    question_id: answer.questionId,
    answer_text: answer.answerText,
    image_url: urls.toWire(answer.imageUrl),
    is_correct: answer.isCorrect,
    order_index: answer.orderIndex,
    created_at: answer.createdAt.toISOString(),
    updated_at: answer.updatedAt.toISOString(),
  });

  const toChanges = (body: QuestionChange): Changes<QuestionFields> => ({
    questionText: body.question_text,
    questionType: body.question_type,
    allowMultiple: body.allow_multiple,
    imageUrl: toStored(body.image_url),
    showQuestionTime: body.show_question_time,
    answeringTime: body.answering_time,
    points: body.points,
    difficulty: body.difficulty,
    explanationTitle: body.explanation_title,
    explanationText: body.explanation_text,
    explanationImageUrl: toStored(body.explanation_image_url),
    showExplanationTime: body.show_explanation_time,
  });

  /** What its author has written of a question, answers apart. */
  const describeQuestion = (question: QuestionFields) => ({
    question_text: question.questionText,
    question_type: toQuestionType(question.questionType),
    allow_multiple: question.allowMultiple,
    image_url: urls.toWire(question.imageUrl),
    show_question_time: question.showQuestionTime,
    answering_time: question.answeringTime,
    points: question.points,
    difficulty: toDifficulty(question.difficulty),
    explanation_title: question.explanationTitle,
    explanation_text: question.explanationText,
    explanation_image_url: urls.toWire(question.explanationImageUrl),
    show_explanation_time: question.showExplanationTime,
  });

  return {
    describeQuestion,
    toAnswer,
    toAnswerFields,

    toAnswerChanges: (body: AnswerChange): Changes<AnswerFields> => ({
      answerText: body.answer_text,
      imageUrl: toStored(body.image_url),
      isCorrect: body.is_correct,
    }),

    toWholeQuestion: (body: NewQuestion): WholeQuestion => ({
      questionText: body.question_text,
      questionType: body.question_type,
      allowMultiple: body.allow_multiple ?? questionDefaults.allow_multiple,
      imageUrl: toStored(body.image_url ?? null),
      showQuestionTime: body.show_question_time ?? questionDefaults.show_question_time,
      answeringTime: body.answering_time ?? questionDefaults.answering_time,
      points: body.points ?? questionDefaults.points,
      difficulty: body.difficulty ?? questionDefaults.difficulty,
      explanationTitle: body.explanation_title ?? null,
      explanationText: body.explanation_text ?? null,
      explanationImageUrl: toStored(body.explanation_image_url ?? null),
      showExplanationTime: body.show_explanation_time ?? questionDefaults.show_explanation_time,
      answers: sortByOrder(body.answers ?? []).map(toAnswerFields),
    }),

    toQuestionChanges: (body: QuestionChange) => ({
      ...toChanges(body),
      answers:
        body.answers &&
        sortByOrder(body.answers).map((answer) => ({
          ...toAnswerFields(answer),
          id: answer.id?.toLowerCase(),
        })),
    }),

    toQuestion: (question: QuestionRow): Question => ({
      id: question.id,
      quiz_id: question.quizId,
      ...describeQuestion(question),
      order_index: question.orderIndex,
      answers: question.answers.map(toAnswer),
      created_at: question.createdAt.toISOString(),
      updated_at: question.updatedAt.toISOString(),
    }),
  };
}
