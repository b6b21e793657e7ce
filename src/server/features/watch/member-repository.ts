import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import { type Member, PLACE_KEPT_MS } from './roster.ts';

const COLUMNS = [
  'userId',
  'username',
  'joinedAt',
  'firstConnectedAt',
  'nodeId',
  'connectionId',
  'kickedAt',
  'isReady',
  'isBuffering',
  'driftMs',
] as const;

const select = (db: Executor, partyId: string) =>
  db.selectFrom('watchMembers').select(COLUMNS).where('partyId', '=', partyId);

type MemberRow = NonNullable<Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirst']>>>;

const toMember = ({ nodeId, connectionId, ...row }: MemberRow): Member => ({
  userId: row.userId,
  username: row.username,
  joinedAt: row.joinedAt.getTime(),
  socket: nodeId !== null && connectionId !== null ? { nodeId, connectionId } : null,
  firstConnectedAt: row.firstConnectedAt?.getTime() ?? null,
  isKicked: row.kickedAt !== null,
  isReady: row.isReady,
  isBuffering: row.isBuffering,
  driftMs: row.driftMs,
});

export type NewMember = { partyId: string; userId: string; username: string; joinedAt: Date };

export async function insertMember(tx: Executor, member: NewMember): Promise<void> {
  await tx.insertInto('watchMembers').values(member).execute();
}

export async function findMember(db: Executor, partyId: string, userId: string): Promise<Member | undefined> {
  const row = await select(db, partyId).where('userId', '=', userId).executeTakeFirst();
  return row && toMember(row);
}

/** Those who hold a place or may hold one: who is connected, and who has joined lately. In the order of joining. */
export async function listPresent(db: Executor, partyId: string, now: number): Promise<Member[]> {
  const rows = await select(db, partyId)
    .where('kickedAt', 'is', null)
    .where((eb) => eb.or([eb('nodeId', 'is not', null), eb('joinedAt', '>', new Date(now - PLACE_KEPT_MS))]))
    .orderBy('joinedAt')
    .orderBy('userId')
    .execute();
  return rows.map(toMember);
}

/** What may change of a member, under the party's lock. */
export async function updateMember(tx: Executor, partyId: string, member: Member): Promise<void> {
  await tx
    .updateTable('watchMembers')
    .set({
      nodeId: member.socket?.nodeId ?? null,
      connectionId: member.socket?.connectionId ?? null,
      firstConnectedAt: member.firstConnectedAt === null ? null : new Date(member.firstConnectedAt),
      isReady: member.isReady,
      isBuffering: member.isBuffering,
      driftMs: member.driftMs,
    })
    .where('partyId', '=', partyId)
    .where('userId', '=', member.userId)
    .execute();
}

export async function markKicked(tx: Executor, partyId: string, userId: string, at: Date): Promise<void> {
  await tx
    .updateTable('watchMembers')
    .set({ kickedAt: at, nodeId: null, connectionId: null })
    .where('partyId', '=', partyId)
    .where('userId', '=', userId)
    .execute();
}

/** Those of these users who were put out of these parties. */
export async function listKicked(
  db: Executor,
  partyIds: readonly string[],
  userIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('watchMembers')
    .select('userId')
    .where('partyId', '=', sql<string>`ANY(${partyIds}::uuid[])`)
    .where('userId', '=', sql<string>`ANY(${userIds}::uuid[])`)
    .where('kickedAt', 'is not', null)
    .execute();
  return new Set(rows.map(({ userId }) => userId));
}

/** Whatever was loaded isn't any more. */
export async function resetReadiness(tx: Executor, partyId: string): Promise<void> {
  await tx
    .updateTable('watchMembers')
    .set({ isReady: false, isBuffering: false, driftMs: null })
    .where('partyId', '=', partyId)
    .where('nodeId', 'is not', null)
    .execute();
}

/** A figure that nothing is decided by, hence without the party's lock. */
export async function updateDrift(
  db: Executor,
  {
    partyId,
    userId,
    connectionId,
    driftMs,
  }: { partyId: string; userId: string; connectionId: string; driftMs: number },
): Promise<void> {
  await db
    .updateTable('watchMembers')
    .set({ driftMs })
    .where('partyId', '=', partyId)
    .where('userId', '=', userId)
    .where('connectionId', '=', connectionId)
    .execute();
}

export type HeldMember = { partyId: string; userId: string; nodeId: string; connectionId: string };

/** Those whose newest socket is, or was, on one of these nodes. */
export async function listHeldBy(db: Executor, nodeIds: readonly string[]): Promise<HeldMember[]> {
  const { rows } = await sql<HeldMember>`
    SELECT party_id AS "partyId", user_id AS "userId", node_id AS "nodeId", connection_id AS "connectionId"
    FROM watch_members
    WHERE node_id = ANY(${nodeIds}::uuid[]) AND connection_id IS NOT NULL
    ORDER BY party_id
  `.execute(db);
  return rows;
}
