import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import type { DeviceDescription } from './device-description.ts';

/** A connection as it is known now. */
export type ConnectionRecord = DeviceDescription & {
  id: string;
  /** What its transport calls it. */
  socketId: string;
  nodeId: string;
  deviceId: string | null;
  accountId: string | null;
  connectedAtMs: number;
  /** Null while it is open. */
  disconnectedAtMs: number | null;
  address: string;
  userAgent: string | null;
};

const instant = (ms: number) => new Date(ms).toISOString();
const instantOrNull = (ms: number | null) => (ms === null ? null : instant(ms));

/**
 * Writes connections as they are now, and counts the new ones for their devices. What is already stored decides what
 * is new, so that a batch whose commit was not heard of can be written again.
 */
export async function writeRecords(tx: Executor, records: readonly ConnectionRecord[]): Promise<void> {
  const column = <Value>(read: (record: ConnectionRecord) => Value) => records.map(read);
  const { rows } = await sql<{ deviceId: string; sessionCount: number }>`
    WITH given AS (
      SELECT * FROM unnest(
        ${column(({ id }) => id)}::uuid[],
        ${column(({ socketId }) => socketId)}::text[],
        ${column(({ nodeId }) => nodeId)}::uuid[],
        ${column(({ deviceId }) => deviceId)}::text[],
        ${column(({ accountId }) => accountId)}::uuid[],
        ${column(({ connectedAtMs }) => instant(connectedAtMs))}::timestamptz[],
        ${column(({ disconnectedAtMs }) => instantOrNull(disconnectedAtMs))}::timestamptz[],
        ${column(({ address }) => address)}::text[],
        ${column(({ userAgent }) => userAgent)}::text[],
        ${column(({ deviceType }) => deviceType)}::text[],
        ${column(({ os }) => os)}::text[],
        ${column(({ browser }) => browser)}::text[]
      ) AS g (id, socket_id, node_id, device_id, user_id, connected_at, disconnected_at, ip_address, user_agent,
        device_type, os, browser)
    ),
    stored AS (
      SELECT c.id, c.user_id FROM socket_connections c JOIN given ON given.id = c.id
    ),
    written AS (
      INSERT INTO socket_connections (id, socket_id, node_id, device_id, user_id, connected_at, disconnected_at,
        ip_address, user_agent)
      SELECT id, socket_id, node_id, device_id, user_id, connected_at, disconnected_at, ip_address, user_agent
      FROM given
      ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, disconnected_at = excluded.disconnected_at
    ),
    changes AS (
      SELECT g.device_id, g.user_id, g.connected_at, coalesce(g.disconnected_at, g.connected_at) AS seen_at,
        g.device_type, g.os, g.browser,
        (s.id IS NULL OR s.user_id IS DISTINCT FROM g.user_id)::integer AS count
      FROM given g LEFT JOIN stored s ON s.id = g.id
      UNION ALL
      -- It was counted for somebody unknown before it said whose it is.
      SELECT g.device_id, s.user_id, g.connected_at, g.connected_at, g.device_type, g.os, g.browser, -1
      FROM given g JOIN stored s ON s.id = g.id
      WHERE s.user_id IS DISTINCT FROM g.user_id
    )
    INSERT INTO device_sessions AS d (device_id, user_id, device_type, os, browser, first_seen, last_seen,
      session_count)
    SELECT device_id, user_id, max(device_type), max(os), max(browser), min(connected_at), max(seen_at), sum(count)
    FROM changes
    WHERE device_id IS NOT NULL
    GROUP BY device_id, user_id
    -- In one order on all nodes, so that they don't wait for each other in a circle.
    ORDER BY device_id, user_id
    ON CONFLICT (device_id, user_id) DO UPDATE SET
      device_type = coalesce(excluded.device_type, d.device_type),
      os = coalesce(excluded.os, d.os),
      browser = coalesce(excluded.browser, d.browser),
      last_seen = greatest(d.last_seen, excluded.last_seen),
      session_count = d.session_count + excluded.session_count,
      updated_at = now()
    RETURNING device_id AS "deviceId", session_count AS "sessionCount"`.execute(tx);
  const left = rows.filter(({ sessionCount }) => sessionCount <= 0).map(({ deviceId }) => deviceId);
  if (left.length > 0)
    await tx
      .deleteFrom('deviceSessions')
      .where('deviceId', 'in', left)
      .where('sessionCount', '<=', 0)
      .execute();
}
