import type { Executor } from '#server/platform/database.ts';
import type { Change } from './occurrences.ts';

type Row = {
  originalStartAt: Date;
  isCancelled: boolean;
  startAt: Date | null;
  endAt: Date | null;
  name: string | null;
  description: string | null;
};

const toChange = ({ originalStartAt, startAt, endAt, name, description }: Row): Change => {
  const originalStartMs = originalStartAt.getTime();
  if (!startAt || !endAt) return { originalStartMs, isCancelled: true };
  return {
    originalStartMs,
    isCancelled: false,
    startMs: startAt.getTime(),
    endMs: endAt.getTime(),
    ...(name === null ? {} : { name }),
    ...(description === null ? {} : { description }),
  };
};

const toRow = (sessionId: string, change: Change) => ({
  sessionId,
  originalStartAt: new Date(change.originalStartMs),
  isCancelled: change.isCancelled,
  startAt: change.isCancelled ? null : new Date(change.startMs),
  endAt: change.isCancelled ? null : new Date(change.endMs),
  name: change.isCancelled ? null : (change.name ?? null),
  description: change.isCancelled ? null : (change.description ?? null),
});

/** By session; one without changes isn't there. */
export async function listChanges(
  db: Executor,
  sessionIds: readonly string[],
): Promise<Map<string, Change[]>> {
  const rows = await db
    .selectFrom('sessionChanges')
    .select(['sessionId', 'originalStartAt', 'isCancelled', 'startAt', 'endAt', 'name', 'description'])
    .where((eb) => eb('sessionId', '=', eb.fn.any(eb.val([...sessionIds]))))
    .orderBy('originalStartAt')
    .execute();
  const changes = new Map<string, Change[]>();
  for (const row of rows) {
    const own = changes.get(row.sessionId);
    if (own) own.push(toChange(row));
    else changes.set(row.sessionId, [toChange(row)]);
  }
  return changes;
}

export const listChangesOf = async (db: Executor, sessionId: string): Promise<Change[]> =>
  (await listChanges(db, [sessionId])).get(sessionId) ?? [];

/** These and no others. */
export async function replaceChanges(
  tx: Executor,
  sessionId: string,
  changes: readonly Change[],
): Promise<void> {
  await tx.deleteFrom('sessionChanges').where('sessionId', '=', sessionId).execute();
  if (changes.length === 0) return;
  await tx
    .insertInto('sessionChanges')
    .values(changes.map((change) => toRow(sessionId, change)))
    .execute();
}
