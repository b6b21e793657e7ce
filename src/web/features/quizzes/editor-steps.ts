import {
  type AnswerDraft,
  DETAIL_FIELDS,
  type Draft,
  MIN_ANSWERS,
  PLAY_FIELDS,
  QUESTION_FIELDS,
  type QuestionDraft,
  type QuizFields,
} from './editor-draft.ts';
import { isSame, pick } from './editor-merge.ts';
import type { Remote } from './editor-remote.ts';
import {
  fieldOf,
  findAnswerFault,
  findQuestionFaults,
  findQuizFaults,
  isEmptyAnswer,
} from './editor-validation.ts';
import type { NewQuestion, QuestionChange, QuizChange } from './editor-wire.ts';

type QuizField = keyof QuizFields;
type QuestionField = (typeof QUESTION_FIELDS)[number];

export type SentQuestion = {
  mine: QuestionDraft;
  fields: readonly QuestionField[];
  /** Undefined where they stay as they are. */
  answers: readonly AnswerDraft[] | undefined;
};

/** One request that brings the server nearer to the draft. */
export type Step =
  | { type: 'quiz'; mine: QuizFields; fields: readonly QuizField[]; body: QuizChange }
  | { type: 'remove'; key: string; questionId: string }
  | ({ type: 'add'; place: number; body: NewQuestion } & SentQuestion)
  | ({ type: 'change'; questionId: string; body: QuestionChange } & SentQuestion)
  | { type: 'order'; keys: readonly string[]; questionIds: readonly string[] };

const orNull = (text: string): string | null => (text.trim() === '' ? null : text);

const toWireDetails = (quiz: QuizFields) => ({
  title: quiz.title,
  description: orNull(quiz.description),
  category: orNull(quiz.category),
  difficulty_level: quiz.difficulty_level,
  is_public: quiz.is_public,
  tags: [...quiz.tags],
});

const toWireQuestion = ({ key: _, answers: __, ...fields }: QuestionDraft) => ({
  ...fields,
  explanation_title: orNull(fields.explanation_title),
  explanation_text: orNull(fields.explanation_text),
});

const toWireAnswers = (answers: readonly AnswerDraft[]) =>
  answers.map(({ answer_text, is_correct, image_url }) => ({ answer_text, is_correct, image_url }));

/** The answers, less rows that nobody has filled in yet. */
const keptAnswers = (mine: QuestionDraft, theirs: QuestionDraft | undefined): AnswerDraft[] => {
  const known = new Set(theirs?.answers.map(({ key }) => key));
  return mine.answers.filter((answer) => known.has(answer.key) || !isEmptyAnswer(answer));
};

const canKeepAnswers = ({ question_type }: QuestionDraft, answers: readonly AnswerDraft[]): boolean =>
  answers.length >= MIN_ANSWERS &&
  (question_type !== 'true_false' || answers.length === 2) &&
  answers.every((answer) => !findAnswerFault(answer));

type Changes<Field> = {
  /** They can be sent. */
  ready: Field[];
  /** The server wouldn't take them. */
  held: Field[];
};

function listQuizChanges(mine: Draft, theirs: Draft): Changes<QuizField> {
  const wrong = new Set(findQuizFaults(mine).flatMap(({ field, isWrong }) => (isWrong ? [field] : [])));
  const [here, there] = [toWireDetails(mine.quiz), toWireDetails(theirs.quiz)];
  const changed: QuizField[] = [
    ...DETAIL_FIELDS.filter((field) => !isSame(here[field], there[field])),
    ...PLAY_FIELDS.filter((field) => !isSame(mine.quiz[field], theirs.quiz[field])),
  ];
  return {
    ready: changed.filter((field) => !wrong.has(field)),
    held: changed.filter((field) => wrong.has(field)),
  };
}

type QuestionChanges = Changes<QuestionField | 'answers'>;

function listQuestionChanges(mine: QuestionDraft, theirs: QuestionDraft): QuestionChanges {
  const answers = keptAnswers(mine, theirs);
  const haveAnswersChanged = !isSame(answers, theirs.answers);
  const areAnswersHeld = haveAnswersChanged && !canKeepAnswers(mine, answers);
  const wrong = new Set(findQuestionFaults(mine).flatMap(({ field, isWrong }) => (isWrong ? [field] : [])));
  // A question of another type goes with its answers.
  const isHeld = (field: QuestionField) =>
    wrong.has(fieldOf(mine.key, field)) ||
    (field === 'question_type' && mine.question_type === 'true_false' && areAnswersHeld);
  const [here, there] = [toWireQuestion(mine), toWireQuestion(theirs)];
  const changed = QUESTION_FIELDS.filter((field) => !isSame(here[field], there[field]));
  const ofAnswers = haveAnswersChanged ? (['answers'] as const) : [];
  return {
    ready: [...changed.filter((field) => !isHeld(field)), ...(areAnswersHeld ? [] : ofAnswers)],
    held: [...changed.filter(isHeld), ...(areAnswersHeld ? ofAnswers : [])],
  };
}

