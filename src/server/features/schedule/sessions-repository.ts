import { type Selectable, sql } from 'kysely';
import { SESSION_TYPES } from '#protocol/sessions.ts';
import type { Executor } from '#server/platform/database.ts';
import type { ScheduleSessions } from '#server/platform/database-types.ts';
import { readActivity } from './activities.ts';
import { known, type SessionFields, toCycle, toDayOfWeek, toEndType } from './session-fields.ts';

type Row = Selectable<ScheduleSessions>;

export type SessionRow = {
  id: string;
  timelineId: string;
  hostId: string;
  fields: SessionFields;
  /** Until when its occurrences are claimed; null where it claims nothing. */
  claimedUntilMs: number | null;
  /** The next occurrence that clashes, of those that the passing of time brought. */
  clash: { startMs: number; endMs: number } | null;
  sequence: number;
  icalUid: string;
  createdAt: Date;
  updatedAt: Date;
  removedAt: Date | null;
};

/** What is kept of a session beside what it says. */
export type Derived = {
  /** Between which all of its occurrences are, moved ones too. */
  firstStartMs: number | null;
  lastEndMs: number | null;
  claimedUntilMs: number | null;
};

const toMs = (date: Date | null) => date?.getTime() ?? null;
const toDate = (ms: number | null) => (ms === null ? null : new Date(ms));

function toSession(row: Row): SessionRow {
  const { id, timelineId, hostId, sequence, icalUid, createdAt, updatedAt, removedAt } = row;
  return {
    id,
    timelineId,
    hostId,
    sequence,
    icalUid,
    createdAt,
    updatedAt,
    removedAt,
    fields: {
      type: known(SESSION_TYPES, row.type),
      name: row.name,
      description: row.description,
      startMs: toMs(row.startAt),
      endMs: toMs(row.endAt),
      startWallMs: row.startWallMs ?? undefined,
      timeZone: row.timeZone,
      exDates: row.exDates.map((date) => date.getTime()),
      repeatCycleType: toCycle(row.repeatCycleType),
      recurringDayOfWeek: toDayOfWeek(row.recurringDayOfWeek),
      rrule: row.rrule,
      sessionEndType: toEndType(row.sessionEndType),
      recurrenceEndMs: toMs(row.recurrenceEndAt),
      occurrenceCount: row.occurrenceCount,
      activity: row.activity === null ? null : readActivity(row.activity),
    },
    claimedUntilMs: toMs(row.claimedUntil),
    clash:
      row.clashStartAt && row.clashEndAt
        ? { startMs: row.clashStartAt.getTime(), endMs: row.clashEndAt.getTime() }
        : null,
  };
}

const toColumns = (fields: SessionFields, derived: Derived) => ({
  type: fields.type,
  name: fields.name,
  description: fields.description,
  startAt: toDate(fields.startMs),
  endAt: toDate(fields.endMs),
  startWallMs: fields.startWallMs ?? null,
  timeZone: fields.timeZone,
  exDates: fields.exDates.map((ms) => new Date(ms)),
  repeatCycleType: fields.repeatCycleType,
  recurringDayOfWeek: fields.recurringDayOfWeek,
  rrule: fields.rrule,
  sessionEndType: fields.sessionEndType,
  recurrenceEndAt: toDate(fields.recurrenceEndMs),
  occurrenceCount: fields.occurrenceCount,
  activity: fields.activity && JSON.stringify(fields.activity),
  firstStartAt: toDate(derived.firstStartMs),
  lastEndAt: toDate(derived.lastEndMs),
  claimedUntil: toDate(derived.claimedUntilMs),
});

/** Those that weren't deleted, on timelines that weren't either. */
const selectSessions = (db: Executor) =>
  db
    .selectFrom('scheduleSessions')
    .selectAll('scheduleSessions')
    .innerJoin('timelines', 'timelines.id', 'scheduleSessions.timelineId')
    .where('scheduleSessions.removedAt', 'is', null)
    .where('timelines.removedAt', 'is', null);

export async function findSession(db: Executor, id: string): Promise<SessionRow | undefined> {
  const row = await selectSessions(db).where('scheduleSessions.id', '=', id).executeTakeFirst();
  return row && toSession(row);
}

/** Behind the lock of its timeline, so that there is but one order. */
export async function lockSession(tx: Executor, id: string): Promise<SessionRow | undefined> {
  const row = await selectSessions(tx)
    .where('scheduleSessions.id', '=', id)
    .forNoKeyUpdate('scheduleSessions')
    .executeTakeFirst();
  return row && toSession(row);
}

export async function findSessionByUid(
  tx: Executor,
  timelineId: string,
  icalUid: string,
): Promise<SessionRow | undefined> {
  const row = await selectSessions(tx)
    .where('scheduleSessions.timelineId', '=', timelineId)
    .where('scheduleSessions.icalUid', '=', icalUid)
    .executeTakeFirst();
  return row && toSession(row);
}

export type Window = { fromMs?: number | undefined; toMs?: number | undefined };

