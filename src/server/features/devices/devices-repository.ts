import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import type { Page, Viewer } from './connections-repository.ts';
import type { Metadata } from './metadata.ts';

export type Device = NonNullable<Awaited<ReturnType<typeof findDevice>>>;

const columns = [
  'id',
  'deviceId',
  'userId',
  'deviceType',
  'os',
  'browser',
  'firstSeen',
  'lastSeen',
  'sessionCount',
  // An object, as nothing else is ever written.
  sql<Metadata>`metadata`.as('metadata'),
  'createdAt',
  'updatedAt',
] as const;

function selectVisible(db: Executor, { accountId, isAdmin }: Viewer) {
  const all = db.selectFrom('deviceSessions');
  return isAdmin ? all : all.where('userId', '=', accountId);
}

/** The last seen first, and how many there are. */
export async function listDevices(
  db: Executor,
  viewer: Viewer,
  accountId: string | undefined,
  { limit, offset }: Page,
): Promise<{ rows: Device[]; total: number }> {
  let query = selectVisible(db, viewer);
  if (accountId !== undefined) query = query.where('userId', '=', accountId);
  const [rows, { total }] = await Promise.all([
    query
      .select(columns)
      .orderBy('lastSeen', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute(),
    query.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { rows, total };
}

/** Of several accounts on one device the viewer's own, else the one seen last. */
const selectDevice = (db: Executor, viewer: Viewer, deviceId: string) =>
  selectVisible(db, viewer)
    .select(columns)
    .where('deviceId', '=', deviceId)
    .orderBy(sql`user_id IS NOT DISTINCT FROM ${viewer.accountId}`, 'desc')
    .orderBy('lastSeen', 'desc')
    .orderBy('id', 'desc')
    .limit(1);

export const findDevice = (db: Executor, viewer: Viewer, deviceId: string) =>
  selectDevice(db, viewer, deviceId).executeTakeFirst();

export const lockDevice = (tx: Executor, viewer: Viewer, deviceId: string) =>
  selectDevice(tx, viewer, deviceId).forUpdate().executeTakeFirst();

export const setMetadata = (tx: Executor, id: string, metadata: Metadata, now: Date): Promise<Device> =>
  tx
    .updateTable('deviceSessions')
    .set({ metadata: JSON.stringify(metadata), updatedAt: now })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow();

export const readDeviceStats = (db: Executor, viewer: Viewer) =>
  selectVisible(db, viewer)
    .select([
      sql<number>`count(DISTINCT device_id)`.as('devices'),
      sql<number>`count(DISTINCT user_id)`.as('accounts'),
      sql<number>`coalesce(sum(session_count), 0)`.as('sessions'),
      // Neither counts those of which it isn't known.
      sql<string | null>`mode() WITHIN GROUP (ORDER BY os)`.as('commonOs'),
      sql<string | null>`mode() WITHIN GROUP (ORDER BY browser)`.as('commonBrowser'),
    ])
    .executeTakeFirstOrThrow();

/** At most `limit`, the longest unseen first. @returns how many it were */
export async function deleteDevicesBefore(db: Executor, time: Date, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('deviceSessions')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('deviceSessions')
        .select('id')
        .where('lastSeen', '<', time)
        .orderBy('lastSeen')
        .limit(limit),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
