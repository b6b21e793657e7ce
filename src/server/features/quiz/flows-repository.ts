import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

const selectFlows = (db: Executor) =>
  db
    .selectFrom('quizRooms')
    .select([
      'id',
      'hostId',
      'quizId',
      'title',
      'code',
      'phase',
      'questionIndex',
      'questionShownAt',
      'playerCount',
      'createdAt',
      'updatedAt',
      'closedAt',
    ])
    .select(sql<number>`jsonb_array_length(questions)`.as('totalQuestions'))
    .where('deletedAt', 'is', null);

/** A game as its host looks back on it. */
export type FlowRow = NonNullable<Awaited<ReturnType<typeof findFlow>>>;

export const findFlow = (db: Executor, id: string) => selectFlows(db).where('id', '=', id).executeTakeFirst();

type Filter = { hostId: string | undefined; quizId: string | undefined };

/** The newest first. */
export async function listFlows(
  db: Executor,
  { hostId, quizId }: Filter,
  page: { limit: number; offset: number },
): Promise<FlowRow[]> {
  let query = selectFlows(db);
  if (hostId !== undefined) query = query.where('hostId', '=', hostId);
  if (quizId !== undefined) query = query.where('quizId', '=', quizId);
  return query
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export async function countFlows(db: Executor, { hostId, quizId }: Filter): Promise<number> {
  let query = db
    .selectFrom('quizRooms')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('deletedAt', 'is', null);
  if (hostId !== undefined) query = query.where('hostId', '=', hostId);
  if (quizId !== undefined) query = query.where('quizId', '=', quizId);
  const { count } = await query.executeTakeFirstOrThrow();
  return count;
}

/** Closed and gone from all lists. */
export async function deleteFlow(db: Executor, id: string, at: Date): Promise<void> {
  await db
    .updateTable('quizRooms')
    .set((eb) => ({
      deletedAt: at,
      updatedAt: at,
      dueAt: null,
      closedAt: eb.fn.coalesce('closedAt', eb.val(at)),
    }))
    .where('id', '=', id)
    .execute();
}

export async function setShownAt(db: Executor, id: string, shownAt: Date, at: Date): Promise<void> {
  await db
    .updateTable('quizRooms')
    .set({ questionShownAt: shownAt, updatedAt: at })
    .where('id', '=', id)
    .execute();
}