const isAskable = (question: QuestionDraft): boolean =>
  !findQuestionFaults(question).some(
    ({ field, isWrong }) => isWrong && field === fieldOf(question.key, 'question_text'),
  );

/** What to send next, or undefined where nothing is left that the server would take. */
export function findStep({ draft: theirs, ids }: Remote, mine: Draft): Step | undefined {
  const { ready } = listQuizChanges(mine, theirs);
  if (ready.length > 0)
    return { type: 'quiz', mine: mine.quiz, fields: ready, body: toQuizBody(mine.quiz, ready) };

  const wanted = new Set(mine.questions.map(({ key }) => key));
  const gone = theirs.questions.find(({ key }) => !wanted.has(key));
  if (gone) return { type: 'remove', key: gone.key, questionId: ids.get(gone.key) ?? gone.key };

  const known = new Map(theirs.questions.map((question) => [question.key, question]));
  const kept = mine.questions.filter((question) => known.has(question.key) || isAskable(question));
  for (const [place, question] of kept.entries()) {
    const there = known.get(question.key);
    const step = there ? toChange(question, there, ids) : toAddition(question, place);
    if (step) return step;
  }

  const keys = kept.map(({ key }) => key);
  const isInOrder = isSame(
    keys,
    theirs.questions.map(({ key }) => key),
  );
  return isInOrder ? undefined : { type: 'order', keys, questionIds: keys.map((key) => ids.get(key) ?? key) };
}

function toQuizBody(mine: QuizFields, fields: readonly QuizField[]): QuizChange {
  const chosen = new Set<string>(fields);
  const settings = PLAY_FIELDS.filter((field) => chosen.has(field));
  return {
    ...pick(
      toWireDetails(mine),
      DETAIL_FIELDS.filter((field) => chosen.has(field)),
    ),
    ...(settings.length > 0 && { play_settings: pick(mine, settings) }),
  };
}

/** What can't be kept yet comes later: till then it is as in any new question. */
function toAddition(mine: QuestionDraft, place: number): Step {
  const answers = keptAnswers(mine, undefined);
  const areReady = canKeepAnswers(mine, answers);
  const wrong = new Set(findQuestionFaults(mine).flatMap(({ field, isWrong }) => (isWrong ? [field] : [])));
  const fields = QUESTION_FIELDS.filter((field) => !wrong.has(fieldOf(mine.key, field)));
  const wire = toWireQuestion(mine);
  return {
    type: 'add',
    mine,
    fields,
    answers: areReady ? answers : undefined,
    place,
    body: {
      ...pick(wire, fields),
      question_text: wire.question_text,
      question_type: wire.question_type,
      order_index: place,
      ...(areReady && { answers: toWireAnswers(answers) }),
    },
  };
}

function toChange(
  mine: QuestionDraft,
  theirs: QuestionDraft,
  ids: ReadonlyMap<string, string>,
): Step | undefined {
  const { ready } = listQuestionChanges(mine, theirs);
  if (ready.length === 0) return undefined;
  const fields = ready.filter((field) => field !== 'answers');
  const answers = ready.length > fields.length ? keptAnswers(mine, theirs) : undefined;
  const known = new Set(theirs.answers.map(({ key }) => key));
  const idOf = (key: string) => (known.has(key) ? ids.get(key) : undefined);
  const wireAnswers = answers?.map(({ key, answer_text, is_correct, image_url }) => {
    const id = idOf(key);
    return { answer_text, is_correct, image_url, ...(id !== undefined && { id }) };
  });
  return {
    type: 'change',
    questionId: ids.get(mine.key) ?? mine.key,
    mine,
    fields,
    answers,
    body: { ...pick(toWireQuestion(mine), fields), ...(wireAnswers && { answers: wireAnswers }) },
  };
}

/** How many parts of the draft the server would refuse as they are: fields, and questions that ask nothing yet. */
export function countHeld({ draft: theirs }: Remote, mine: Draft): number {
  const known = new Map(theirs.questions.map((question) => [question.key, question]));
  const ofQuestions = mine.questions.map((question) => {
    const there = known.get(question.key);
    return there ? listQuestionChanges(question, there).held.length : Number(!isAskable(question));
  });
  return ofQuestions.reduce((sum, count) => sum + count, listQuizChanges(mine, theirs).held.length);
}
