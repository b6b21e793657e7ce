import { randomUUID } from 'node:crypto';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { type Activities, isSameActivity, requireActivity } from './activities.ts';
import { listChanges, listChangesOf, replaceChanges } from './changes-repository.ts';
import { derive, replaceClaims } from './claiming.ts';
import { claimsAhead } from './claims.ts';
import { deleteClaimsOfSession } from './claims-repository.ts';
import { isId } from './ids.ts';
import { type Change, keepChanges, listOccurrences } from './occurrences.ts';
import {
  changeFields,
  type Plan,
  planSession,
  type SessionChanges,
  type SessionFields,
} from './session-fields.ts';
import * as sessions from './sessions-repository.ts';
import { mayRead, requireEditor, requireReadable } from './timeline-rights.ts';
import { findTimeline, listTimelineIds, lockTimeline, type TimelineRow } from './timelines-repository.ts';
import { createTurns } from './turns.ts';

export type SessionService = ReturnType<typeof createSessionService>;

type Dependencies = {
  database: Database;
  activities: Pick<Activities, 'mayHostQuiz'>;
  clock: Clock;
  publicUrl: string;
};

/** Bounds what has to be looked through for an answer. */
const MAX_SESSIONS = 5_000;
/** Of those that may take place within a window: each is expanded. */
const MAX_CANDIDATES = 10_000;
const MISSING = 'Session not found';

/** A session, under the locks of its timeline and its own. */
type Locked = { session: sessions.SessionRow; timeline: TimelineRow; changes: Change[] };

type InsertOptions = { changes?: readonly Change[]; icalUid?: string; hostId?: string };

