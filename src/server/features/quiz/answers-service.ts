import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import * as answers from './answers-repository.ts';
import { moveTo } from './authoring-order.ts';
import { requireEditable, requireVisible } from './authoring-rights.ts';
import {
  type AnswerFields,
  type AnswerRow,
  type Changes,
  findQuestion,
  type QuestionRow,
  updateQuestion,
} from './questions-repository.ts';
import { lockQuestion, type QuestionKey, requireAnswerCount } from './questions-service.ts';
import { lockQuiz, updateQuiz } from './quizzes-repository.ts';

export type AnswerService = ReturnType<typeof createAnswerService>;

type Dependencies = { database: Database; clock: Clock };

/** The answer of the URL: all ids must match. */
export type AnswerKey = QuestionKey & { answerId: string };

const idsOf = (question: QuestionRow) => question.answers.map(({ id }) => id);

/** What there is to choose from, one by one. */
export function createAnswerService({ database, clock }: Dependencies) {
  const now = () => new Date(clock.now());

  /** @throws 404 for quiz, question or answer, then as `requireEditable` */
  async function lockAnswer(tx: Executor, caller: Caller, key: AnswerKey): Promise<QuestionRow> {
    const quiz = requireVisible(await lockQuiz(tx, key.quizId), caller);
    const question = await findQuestion(tx, key.quizId, key.questionId);
    if (!question) throw notFound('Question not found');
    if (!idsOf(question).includes(key.answerId)) throw notFound('Answer not found');
    requireEditable(quiz, caller);
    return question;
  }

  async function noteChange(tx: Executor, { id, quizId }: QuestionRow): Promise<void> {
    await updateQuestion(tx, id, {}, now());
    await updateQuiz(tx, quizId, {}, now());
  }

  return {
    add: (
      caller: Caller,
      key: QuestionKey,
      fields: AnswerFields,
      place: number | undefined,
    ): Promise<AnswerRow> =>
      database.transaction(async (tx) => {
        const question = await lockQuestion(tx, caller, key);
        const present = idsOf(question);
        requireAnswerCount(question.questionType, present.length + 1);
        const id = await answers.insertAnswer(tx, question.id, fields, present.length, now());
        await answers.numberAnswers(tx, moveTo(present, id, place));
        await noteChange(tx, question);
        return answers.getAnswer(tx, id);
      }),

    change: (
      caller: Caller,
      key: AnswerKey,
      changes: Changes<AnswerFields>,
      place: number | undefined,
    ): Promise<AnswerRow> =>
      database.transaction(async (tx) => {
        const question = await lockAnswer(tx, caller, key);
        await answers.updateAnswer(tx, key.answerId, changes, now());
        if (place !== undefined)
          await answers.numberAnswers(tx, moveTo(idsOf(question), key.answerId, place));
        await noteChange(tx, question);
        return answers.getAnswer(tx, key.answerId);
      }),

    remove: (caller: Caller, key: AnswerKey): Promise<void> =>
      database.transaction(async (tx) => {
        const question = await lockAnswer(tx, caller, key);
        await answers.markAnswersDeleted(tx, [key.answerId], now());
        await answers.numberAnswers(
          tx,
          idsOf(question).filter((id) => id !== key.answerId),
        );
        await noteChange(tx, question);
      }),
  };
}
