import type { Executor } from '#server/platform/database.ts';

export async function countImagesOf(db: Executor, accountId: string): Promise<number> {
  const { count } = await db
    .selectFrom('quizImages')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertImage(
  db: Executor,
  image: { path: string; accountId: string; createdAt: Date },
): Promise<void> {
  await db.insertInto('quizImages').values(image).execute();
}
