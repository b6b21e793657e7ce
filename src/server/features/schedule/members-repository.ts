import type { TimelineRole } from '#protocol/timelines.ts';
import type { Executor } from '#server/platform/database.ts';
import { toRole } from './timelines-repository.ts';

export type MemberRow = { accountId: string; role: TimelineRole };

const selectMembers = (db: Executor, timelineId: string) =>
  db.selectFrom('timelineMembers').select(['accountId', 'role']).where('timelineId', '=', timelineId);

export async function findMember(
  db: Executor,
  timelineId: string,
  accountId: string,
): Promise<MemberRow | undefined> {
  const row = await selectMembers(db, timelineId).where('accountId', '=', accountId).executeTakeFirst();
  return row && { ...row, role: toRole(row.role) };
}

/** In the order in which they came, the owner first. */
export async function listMembers(
  db: Executor,
  timelineId: string,
  { skip, take }: { skip: number; take: number },
): Promise<MemberRow[]> {
  const rows = await selectMembers(db, timelineId)
    .orderBy('createdAt')
    .orderBy('accountId')
    .offset(skip)
    .limit(take)
    .execute();
  return rows.map((row) => ({ ...row, role: toRole(row.role) }));
}

export async function countMembers(db: Executor, timelineId: string): Promise<number> {
  const { count } = await db
    .selectFrom('timelineMembers')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('timelineId', '=', timelineId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Adds a member, or gives one another role. */
export async function putMember(
  tx: Executor,
  timelineId: string,
  { accountId, role }: MemberRow,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('timelineMembers')
    .values({ timelineId, accountId, role, createdAt: at })
    .onConflict((conflict) => conflict.columns(['timelineId', 'accountId']).doUpdateSet({ role }))
    .execute();
}

/** Their way into the feed ends with it. */
export async function deleteMember(tx: Executor, timelineId: string, accountId: string): Promise<void> {
  await tx
    .deleteFrom('timelineMembers')
    .where('timelineId', '=', timelineId)
    .where('accountId', '=', accountId)
    .execute();
}
