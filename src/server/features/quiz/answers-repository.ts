import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import type { AnswerFields, AnswerRow, Changes } from './questions-repository.ts';

/** At the end of the question's; its id. */
export async function insertAnswer(
  tx: Executor,
  questionId: string,
  fields: AnswerFields,
  orderIndex: number,
  at: Date,
): Promise<string> {
  const { id } = await tx
    .insertInto('quizAnswers')
    .values({ ...fields, questionId, orderIndex, createdAt: at, updatedAt: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function updateAnswer(
  tx: Executor,
  id: string,
  changes: Changes<AnswerFields>,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('quizAnswers')
    .set({ ...changes, updatedAt: at })
    .where('id', '=', id)
    .execute();
}

export const getAnswer = (tx: Executor, id: string): Promise<AnswerRow> =>
  tx.selectFrom('quizAnswers').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

export async function markAnswersDeleted(tx: Executor, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length > 0)
    await tx.updateTable('quizAnswers').set({ deletedAt: at }).where('id', 'in', ids).execute();
}

/** Gives the answers their places: 0 to n − 1 in this order. */
export async function numberAnswers(tx: Executor, ids: readonly string[]): Promise<void> {
  await sql`
    UPDATE quiz_answers SET order_index = place.index - 1
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS place (id, index)
    WHERE quiz_answers.id = place.id AND order_index <> place.index - 1`.execute(tx);
}
