import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import type { LostNode } from '#server/platform/nodes.ts';

/** Who asks: an account sees what is its own, an administrator everything. */
export type Viewer = { accountId: string; isAdmin: boolean };

export type Page = { limit: number; offset: number };

type ConnectionFilter = {
  deviceId?: string | undefined;
  /** Null: of nobody. */
  accountId?: string | null | undefined;
  isOpen?: boolean | undefined;
};

export type Connection = NonNullable<Awaited<ReturnType<typeof findConnection>>>;

const columns = [
  'id',
  'deviceId',
  'userId',
  'socketId',
  'connectedAt',
  'disconnectedAt',
  'ipAddress',
  'userAgent',
  'createdAt',
] as const;

function selectVisible(db: Executor, { accountId, isAdmin }: Viewer) {
  const all = db.selectFrom('socketConnections');
  return isAdmin ? all : all.where('userId', '=', accountId);
}

/** The newest first, and how many there are. */
export async function listConnections(
  db: Executor,
  viewer: Viewer,
  { deviceId, accountId, isOpen }: ConnectionFilter,
  { limit, offset }: Page,
): Promise<{ rows: Connection[]; total: number }> {
  let query = selectVisible(db, viewer);
  if (deviceId !== undefined) query = query.where('deviceId', '=', deviceId);
  if (accountId !== undefined)
    query = accountId === null ? query.where('userId', 'is', null) : query.where('userId', '=', accountId);
  if (isOpen !== undefined) query = query.where('disconnectedAt', isOpen ? 'is' : 'is not', null);
  const [rows, { total }] = await Promise.all([
    query
      .select(columns)
      .orderBy('connectedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute(),
    query.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { rows, total };
}

export const findConnection = (db: Executor, viewer: Viewer, id: string) =>
  selectVisible(db, viewer).select(columns).where('id', '=', id).executeTakeFirst();

export const readConnectionStats = (db: Executor, viewer: Viewer) =>
  selectVisible(db, viewer)
    .select((eb) => [
      eb.fn.countAll<number>().as('total'),
      eb.fn.count<number>('disconnectedAt').as('closed'),
      sql<number | null>`avg(extract(epoch FROM disconnected_at - connected_at))::float8 * 1000`.as(
        'averageMs',
      ),
    ])
    .executeTakeFirstOrThrow();

/** What nodes held that are gone ended with their leases, as far as anybody knows. */
export async function closeConnectionsOf(tx: Executor, nodes: readonly LostNode[]): Promise<void> {
  await sql`
    UPDATE socket_connections c SET disconnected_at = greatest(lost.at, c.connected_at)
    FROM unnest(
      ${nodes.map(({ id }) => id)}::uuid[], ${nodes.map(({ lostAt }) => lostAt.toISOString())}::timestamptz[]
    ) AS lost (node_id, at)
    WHERE c.node_id = lost.node_id AND c.disconnected_at IS NULL`.execute(tx);
}

/** Of connections that are over, at most `limit`, the oldest first. @returns how many it were */
export async function deleteConnectionsBefore(db: Executor, time: Date, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('socketConnections')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('socketConnections')
        .select('id')
        .where('connectedAt', '<', time)
        .where('disconnectedAt', 'is not', null)
        .orderBy('connectedAt')
        .limit(limit),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
