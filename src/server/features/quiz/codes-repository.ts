import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

/** @throws a violation of `quizzes_code_key` where another quiz has it */
export async function updateCode(tx: Executor, quizId: string, code: number | null): Promise<void> {
  await tx.updateTable('quizzes').set({ code }).where('id', '=', quizId).execute();
}

export async function isCodeTaken(db: Executor, code: number): Promise<boolean> {
  const row = await db
    .selectFrom('quizzes')
    .select('id')
    .where('code', '=', code)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** The first one that no quiz has now. */
export async function findFreeCode(db: Executor, candidates: readonly number[]): Promise<number | undefined> {
  const { rows } = await sql<{ code: number }>`
    SELECT candidate.code FROM unnest(${candidates}::int[]) WITH ORDINALITY AS candidate (code, place)
    WHERE NOT EXISTS (SELECT 1 FROM quizzes WHERE quizzes.code = candidate.code AND deleted_at IS NULL)
    ORDER BY place LIMIT 1`.execute(db);
  return rows[0]?.code;
}
