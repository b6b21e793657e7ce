import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

/** By the store's clock, which all nodes share. */
const secondsAgo = (seconds: number) => sql<Date>`clock_timestamp() - make_interval(secs => ${seconds})`;

export async function insertAccessChanges(tx: Executor, subjectIds: readonly string[]): Promise<void> {
  await tx
    .insertInto('accessChanges')
    .values(subjectIds.map((subjectId) => ({ subjectId })))
    .execute();
}

/** Of so many seconds, in no order. */
export const listAccessChanges = (db: Executor, seconds: number) =>
  db
    .selectFrom('accessChanges')
    .select(['id', 'subjectId'])
    .where('changedAt', '>', secondsAgo(seconds))
    .execute();

export async function deleteAccessChanges(db: Executor, olderThanSeconds: number): Promise<void> {
  await db.deleteFrom('accessChanges').where('changedAt', '<', secondsAgo(olderThanSeconds)).execute();
}
