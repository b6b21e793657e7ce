import type { MessageId } from '#web/lib/i18n.tsx';
import { type AnswerDraft, type Draft, MIN_ANSWERS, type QuestionDraft } from './editor-draft.ts';

/** Something that is wrong with a field, and that keeps the quiz from being published. */
export type Fault = {
  /** The name of the field: `title`, or that which `fieldOf` gives. */
  field: string;
  text: MessageId;
  values?: Record<string, number>;
  /** Of an answer: its place, from 1. */
  answer?: number;
  /** It can't even be saved so. */
  isWrong: boolean;
  /** Nothing is there yet: no reason to complain before somebody has been there. */
  isMissing?: true;
};

/** The name of a field of a question or an answer: keys are unique among both. */
export const fieldOf = (key: string, field: string): string => `${key}.${field}`;

/** The faults of a question's answers together. */
export const ANSWERS_FIELD = 'answers';

/** In characters as people count them, more or less: code points. */
export const LIMITS = {
  title: 100,
  description: 500,
  category: 50,
  tags: 10,
  tag: 30,
  question_text: 500,
  answer_text: 200,
  explanation_title: 100,
  explanation_text: 1_000,
} as const;

export const RANGES = {
  show_question_time: 60,
  answering_time: 300,
  points: 1_000,
  show_explanation_time: 60,
  max_players: 5_000,
} as const;

const lengthOf = (text: string): number => [...text].length;
const isBlank = (text: string): boolean => text.trim() === '';
/** What the server can't keep. */
const hasStrayCharacters = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

function findTextFault(field: string, text: string, max: number): Fault | undefined {
  const length = lengthOf(text);
  if (length > max)
    return { field, text: 'quizzes.fault.long', values: { over: length - max, max }, isWrong: true };
  return hasStrayCharacters(text) ? { field, text: 'quizzes.fault.characters', isWrong: true } : undefined;
}

function findRangeFault(field: string, value: number, max: number): Fault | undefined {
  const isRight = Number.isInteger(value) && value >= 1 && value <= max;
  return isRight ? undefined : { field, text: 'quizzes.fault.range', values: { max }, isWrong: true };
}

const present = <Item>(items: readonly (Item | undefined | false)[]): Item[] =>
  items.filter((item): item is Item => item !== undefined && item !== false);

/** A row that is there to be filled in, and so far says nothing. */
export const isEmptyAnswer = ({ answer_text, is_correct, image_url }: AnswerDraft): boolean =>
  isBlank(answer_text) && !is_correct && image_url === null;

export function findAnswerFault({ key, answer_text }: AnswerDraft): Fault | undefined {
  const field = fieldOf(key, 'answer_text');
  if (isBlank(answer_text)) return { field, text: 'quizzes.fault.noAnswer', isWrong: true, isMissing: true };
  return findTextFault(field, answer_text, LIMITS.answer_text);
}

function findMarkFault({ key, answers, allow_multiple }: QuestionDraft): Fault | undefined {
  const field = fieldOf(key, ANSWERS_FIELD);
  const correct = answers.filter(({ is_correct }) => is_correct).length;
  if (answers.length < MIN_ANSWERS)
    return {
      field,
      text: 'quizzes.fault.fewAnswers',
      values: { min: MIN_ANSWERS },
      isWrong: false,
      isMissing: true,
    };
  if (correct === 0) return { field, text: 'quizzes.fault.noCorrect', isWrong: false, isMissing: true };
  return correct > 1 && !allow_multiple
    ? { field, text: 'quizzes.fault.severalCorrect', isWrong: false }
    : undefined;
}

export function findQuestionFaults(question: QuestionDraft): Fault[] {
  const { key } = question;
  const range = (name: Exclude<keyof typeof RANGES, 'max_players'>) =>
    findRangeFault(fieldOf(key, name), question[name], RANGES[name]);
  const text = (name: 'question_text' | 'explanation_title' | 'explanation_text') =>
    findTextFault(fieldOf(key, name), question[name], LIMITS[name]);
  const isUnasked = isBlank(question.question_text);
  return present<Fault>([
    isUnasked
      ? {
          field: fieldOf(key, 'question_text'),
          text: 'quizzes.fault.noQuestion',
          isWrong: true,
          isMissing: true,
        }
      : text('question_text'),
    ...question.answers.map((answer, index) => {
      const fault = findAnswerFault(answer);
      return fault && { ...fault, answer: index + 1 };
    }),
    findMarkFault(question),
    range('answering_time'),
    range('points'),
    range('show_question_time'),
    text('explanation_title'),
    text('explanation_text'),
    range('show_explanation_time'),
  ]);
}

export function findQuizFaults({ quiz }: Draft): Fault[] {
  const { title, description, category, tags, max_players } = quiz;
  const longTag = tags.find((tag) => lengthOf(tag) > LIMITS.tag || hasStrayCharacters(tag));
  return present<Fault>([
    isBlank(title)
      ? { field: 'title', text: 'quizzes.fault.noTitle', isWrong: true }
      : findTextFault('title', title, LIMITS.title),
    isBlank(description)
      ? { field: 'description', text: 'quizzes.fault.noDescription', isWrong: false, isMissing: true }
      : findTextFault('description', description, LIMITS.description),
    isBlank(category)
      ? { field: 'category', text: 'quizzes.fault.noCategory', isWrong: false, isMissing: true }
      : findTextFault('category', category, LIMITS.category),
    longTag !== undefined && {
      field: 'tags',
      text: 'quizzes.fault.longTag',
      values: { max: LIMITS.tag },
      isWrong: true,
    },
    tags.length > LIMITS.tags && {
      field: 'tags',
      text: 'quizzes.fault.manyTags',
      values: { max: LIMITS.tags },
      isWrong: true,
    },
    findRangeFault('max_players', max_players, RANGES.max_players),
  ]);
}

/** The faults of one part of a quiz: of what is said of it, or of a question at its place from 0. */
export type FaultyPart = { question?: { key: string; index: number }; faults: Fault[] };

/** All that keeps a quiz from being published, part by part. */
export function findFaultyParts(draft: Draft): FaultyPart[] {
  const ofQuiz: FaultyPart = { faults: findQuizFaults(draft) };
  const ofQuestions = draft.questions.map(
    (question, index): FaultyPart => ({
      question: { key: question.key, index },
      faults: findQuestionFaults(question),
    }),
  );
  return [ofQuiz, ...ofQuestions].filter(({ faults }) => faults.length > 0);
}