/** Sessions as they are written, kept from clashing, and listed. */
export function createSessionService({ database, activities, clock, publicUrl }: Dependencies) {
  const { db } = database;
  const uidHost = new URL(publicUrl).hostname;

  /** What a session is put on: to its writer an unknown one and another's are the same. */
  function requireTarget(timeline: TimelineRow | undefined, caller: Caller): TimelineRow {
    if (!timeline || !mayRead(timeline, caller))
      throw invalid('timelineId must be that of a timeline of yours');
    return requireEditor(timeline, caller);
  }

  async function requireRoom(tx: Executor, timelineId: string): Promise<void> {
    if ((await sessions.countSessions(tx, [timelineId])) >= MAX_SESSIONS)
      throw new AppError('conflict', `A timeline has at most ${MAX_SESSIONS} sessions`);
  }

  /** An imported one may be on both timelines. */
  async function requireNew(tx: Executor, timelineId: string, icalUid: string): Promise<void> {
    await requireRoom(tx, timelineId);
    if (await sessions.findSessionByUid(tx, timelineId, icalUid))
      throw new AppError('conflict', 'That timeline has this session already');
  }

  async function requireSession(on: Executor, id: string): Promise<sessions.SessionRow> {
    const session = await sessions.findSession(on, id);
    if (!session) throw notFound(MISSING);
    return session;
  }

  /** Puts a new session on a timeline whose lock is held. */
  async function insert(
    tx: Executor,
    caller: Caller,
    timeline: TimelineRow,
    { fields, series }: Plan,
    { changes = [], icalUid, hostId = caller.accountId }: InsertOptions = {},
  ): Promise<sessions.SessionRow> {
    await requireRoom(tx, timeline.id);
    const id = randomUUID();
    const nowMs = clock.now();
    const { allowOverlap } = timeline;
    const session = {
      id,
      timelineId: timeline.id,
      hostId,
      icalUid: icalUid ?? `${id}@${uidHost}`,
      fields,
      ...derive(series, changes, { nowMs, allowOverlap }),
    };
    await sessions.insertSession(tx, session, new Date(nowMs));
    await replaceChanges(tx, id, changes);
    const claimant = { ...session, sessionId: id };
    await replaceClaims(tx, claimant, series, changes, { nowMs, allowOverlap, caller });
    return requireSession(tx, id);
  }

  /** Has a session say something else; what was changed about occurrences that it no longer has is gone. */
  async function update(
    tx: Executor,
    caller: Caller,
    { session, timeline }: Pick<Locked, 'session' | 'timeline'>,
    { fields, series }: Plan,
    changes: readonly Change[],
  ): Promise<sessions.SessionRow> {
    const nowMs = clock.now();
    const { allowOverlap } = timeline;
    const hasMoved = timeline.id !== session.timelineId;
    const former = planSession(session.fields).series;
    const kept = series ? keepChanges(series, changes, former) : [];
    const derived = derive(series, kept, { nowMs, allowOverlap });
    if (hasMoved) await requireNew(tx, timeline.id, session.icalUid);
    const { id, hostId } = session;
    await sessions.updateSession(tx, { id, timelineId: timeline.id, fields, ...derived }, new Date(nowMs));
    const claimant = { sessionId: id, timelineId: timeline.id, hostId };
    const listFormer = async () => (former ? claimsAhead(former, await listChangesOf(tx, id), nowMs) : []);
    const clash = await replaceClaims(tx, claimant, series, kept, {
      nowMs,
      allowOverlap,
      hasMoved,
      listFormer,
      caller,
    });
    if (clash) await sessions.setClaimed(tx, id, derived.claimedUntilMs, clash);
    await replaceChanges(tx, id, kept);
    return requireSession(tx, id);
  }

  /** Locks the session's timeline, then others that play a part, in one order, then the session. */
  async function lock(tx: Executor, caller: Caller, id: string, otherTimelineId?: string): Promise<Locked> {
    const found = await requireSession(tx, id);
    const ids = new Set([found.timelineId, otherTimelineId ?? found.timelineId]);
    const timelines = new Map<string, TimelineRow | undefined>();
    for (const timelineId of [...ids].sort())
      timelines.set(timelineId, await lockTimeline(tx, timelineId, caller.accountId));
    const timeline = requireEditor(timelines.get(found.timelineId), caller, MISSING);
    const session = await sessions.lockSession(tx, id);
    if (!session) throw notFound(MISSING);
    // It went elsewhere between the look and the lock.
    if (session.timelineId !== timeline.id) return lock(tx, caller, id, otherTimelineId);
    return { session, timeline, changes: await listChangesOf(tx, id) };
  }

  /** What it has already may be another's, and stays. */
  async function requireNewActivity(
    tx: Executor,
    caller: Caller,
    { session }: Pick<Locked, 'session'>,
    { activity = session.fields.activity }: SessionChanges,
  ): Promise<void> {
    if (!isSameActivity(activity, session.fields.activity))
      await requireActivity(activities, tx, caller, activity);
  }

  /** All that the caller may read and that is on their own timelines, or on one. */
  async function readableIds(caller: Caller, timelineId: string | undefined): Promise<string[]> {
    if (timelineId === undefined) return listTimelineIds(db, caller.accountId);
    const timeline = isId(timelineId) && (await findTimeline(db, timelineId, caller.accountId));
    return timeline && mayRead(timeline, caller) ? [timeline.id] : [];
  }

  function requireFew<Row>(rows: Row[]): Row[] {
    if (rows.length > MAX_CANDIDATES)
      throw invalid(
        `There are more than ${MAX_CANDIDATES} sessions: ask for one timeline, or a shorter time`,
      );
    return rows;
  }

  /** Those that may take place within a window, as between their first start and last end they well may not. */
  const listCandidates = async (
    timelineIds: readonly string[],
    window: sessions.Window & { order: sessions.SortOrder; ids?: readonly string[] },
  ): Promise<sessions.SessionRow[]> =>
    requireFew(await sessions.listSessions(db, timelineIds, { ...window, take: MAX_CANDIDATES + 1 }));

  /** The same, as of which change of theirs. */
  const listSequences = async (timelineIds: readonly string[], window: sessions.Window) =>
    requireFew(await sessions.listSequences(db, timelineIds, { ...window, take: MAX_CANDIDATES + 1 }));

  return {
    insert,
    update,
    lock,
    requireNewActivity,
    readableIds,
    listCandidates,
    listSequences,

    create: (caller: Caller, timelineId: string, fields: SessionFields): Promise<sessions.SessionRow> => {
      const plan = planSession(fields);
      return database.transaction(async (tx) => {
        const timeline = requireTarget(await lockTimeline(tx, timelineId, caller.accountId), caller);
        await requireActivity(activities, tx, caller, fields.activity);
        return insert(tx, caller, timeline, plan);
      });
    },

    async find(caller: Caller, id: string): Promise<sessions.SessionRow> {
      const session = await requireSession(db, id);
      requireReadable(await findTimeline(db, session.timelineId, caller.accountId), caller, MISSING);
      return session;
    },

    change: (
      caller: Caller,
      id: string,
      { timelineId, ...changes }: SessionChanges & { timelineId?: string | undefined },
    ): Promise<sessions.SessionRow> =>
      database.transaction(async (tx) => {
        const locked = await lock(tx, caller, id, timelineId);
        await requireNewActivity(tx, caller, locked, changes);
        const plan = planSession(changeFields(locked.session.fields, changes));
        const timeline =
          timelineId === undefined || timelineId === locked.timeline.id
            ? locked.timeline
            : requireTarget(await findTimeline(tx, timelineId, caller.accountId), caller);
        return update(tx, caller, { session: locked.session, timeline }, plan, locked.changes);
      }),

    /** It stays in the store, without its claims. */
    remove: (caller: Caller, id: string): Promise<sessions.SessionRow> =>
      database.transaction(async (tx) => {
        const { session } = await lock(tx, caller, id);
        const removedAt = new Date(clock.now());
        await sessions.markSessionRemoved(tx, id, removedAt);
        await deleteClaimsOfSession(tx, id);
        return { ...session, removedAt, updatedAt: removedAt };
      }),

    async list(
      caller: Caller,
      filter: sessions.Window & { timelineId?: string | undefined; order: sessions.SortOrder },
      page: { skip: number; take: number },
    ): Promise<{ rows: sessions.SessionRow[]; count: number }> {
      const { timelineId, order, fromMs, toMs } = filter;
      const ids = await readableIds(caller, timelineId);
      if (fromMs === undefined && toMs === undefined) {
        const [rows, count] = await Promise.all([
          sessions.listSessions(db, ids, { order, ...page }),
          sessions.countSessions(db, ids),
        ]);
        return { rows, count };
      }
      const candidates = await listCandidates(ids, { order, fromMs, toMs });
      const changes = await listChanges(
        db,
        candidates.map(({ id }) => id),
      );
      const rows: sessions.SessionRow[] = [];
      const takeTurns = createTurns();
      for (const row of candidates) {
        if (takesPlace(row.fields, changes.get(row.id) ?? [], { fromMs, toMs })) rows.push(row);
        await takeTurns();
      }
      return { rows: rows.slice(page.skip, page.skip + page.take), count: rows.length };
    },
  };
}

/** Whether any occurrence is within a window that may be open. */
function takesPlace(
  fields: SessionFields,
  changes: readonly Change[],
  { fromMs, toMs }: sessions.Window,
): boolean {
  const { series } = planSession(fields);
  const window = { fromMs: fromMs ?? Number.NEGATIVE_INFINITY, toMs: toMs ?? Number.POSITIVE_INFINITY };
  return series !== undefined && listOccurrences(series, changes, { ...window, limit: 1 }).length > 0;
}
