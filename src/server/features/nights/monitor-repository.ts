import { randomUUID } from 'node:crypto';
import { Value } from 'typebox/value';
import type { Executor } from '#server/platform/database.ts';
import { MonitorState, type Subject } from './monitor-room.ts';

/** A monitor that runs, and whose night it is. */
type MonitorRow = { subject: Subject; hostId: string; state: MonitorState; claim: string | null };

/** A look that is due, and the claimant's alone to take. */
export type ClaimedLook = { nightId: number; nightGameId: number; roomCode: string; claim: string };

/** Locks the monitors of these session games that run. */
export async function lockMonitors(tx: Executor, nightGameIds: readonly number[]): Promise<MonitorRow[]> {
  if (nightGameIds.length === 0) return [];
  const rows = await tx
    .selectFrom('roomMonitors')
    .innerJoin('nightGames', 'nightGames.id', 'roomMonitors.nightGameId')
    .innerJoin('nights', 'nights.id', 'nightGames.nightId')
    .selectAll('roomMonitors')
    .select(['nightGames.nightId', 'nights.hostId'])
    .where('roomMonitors.nightGameId', 'in', nightGameIds)
    .orderBy('roomMonitors.nightGameId')
    .forUpdate('roomMonitors')
    .execute();
  return rows.map(({ nightId, nightGameId, roomCode, hostId, state, claim }) => ({
    subject: { nightId, nightGameId, roomCode },
    hostId,
    state: Value.Parse(MonitorState, state),
    claim,
  }));
}

export async function hasMonitor(db: Executor, nightGameId: number): Promise<boolean> {
  const row = await db
    .selectFrom('roomMonitors')
    .select('nightGameId')
    .where('nightGameId', '=', nightGameId)
    .executeTakeFirst();
  return row !== undefined;
}

/** In place of the game's monitor where there is one; a look under way then counts no more. */
export async function putMonitor(
  tx: Executor,
  nightGameId: number,
  monitor: { roomCode: string; nextLookAt: Date; state: MonitorState },
): Promise<void> {
  const values = { ...monitor, claim: null, state: JSON.stringify(monitor.state) };
  await tx
    .insertInto('roomMonitors')
    .values({ nightGameId, ...values })
    .onConflict((conflict) => conflict.column('nightGameId').doUpdateSet(values))
    .execute();
}

/** What the look found, and when the next one is due. */
export const saveLook = (
  tx: Executor,
  nightGameId: number,
  look: { nextLookAt: Date; state: MonitorState },
) =>
  tx
    .updateTable('roomMonitors')
    .set({ nextLookAt: look.nextLookAt, state: JSON.stringify(look.state) })
    .where('nightGameId', '=', nightGameId)
    .execute();

export const deleteMonitors = (tx: Executor, nightGameIds: readonly number[]) =>
  tx.deleteFrom('roomMonitors').where('nightGameId', 'in', nightGameIds).execute();

/** Writes what the monitor says to the session games themselves. */
export const updateChecks = (
  tx: Executor,
  nightGameIds: readonly number[],
  check: { playerCountCheckStatus: string; playerCount?: number },
) => tx.updateTable('nightGames').set(check).where('id', 'in', nightGameIds).execute();

/**
 * Takes at most `limit` of the looks that are due at `now`, each for this claimant alone. One that is never saved,
 * for its node died, is due again at `retryAt`.
 */
export async function claimDueLooks(
  db: Executor,
  { now, retryAt, limit }: { now: Date; retryAt: Date; limit: number },
): Promise<ClaimedLook[]> {
  const claim = randomUUID();
  const rows = await db
    .with('due', (cte) =>
      cte
        .selectFrom('roomMonitors')
        .innerJoin('nightGames', 'nightGames.id', 'roomMonitors.nightGameId')
        .select(['roomMonitors.nightGameId', 'nightGames.nightId'])
        .where('nextLookAt', '<=', now)
        .orderBy('nextLookAt')
        .limit(limit)
        .forUpdate('roomMonitors')
        .skipLocked(),
    )
    .updateTable('roomMonitors')
    .from('due')
    .set({ claim, nextLookAt: retryAt })
    .whereRef('roomMonitors.nightGameId', '=', 'due.nightGameId')
    .returning(['roomMonitors.nightGameId', 'due.nightId', 'roomMonitors.roomCode'])
    .execute();
  return rows.map((row) => ({ ...row, claim }));
}

/** Makes a claimed look due at once, for any node. */
export const releaseLook = (db: Executor, { nightGameId, claim }: ClaimedLook, now: Date) =>
  db
    .updateTable('roomMonitors')
    .set({ nextLookAt: now })
    .where('nightGameId', '=', nightGameId)
    .where('claim', '=', claim)
    .execute();

/** How many monitors run, and when the next look of them all is due. */
export const findSchedule = (db: Executor): Promise<{ running: number; nextLookAt: Date | null }> =>
  db
    .selectFrom('roomMonitors')
    .select((eb) => [
      eb.fn.countAll<number>().as('running'),
      eb.fn.min<Date | null>('nextLookAt').as('nextLookAt'),
    ])
    .executeTakeFirstOrThrow();
