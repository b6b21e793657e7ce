import { type Selectable, sql } from 'kysely';
import type { SessionActivity } from '#protocol/activities.ts';
import type { Executor } from '#server/platform/database.ts';
import type { SessionOpenings } from '#server/platform/database-types.ts';
import { readActivity } from './activities.ts';

/** What was opened: an occurrence by its original start, null for a session without a date. */
export type OpeningKey = { sessionId: string; originalStartMs: number | null };

export type Opening = {
  /** Of what it starts, whoever starts it. */
  id: string;
  activity: SessionActivity;
  hostId: string;
  /** What that is called once it is there. */
  startedId: string | null;
};

const toOpening = ({ id, activity, hostId, startedId }: Selectable<SessionOpenings>): Opening => ({
  id,
  activity: readActivity(activity),
  hostId,
  startedId,
});

const toColumns = ({ sessionId, originalStartMs }: OpeningKey) => ({
  sessionId,
  originalStartAt: originalStartMs === null ? null : new Date(originalStartMs),
});

export async function findOpening(db: Executor, key: OpeningKey): Promise<Opening | undefined> {
  const { sessionId, originalStartAt } = toColumns(key);
  const row = await db
    .selectFrom('sessionOpenings')
    .selectAll()
    .where('sessionId', '=', sessionId)
    .where(sql<boolean>`original_start_at IS NOT DISTINCT FROM ${originalStartAt}::timestamptz`)
    .executeTakeFirst();
  return row && toOpening(row);
}

/** Where nobody else has put one since: in place of `previous`, or where there was none. */
export async function putOpening(
  db: Executor,
  key: OpeningKey,
  { id, hostId, activity }: Omit<Opening, 'startedId'>,
  previous: Opening | undefined,
): Promise<void> {
  const columns = { id, hostId, activity: JSON.stringify(activity), startedId: null };
  if (previous) await db.updateTable('sessionOpenings').set(columns).where('id', '=', previous.id).execute();
  else
    await db
      .insertInto('sessionOpenings')
      .values({ ...toColumns(key), ...columns })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

export async function markStarted(db: Executor, id: string, startedId: string): Promise<void> {
  await db
    .updateTable('sessionOpenings')
    .set({ startedId })
    .where('id', '=', id)
    .where('startedId', 'is', null)
    .execute();
}

export async function deleteUnstarted(db: Executor, id: string): Promise<void> {
  await db.deleteFrom('sessionOpenings').where('id', '=', id).where('startedId', 'is', null).execute();
}
