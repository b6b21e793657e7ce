import { sql } from 'kysely';
import { TIMELINE_ROLES, type TimelineRole } from '#protocol/timelines.ts';
import type { Executor } from '#server/platform/database.ts';

export type TimelineRow = {
  id: string;
  name: string;
  description: string | null;
  allowOverlap: boolean;
  ownerId: string;
  /** Of the account that was asked for; null where it is no member. */
  role: TimelineRole | null;
  createdAt: Date;
  updatedAt: Date;
  removedAt: Date | null;
};

export type TimelineFields = { name: string; description: string | null; allowOverlap: boolean };

/** What is undefined stays. */
export type TimelineChanges = { [Field in keyof TimelineFields]?: TimelineFields[Field] | undefined };

const selectTimelines = (db: Executor, accountId: string) =>
  db
    .selectFrom('timelines')
    .innerJoin('timelineMembers as owner', (join) =>
      join.onRef('owner.timelineId', '=', 'timelines.id').on('owner.role', '=', 'owner'),
    )
    .leftJoin('timelineMembers as own', (join) =>
      join.onRef('own.timelineId', '=', 'timelines.id').on('own.accountId', '=', accountId),
    )
    .select([
      'timelines.id',
      'timelines.name',
      'timelines.description',
      'timelines.allowOverlap',
      'timelines.createdAt',
      'timelines.updatedAt',
      'timelines.removedAt',
      'owner.accountId as ownerId',
      'own.role',
    ])
    .where('timelines.removedAt', 'is', null);

export const toRole = (text: string): TimelineRole => {
  const role = TIMELINE_ROLES.find((one) => one === text);
  if (!role) throw new Error(`the store has the role ${text}`);
  return role;
};

const withRole = <Row extends { role: string | null }>(row: Row) => ({
  ...row,
  role: row.role === null ? null : toRole(row.role),
});

/** @param accountId whose role is told */
export async function findTimeline(
  db: Executor,
  id: string,
  accountId: string,
): Promise<TimelineRow | undefined> {
  const row = await selectTimelines(db, accountId).where('timelines.id', '=', id).executeTakeFirst();
  return row && withRole(row);
}

/** Locks the timeline: its changes, and those of its sessions and their claims, have one order on all nodes. */
export async function lockTimeline(
  tx: Executor,
  id: string,
  accountId: string,
): Promise<TimelineRow | undefined> {
  // The lock first: what is read before waiting for it may have changed.
  await tx.selectFrom('timelines').select('id').where('id', '=', id).forNoKeyUpdate().execute();
  return findTimeline(tx, id, accountId);
}

type Page = { skip: number; take: number };

/** Those of which the account is a member, the newest first. */
export async function listTimelines(
  db: Executor,
  accountId: string,
  { skip, take }: Page,
): Promise<TimelineRow[]> {
  const rows = await selectTimelines(db, accountId)
    .where('own.role', 'is not', null)
    .orderBy('timelines.createdAt', 'desc')
    .orderBy('timelines.id')
    .offset(skip)
    .limit(take)
    .execute();
  return rows.map(withRole);
}

/** All of which the account is a member. */
export async function listTimelineIds(db: Executor, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('timelineMembers')
    .innerJoin('timelines', 'timelines.id', 'timelineMembers.timelineId')
    .select('timelines.id')
    .where('timelineMembers.accountId', '=', accountId)
    .where('timelines.removedAt', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}

/** With its owner as its first member. */
export async function insertTimeline(
  tx: Executor,
  ownerId: string,
  fields: TimelineFields,
  at: Date,
): Promise<string> {
  const { id } = await tx
    .insertInto('timelines')
    .values({ ...fields, createdAt: at, updatedAt: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('timelineMembers')
    .values({ timelineId: id, accountId: ownerId, role: 'owner', createdAt: at })
    .execute();
  return id;
}

export async function updateTimeline(
  tx: Executor,
  id: string,
  changes: TimelineChanges,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('timelines')
    .set({ ...changes, updatedAt: at })
    .where('id', '=', id)
    .execute();
}

export async function markTimelineRemoved(tx: Executor, id: string, at: Date): Promise<void> {
  await tx.updateTable('timelines').set({ removedAt: at, updatedAt: at }).where('id', '=', id).execute();
}

/** How many timelines the account owns; its own transactions count one after the other. */
export async function countOwned(tx: Executor, accountId: string): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('timelines of ' || ${accountId}, 0))`.execute(tx);
  const { count } = await tx
    .selectFrom('timelineMembers')
    .innerJoin('timelines', 'timelines.id', 'timelineMembers.timelineId')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('accountId', '=', accountId)
    .where('role', '=', 'owner')
    .where('timelines.removedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}
