import type { Difficulty, Question, QuestionType, Quiz } from './editor-wire.ts';

/** What has a name of its own here, whether or not the server knows of it yet. */
type Keyed = { key: string };

export type AnswerDraft = Keyed & { answer_text: string; is_correct: boolean; image_url: string | null };

/** Where the server has null for a text, there is none: ''. A number is NaN where none was typed. */
export type QuestionDraft = Keyed & {
  question_text: string;
  question_type: QuestionType;
  allow_multiple: boolean;
  image_url: string | null;
  show_question_time: number;
  answering_time: number;
  points: number;
  difficulty: Difficulty;
  explanation_title: string;
  explanation_text: string;
  explanation_image_url: string | null;
  show_explanation_time: number;
  answers: readonly AnswerDraft[];
};

/** A quiz less its questions, with its settings side by side. */
export type QuizFields = {
  title: string;
  description: string;
  category: string;
  difficulty_level: Difficulty;
  is_public: boolean;
  tags: readonly string[];
} & Quiz['play_settings'];

export type Draft = { quiz: QuizFields; questions: readonly QuestionDraft[] };

export const DETAIL_FIELDS = [
  'title',
  'description',
  'category',
  'difficulty_level',
  'is_public',
  'tags',
] as const satisfies readonly (keyof QuizFields)[];

export const PLAY_SWITCHES = [
  'show_question_only',
  'show_correct_answer',
  'show_explanation',
  'show_live_counts',
  'time_bonus',
  'streak_bonus',
  'auto_advance',
] as const satisfies readonly (keyof QuizFields)[];

export const PLAY_FIELDS = [...PLAY_SWITCHES, 'max_players'] as const;

/** Of a question, all but its answers. */
export const QUESTION_FIELDS = [
  'question_text',
  'question_type',
  'allow_multiple',
  'image_url',
  'show_question_time',
  'answering_time',
  'points',
  'difficulty',
  'explanation_title',
  'explanation_text',
  'explanation_image_url',
  'show_explanation_time',
] as const satisfies readonly (keyof QuestionDraft)[];

export const ANSWER_FIELDS = [
  'answer_text',
  'is_correct',
  'image_url',
] as const satisfies readonly (keyof AnswerDraft)[];

export const DIFFICULTIES: readonly Difficulty[] = ['easy', 'medium', 'hard', 'expert'];
export const MIN_ANSWERS = 2;
export const MAX_ANSWERS = 8;
export const MAX_QUESTIONS = 200;

export const toQuizFields = (quiz: Quiz): QuizFields => ({
  title: quiz.title,
  description: quiz.description ?? '',
  category: quiz.category ?? '',
  difficulty_level: quiz.difficulty_level,
  is_public: quiz.is_public,
  tags: quiz.tags,
  ...quiz.play_settings,
});

/** @param keyOf the name here of what has that id there */
export const toQuestionDraft = (question: Question, keyOf: (id: string) => string): QuestionDraft => ({
  key: keyOf(question.id),
  question_text: question.question_text,
  question_type: question.question_type,
  allow_multiple: question.allow_multiple,
  image_url: question.image_url,
  show_question_time: question.show_question_time,
  answering_time: question.answering_time,
  points: question.points,
  difficulty: question.difficulty,
  explanation_title: question.explanation_title ?? '',
  explanation_text: question.explanation_text ?? '',
  explanation_image_url: question.explanation_image_url,
  show_explanation_time: question.show_explanation_time,
  answers: question.answers.map(({ id, answer_text, is_correct, image_url }) => ({
    key: keyOf(id),
    answer_text,
    is_correct,
    image_url,
  })),
});

export const newAnswer = (key: string): AnswerDraft => ({
  key,
  answer_text: '',
  is_correct: false,
  image_url: null,
});

/** One to be filled in; times, points and difficulty are as those of the one before it. */
export const newQuestion = (
  keys: readonly [question: string, first: string, second: string],
  before?: QuestionDraft,
): QuestionDraft => ({
  key: keys[0],
  question_text: '',
  question_type: 'multiple_choice',
  allow_multiple: false,
  image_url: null,
  show_question_time: before?.show_question_time ?? 10,
  answering_time: before?.answering_time ?? 30,
  points: before?.points ?? 1,
  difficulty: before?.difficulty ?? 'easy',
  explanation_title: '',
  explanation_text: '',
  explanation_image_url: null,
  show_explanation_time: before?.show_explanation_time ?? 5,
  answers: [newAnswer(keys[1]), newAnswer(keys[2])],
});

/** The list with one item at another place. */
export function move<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const item = items[from];
  const place = Math.max(0, Math.min(to, items.length - 1));
  return item === undefined ? [...items] : items.toSpliced(from, 1).toSpliced(place, 0, item);
}

export const changeQuestion = (
  draft: Draft,
  key: string,
  change: (question: QuestionDraft) => QuestionDraft,
): Draft => ({
  ...draft,
  questions: draft.questions.map((question) => (question.key === key ? change(question) : question)),
});

/** Marks an answer as correct or not. Where only one may be, it is that one in the place of any other. */
export const markCorrect = (question: QuestionDraft, key: string, isCorrect: boolean): QuestionDraft => ({
  ...question,
  answers: question.answers.map((answer) => {
    if (answer.key === key) return { ...answer, is_correct: isCorrect };
    return isCorrect && !question.allow_multiple ? { ...answer, is_correct: false } : answer;
  }),
});

/** Lets one answer be correct, or several; of several that are, the first stays. */
export function allowSeveral(question: QuestionDraft, isAllowed: boolean): QuestionDraft {
  const first = question.answers.findIndex((answer) => answer.is_correct);
  return {
    ...question,
    allow_multiple: isAllowed,
    answers: isAllowed
      ? question.answers
      : question.answers.map((answer, index) => ({ ...answer, is_correct: index === first })),
  };
}

/**
 * Makes it a question of true or false, with those two words as answers, or one with answers of any kind, which keeps
 * those that there are.
 */
export function changeType(
  question: QuestionDraft,
  type: QuestionType,
  words: readonly [string, string],
  newKey: () => string,
): QuestionDraft {
  if (question.question_type === type) return question;
  if (type === 'multiple_choice') return { ...question, question_type: type };
  return {
    ...question,
    question_type: type,
    allow_multiple: false,
    answers: words.map((answer_text) => ({ ...newAnswer(newKey()), answer_text })),
  };
}