const onTimelines = (db: Executor, timelineIds: readonly string[], { fromMs, toMs }: Window = {}) => {
  let query = selectSessions(db).where((eb) =>
    eb('scheduleSessions.timelineId', '=', eb.fn.any(eb.val([...timelineIds]))),
  );
  if (toMs !== undefined) query = query.where('scheduleSessions.firstStartAt', '<', new Date(toMs));
  if (fromMs !== undefined)
    query = query
      .where('scheduleSessions.firstStartAt', 'is not', null)
      .where(
        sql<boolean>`(schedule_sessions.last_end_at IS NULL OR schedule_sessions.last_end_at > ${new Date(fromMs)})`,
      );
  return query;
};

/** Which they are, and as of which change. */
export const listSequences = (
  db: Executor,
  timelineIds: readonly string[],
  { take, ...window }: Window & { take: number },
): Promise<{ id: string; sequence: number }[]> =>
  onTimelines(db, timelineIds, window)
    .clearSelect()
    .select(['scheduleSessions.id', 'scheduleSessions.sequence'])
    .limit(take)
    .execute();

export type SortOrder = 'asc' | 'desc';

type Selection = {
  order: SortOrder;
  skip?: number;
  take?: number;
  /** None but these. */
  ids?: readonly string[] | undefined;
};

/** By their start, those without one last. */
export async function listSessions(
  db: Executor,
  timelineIds: readonly string[],
  { order, skip, take, ids, ...window }: Window & Selection,
): Promise<SessionRow[]> {
  let query = onTimelines(db, timelineIds, window)
    .orderBy('scheduleSessions.startAt', (by) => (order === 'asc' ? by.asc() : by.desc()).nullsLast())
    .orderBy('scheduleSessions.id');
  if (ids) query = query.where((eb) => eb('scheduleSessions.id', '=', eb.fn.any(eb.val([...ids]))));
  if (skip !== undefined) query = query.offset(skip);
  if (take !== undefined) query = query.limit(take);
  return (await query.execute()).map(toSession);
}

export async function countSessions(db: Executor, timelineIds: readonly string[]): Promise<number> {
  const { count } = await db
    .selectFrom('scheduleSessions')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where((eb) => eb('timelineId', '=', eb.fn.any(eb.val([...timelineIds]))))
    .where('removedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

type NewSession = Pick<SessionRow, 'id' | 'timelineId' | 'hostId' | 'icalUid' | 'fields'> & Derived;

export async function insertSession(tx: Executor, session: NewSession, at: Date): Promise<void> {
  const { id, timelineId, hostId, icalUid, fields, ...derived } = session;
  await tx
    .insertInto('scheduleSessions')
    .values({
      id,
      timelineId,
      hostId,
      icalUid,
      ...toColumns(fields, derived),
      createdAt: at,
      updatedAt: at,
    })
    .execute();
}

/** Whatever clashed as time went on does so no more. */
export async function updateSession(
  tx: Executor,
  { id, timelineId, fields, ...derived }: Pick<SessionRow, 'id' | 'timelineId' | 'fields'> & Derived,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('scheduleSessions')
    .set((eb) => ({
      timelineId,
      ...toColumns(fields, derived),
      clashStartAt: null,
      clashEndAt: null,
      sequence: eb('sequence', '+', 1),
      updatedAt: at,
    }))
    .where('id', '=', id)
    .execute();
}

export async function markSessionRemoved(tx: Executor, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('scheduleSessions')
    .set({ removedAt: at, updatedAt: at })
    .where('id', '=', id)
    .execute();
}

/** What the passing of time changes, of which calendar programs needn't hear. */
export async function setClaimed(
  tx: Executor,
  id: string,
  claimedUntilMs: number | null,
  clash: SessionRow['clash'],
): Promise<void> {
  await tx
    .updateTable('scheduleSessions')
    .set({
      claimedUntil: toDate(claimedUntilMs),
      clashStartAt: toDate(clash?.startMs ?? null),
      clashEndAt: toDate(clash?.endMs ?? null),
    })
    .where('id', '=', id)
    .execute();
}

/** Recurring sessions that go on and whose claims end before an instant, those that end first first. */
export async function listDueSessions(
  db: Executor,
  { beforeMs, nowMs, limit }: { beforeMs: number; nowMs: number; limit: number },
): Promise<{ id: string; timelineId: string }[]> {
  return db
    .selectFrom('scheduleSessions')
    .innerJoin('timelines', 'timelines.id', 'scheduleSessions.timelineId')
    .select(['scheduleSessions.id', 'scheduleSessions.timelineId'])
    .where('scheduleSessions.type', '=', 'RECURRING')
    .where('scheduleSessions.removedAt', 'is', null)
    .where('timelines.removedAt', 'is', null)
    .where('claimedUntil', '<', new Date(beforeMs))
    .where(sql<boolean>`(last_end_at IS NULL OR last_end_at > ${new Date(nowMs)})`)
    .orderBy('claimedUntil')
    .limit(limit)
    .execute();
}
