import { MAX_ANSWERS, MAX_QUESTIONS } from '#protocol/quiz-questions.ts';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { insertAnswer, markAnswersDeleted, numberAnswers, updateAnswer } from './answers-repository.ts';
import { refusal } from './authoring-faults.ts';
import { moveTo } from './authoring-order.ts';
import { requireEditable, requireOwn, requireVisible } from './authoring-rights.ts';
import * as questions from './questions-repository.ts';
import { findQuiz, lockQuiz, updateQuiz } from './quizzes-repository.ts';

export type QuestionService = ReturnType<typeof createQuestionService>;

type Dependencies = { database: Database; clock: Clock };

/** The question of the URL: both ids must match. */
export type QuestionKey = { quizId: string; questionId: string };

/** One with an id is there already. */
export type ChangedAnswer = questions.AnswerFields & { id: string | undefined };

type QuestionChanges = questions.Changes<questions.QuestionFields> & {
  /** All of them from now on. */
  answers: readonly ChangedAnswer[] | undefined;
};

/** @throws 400 where a question of this type can't have so many */
export function requireAnswerCount(questionType: string, count: number): void {
  const most = questionType === 'true_false' ? 2 : MAX_ANSWERS;
  if (count > most)
    throw refusal([
      { path: 'answers', message: `must not be more than ${most} of a ${questionType} question` },
    ]);
}

/** The question under the lock of its quiz. @throws 404 for either, then as `requireEditable` */
export async function lockQuestion(
  tx: Executor,
  caller: Caller,
  { quizId, questionId }: QuestionKey,
): Promise<questions.QuestionRow> {
  const quiz = requireVisible(await lockQuiz(tx, quizId), caller);
  const question = await questions.findQuestion(tx, quizId, questionId);
  if (!question) throw notFound('Question not found');
  requireEditable(quiz, caller);
  return question;
}

/** What is asked. Whatever changes it holds the lock of the quiz, so its order has neither gaps nor twins. */
export function createQuestionService({ database, clock }: Dependencies) {
  const { db } = database;
  const now = () => new Date(clock.now());

  async function findChanged(tx: Executor, quizId: string, id: string): Promise<questions.QuestionRow> {
    const question = await questions.findQuestion(tx, quizId, id);
    if (!question) throw new Error('a question under its lock is gone');
    return question;
  }

  /** @throws 400 for the id of an answer that the question doesn't have */
  async function replaceAnswers(
    tx: Executor,
    question: questions.QuestionRow,
    answers: readonly ChangedAnswer[],
  ): Promise<void> {
    const kept = answers.flatMap(({ id }) => (id === undefined ? [] : [id]));
    const present = question.answers.map(({ id }) => id);
    if (new Set(kept).size < kept.length || kept.some((id) => !present.includes(id)))
      throw refusal([{ path: 'answers', message: 'must have ids of this question’s answers, each once' }]);
    await markAnswersDeleted(
      tx,
      present.filter((id) => !kept.includes(id)),
      now(),
    );
    const order: string[] = [];
    for (const [index, { id, ...fields }] of answers.entries()) {
      if (id !== undefined) await updateAnswer(tx, id, fields, now());
      order.push(id ?? (await insertAnswer(tx, question.id, fields, index, now())));
    }
    await numberAnswers(tx, order);
  }

  return {
    /** With the answers, right and wrong: for whoever may change them. */
    async list(caller: Caller, quizId: string): Promise<questions.QuestionRow[]> {
      requireOwn(await findQuiz(db, quizId), caller);
      return questions.listQuestions(db, quizId);
    },

    add: (
      caller: Caller,
      quizId: string,
      fields: questions.WholeQuestion,
      place: number | undefined,
    ): Promise<questions.QuestionRow> =>
      database.transaction(async (tx) => {
        requireEditable(await lockQuiz(tx, quizId), caller);
        const present = await questions.listQuestionIds(tx, quizId);
        if (present.length >= MAX_QUESTIONS)
          throw new AppError('conflict', `A quiz has at most ${MAX_QUESTIONS} questions`);
        const [id = ''] = await questions.insertQuestions(tx, quizId, present.length, [fields], now());
        await questions.numberQuestions(tx, moveTo(present, id, place));
        await updateQuiz(tx, quizId, {}, now());
        return findChanged(tx, quizId, id);
      }),

    change: (
      caller: Caller,
      key: QuestionKey,
      { answers, ...changes }: QuestionChanges,
      place: number | undefined,
    ): Promise<questions.QuestionRow> =>
      database.transaction(async (tx) => {
        const question = await lockQuestion(tx, caller, key);
        const { quizId, questionType } = question;
        requireAnswerCount(changes.questionType ?? questionType, (answers ?? question.answers).length);
        await questions.updateQuestion(tx, question.id, changes, now());
        if (answers) await replaceAnswers(tx, question, answers);
        if (place !== undefined) {
          const present = await questions.listQuestionIds(tx, quizId);
          await questions.numberQuestions(tx, moveTo(present, question.id, place));
        }
        await updateQuiz(tx, quizId, {}, now());
        return findChanged(tx, quizId, question.id);
      }),

    remove: (caller: Caller, key: QuestionKey): Promise<void> =>
      database.transaction(async (tx) => {
        const { id, quizId } = await lockQuestion(tx, caller, key);
        await questions.markQuestionDeleted(tx, id, now());
        await questions.numberQuestions(tx, await questions.listQuestionIds(tx, quizId));
        await updateQuiz(tx, quizId, {}, now());
      }),

    /** @throws 400 unless each question of the quiz is there once */
    reorder: (caller: Caller, quizId: string, ids: readonly string[]): Promise<questions.QuestionRow[]> =>
      database.transaction(async (tx) => {
        requireEditable(await lockQuiz(tx, quizId), caller);
        const present = await questions.listQuestionIds(tx, quizId);
        const isComplete = ids.length === present.length && new Set(ids).isSupersetOf(new Set(present));
        if (!isComplete)
          throw refusal([{ path: 'question_ids', message: 'must have every question exactly once' }]);
        await questions.numberQuestions(tx, ids);
        await updateQuiz(tx, quizId, {}, now());
        return questions.listQuestions(tx, quizId);
      }),
  };
}
