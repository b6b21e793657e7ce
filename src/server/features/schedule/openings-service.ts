import { randomUUID } from 'node:crypto';
import type { ActivityKind, SessionActivity, SessionOpening } from '#protocol/activities.ts';
import type { Scope } from '#protocol/scopes.ts';
import { type Caller, hasScope } from '#server/platform/auth.ts';
import type { Database } from '#server/platform/database.ts';
import { AppError, invalid, notFound, unavailable } from '#server/platform/errors.ts';
import { type Activities, isSameActivity } from './activities.ts';
import { listChangesOf } from './changes-repository.ts';
import { findOccurrence } from './occurrences.ts';
import {
  deleteUnstarted,
  findOpening,
  markStarted,
  type Opening,
  type OpeningKey,
  putOpening,
} from './openings-repository.ts';
import { planSession } from './session-fields.ts';
import { findSession, type SessionRow } from './sessions-repository.ts';
import { requireEditor } from './timeline-rights.ts';
import { findTimeline } from './timelines-repository.ts';
import type { FindProfiles } from './timelines-service.ts';

export type OpeningService = ReturnType<typeof createOpeningService>;

type Dependencies = { database: Database; activities: Activities; findProfiles: FindProfiles };

/** What an API key needs to start one elsewhere. */
const SCOPES: Partial<Record<ActivityKind, Scope>> = { night: 'nights:write', quiz: 'quiz:write' };

/** Each try is lost to somebody else's, which the next one finds. */
const MAX_TRIES = 5;
const MISSING = 'Session not found';

/**
 * Starts what sessions are for. What is to be started is written down first, under an id of its own, and starting
 * that is the same however often and by whomever it is done: so two who open at once, or a node that is lost on the
 * way, don't make two of it.
 */
export function createOpeningService({ database, activities, findProfiles }: Dependencies) {
  const { db } = database;
  const starting = new Map<string, Promise<void>>();

  async function requireOpenable(caller: Caller, id: string): Promise<SessionRow> {
    const session = await findSession(db, id);
    if (!session) throw notFound(MISSING);
    requireEditor(await findTimeline(db, session.timelineId, caller.accountId), caller, MISSING);
    return session;
  }

  /** Which occurrence it is, and what it is called. */
  async function findPlace(
    { id, fields }: SessionRow,
    originalStartMs: number | undefined,
  ): Promise<{ key: OpeningKey; name: string }> {
    const { series } = planSession(fields);
    if (!series) {
      if (originalStartMs !== undefined) throw notFound('Occurrence not found');
      return { key: { sessionId: id, originalStartMs: null }, name: fields.name };
    }
    if (originalStartMs === undefined && series.rule)
      throw invalid('originalStart must say which occurrence of the series to open');
    const startMs = originalStartMs ?? series.startMs;
    const occurrence = findOccurrence(series, await listChangesOf(db, id), startMs);
    if (!occurrence) throw notFound('Occurrence not found');
    const told = occurrence.change?.isCancelled === false ? occurrence.change.name : undefined;
    return { key: { sessionId: id, originalStartMs: startMs }, name: told ?? fields.name };
  }

  async function findHost(id: string) {
    const profile = (await findProfiles([id])).get(id);
    return profile && { id, username: profile.username, displayName: profile.displayName };
  }

  /** Undefined where it is over, or nothing has been started yet. */
  async function tell(caller: Caller, opening: Opening): Promise<SessionOpening | undefined> {
    const { activity, hostId, startedId } = opening;
    const host = await findHost(hostId);
    if (startedId === null || !host) return undefined;
    const isHost = hostId === caller.accountId;
    const found = await activities[activity.kind].find(startedId, { host, isHost });
    if (!found) return undefined;
    const { hostUrl, ...links } = found;
    return { kind: activity.kind, hostId, isHost, url: isHost ? hostUrl : links.guestUrl, ...links };
  }

  async function start({ id, activity, hostId }: Opening, name: string, address: string): Promise<void> {
    try {
      const host = await findHost(hostId);
      if (!host) throw notFound('The account is gone');
      await markStarted(db, id, await activities[activity.kind].start({ id, host, name, activity, address }));
    } catch (error) {
      // It isn't to be tried again by others, who may open it by themselves.
      if (error instanceof AppError && error.status < 500) await deleteUnstarted(db, id);
      throw error;
    } finally {
      starting.delete(id);
    }
  }

  /** Those who come while it is being started here wait for that: limits count it once. */
  function startOnce(opening: Opening, name: string, address: string): Promise<void> {
    const started = starting.get(opening.id) ?? start(opening, name, address);
    starting.set(opening.id, started);
    return started;
  }

  async function open(
    caller: Caller,
    {
      key,
      name,
      activity,
      address,
    }: { key: OpeningKey; name: string; activity: SessionActivity; address: string },
  ): Promise<SessionOpening> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const present = await findOpening(db, key);
      const isSame = present && isSameActivity(present.activity, activity);
      if (isSame && present.startedId === null) {
        await startOnce(present, name, address);
        continue;
      }
      const told = isSame && (await tell(caller, present));
      if (told) return told;
      await putOpening(db, key, { id: randomUUID(), hostId: caller.accountId, activity }, present);
    }
    throw unavailable('It is being opened by others, try again soon');
  }

  return {
    /**
     * What the session's activity is now, started where it isn't there.
     * @throws AppError 409 without an activity, 400 for a series without `originalStartMs`, 404 where it has no such
     *   occurrence, and whatever the activity refuses
     */
    async open(
      caller: Caller,
      id: string,
      { originalStartMs, address }: { originalStartMs: number | undefined; address: string },
    ): Promise<SessionOpening> {
      const session = await requireOpenable(caller, id);
      const { activity } = session.fields;
      if (!activity) throw new AppError('conflict', 'This session has no activity');
      const scope = SCOPES[activity.kind];
      if (scope && !hasScope(caller, scope))
        throw new AppError('forbidden', `This API key lacks the scope ${scope}`);
      return open(caller, { ...(await findPlace(session, originalStartMs)), activity, address });
    },
  };
}
