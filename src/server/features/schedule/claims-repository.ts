import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import type { Claim } from './claims.ts';

/** Whose claims they are, and what they keep others away from. */
export type Claimant = { sessionId: string; timelineId: string; hostId: string };

/** What is already there where a session can't be. */
export type Clash = { sessionId: string; timelineId: string; name: string; startMs: number; endMs: number };

const toDate = (ms: number) => new Date(ms);

/**
 * Claims of one host are made one after the other, whatever the timelines. To be taken after the timeline's lock; of
 * several hosts in one order.
 */
export async function lockHosts(tx: Executor, hostIds: readonly string[]): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('host ' || id, 0))
    FROM (SELECT DISTINCT id FROM unnest(${hostIds}::text[]) AS given (id) ORDER BY id) AS hosts`.execute(tx);
}

export async function listClaims(db: Executor, sessionId: string): Promise<Claim[]> {
  const rows = await db
    .selectFrom('sessionClaims')
    .select(['originalStartAt', sql<Date>`lower(during)`.as('startAt'), sql<Date>`upper(during)`.as('endAt')])
    .where('sessionId', '=', sessionId)
    .execute();
  return rows.map((row) => ({
    originalStartMs: row.originalStartAt.getTime(),
    startMs: row.startAt.getTime(),
    endMs: row.endAt.getTime(),
  }));
}

/**
 * Makes the claims that nobody else's stand against, as the exclusion constraints decide.
 * @returns the original starts of those that were made
 */
export async function insertClaims(
  tx: Executor,
  { sessionId, timelineId, hostId }: Claimant,
  claims: readonly Claim[],
): Promise<Set<number>> {
  if (claims.length === 0) return new Set();
  const { rows } = await sql<{ originalStartAt: Date }>`
    INSERT INTO session_claims (session_id, original_start_at, timeline_id, host_id, during)
    SELECT ${sessionId}, original_start_at, ${timelineId}, ${hostId}, tstzrange(start_at, end_at)
    FROM unnest(
      ${claims.map(({ originalStartMs }) => toDate(originalStartMs))}::timestamptz[],
      ${claims.map(({ startMs }) => toDate(startMs))}::timestamptz[],
      ${claims.map(({ endMs }) => toDate(endMs))}::timestamptz[]
    ) AS given (original_start_at, start_at, end_at)
    ON CONFLICT DO NOTHING
    RETURNING original_start_at`.execute(tx);
  return new Set(rows.map(({ originalStartAt }) => originalStartAt.getTime()));
}

/** The first of others' claims, in time, that stands against one. */
export async function findClash(
  tx: Executor,
  { sessionId, timelineId, hostId }: Claimant,
  { startMs, endMs }: Claim,
): Promise<Clash | undefined> {
  const { rows } = await sql<Omit<Clash, 'startMs' | 'endMs'> & { startAt: Date; endAt: Date }>`
    SELECT claims.session_id, claims.timeline_id, sessions.name,
      lower(claims.during) AS start_at, upper(claims.during) AS end_at
    FROM session_claims AS claims
    JOIN schedule_sessions AS sessions ON sessions.id = claims.session_id
    WHERE claims.during && tstzrange(${toDate(startMs)}, ${toDate(endMs)})
      AND (claims.timeline_id = ${timelineId} OR claims.host_id = ${hostId})
      AND claims.session_id <> ${sessionId}
    ORDER BY lower(claims.during)
    LIMIT 1`.execute(tx);
  const [row] = rows;
  return (
    row && {
      sessionId: row.sessionId,
      timelineId: row.timelineId,
      name: row.name,
      startMs: row.startAt.getTime(),
      endMs: row.endAt.getTime(),
    }
  );
}

export async function deleteClaims(tx: Executor, sessionId: string, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return;
  const originalStarts = claims.map(({ originalStartMs }) => toDate(originalStartMs));
  await sql`DELETE FROM session_claims WHERE session_id = ${sessionId}
    AND original_start_at = ANY (${originalStarts}::timestamptz[])`.execute(tx);
}

export async function deleteClaimsOfSession(tx: Executor, sessionId: string): Promise<void> {
  await tx.deleteFrom('sessionClaims').where('sessionId', '=', sessionId).execute();
}

/** The timeline's lock keeps new ones away. */
export async function deleteClaimsOfTimeline(tx: Executor, timelineId: string): Promise<void> {
  await sql`DELETE FROM session_claims USING schedule_sessions AS sessions
    WHERE sessions.id = session_claims.session_id AND sessions.timeline_id = ${timelineId}`.execute(tx);
}
