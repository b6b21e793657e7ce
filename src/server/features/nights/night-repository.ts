import { type Selectable, sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import type { Nights } from '#server/platform/database-types.ts';

export type NightRow = Selectable<Nights>;
export type CountedNight = NightRow & { gamesPlayed: number };

const selectNights = (db: Executor) =>
  db
    .selectFrom('nights')
    .selectAll('nights')
    .select((eb) =>
      eb
        .selectFrom('nightGames')
        .whereRef('nightGames.nightId', '=', 'nights.id')
        .select((count) => count.fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('gamesPlayed'),
    );

export type NightFilter = {
  hostId?: string | undefined;
  isActive?: boolean | undefined;
  /** Only those older than this one, be it deleted by now. */
  before?: number | undefined;
  limit?: number | undefined;
};

/** The newest first. */
export function listNights(
  db: Executor,
  { hostId, isActive, before, limit }: NightFilter,
): Promise<CountedNight[]> {
  let query = selectNights(db);
  if (hostId !== undefined) query = query.where('hostId', '=', hostId);
  if (isActive !== undefined) query = query.where('isActive', '=', isActive);
  if (before !== undefined)
    query = query.where(
      sql<boolean>`(nights.created_at, nights.id) <
        ((SELECT b.created_at FROM nights b WHERE b.id <= ${before} ORDER BY b.id DESC LIMIT 1), ${before})`,
    );
  if (limit !== undefined) query = query.limit(limit);
  return query.orderBy('createdAt', 'desc').orderBy('id', 'desc').execute();
}

export const findNight = (db: Executor, id: number): Promise<CountedNight | undefined> =>
  selectNights(db).where('id', '=', id).executeTakeFirst();

/** The newest active one of all hosts, or the host's. */
export function findActiveNight(db: Executor, hostId?: string): Promise<CountedNight | undefined> {
  const query = selectNights(db).where('isActive', '=', true);
  const narrowed = hostId === undefined ? query : query.where('hostId', '=', hostId);
  return narrowed.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst();
}

export async function findActiveNightId(db: Executor, hostId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('nights')
    .select('id')
    .where('hostId', '=', hostId)
    .where('isActive', '=', true)
    .executeTakeFirst();
  return row?.id;
}

/** Locks the night, so that what depends on its state is decided in one order on all nodes. */
export const lockNight = (tx: Executor, id: number): Promise<NightRow | undefined> =>
  tx.selectFrom('nights').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();

/** Keeps the night from being deleted until the transaction ends, and nothing else from happening to it. */
export const holdNight = (tx: Executor, id: number): Promise<NightRow | undefined> =>
  tx.selectFrom('nights').selectAll().where('id', '=', id).forKeyShare().executeTakeFirst();

export const insertNight = (
  tx: Executor,
  night: { hostId: string; notes: string | null; createdAt: Date },
): Promise<NightRow> => tx.insertInto('nights').values(night).returningAll().executeTakeFirstOrThrow();

/** Absent notes keep the old. */
export const closeNight = (
  tx: Executor,
  id: number,
  closedAt: Date,
  notes: string | undefined,
): Promise<NightRow> =>
  tx
    .updateTable('nights')
    .set({ isActive: false, closedAt, ...(notes === undefined ? {} : { notes }) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

export const setNightNotes = (tx: Executor, id: number, notes: string | null) =>
  tx.updateTable('nights').set({ notes }).where('id', '=', id).execute();

/** Its games, votes and chat go with it. */
export const deleteNight = (tx: Executor, id: number) =>
  tx.deleteFrom('nights').where('id', '=', id).execute();

export async function countNightGames(db: Executor, nightId: number): Promise<number> {
  const { count } = await db
    .selectFrom('nightGames')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('nightId', '=', nightId)
    .executeTakeFirstOrThrow();
  return count;
}
