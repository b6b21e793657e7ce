import type { Caller } from '#server/platform/auth.ts';
import type { Database } from '#server/platform/database.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { listChanges, listChangesOf } from './changes-repository.ts';
import { createOccurrenceCache, type ListedSession, type Version } from './occurrence-cache.ts';
import { type Change, findOccurrence, keepChanges, type Occurrence, splitSeries } from './occurrences.ts';
import type { Series } from './recurrence.ts';
import { fieldsOf } from './recurrence-fields.ts';
import { changeFields, planSession, type SessionChanges, type SessionFields } from './session-fields.ts';
import type { SessionRow } from './sessions-repository.ts';
import type { SessionService } from './sessions-service.ts';
import { createTurns } from './turns.ts';

export type OccurrenceService = ReturnType<typeof createOccurrenceService>;

type Dependencies = { database: Database; sessions: SessionService };
type Page = { skip: number; take: number };
type Window = { fromMs: number; toMs: number };

export type SessionOccurrence<Session extends { id: string } = { id: string }> = {
  session: Session;
  occurrence: Occurrence;
};

/** What is undefined stays; null is as the session has it. */
export type OccurrenceChanges = {
  startMs?: number | undefined;
  endMs?: number | undefined;
  name?: string | null | undefined;
  description?: string | null | undefined;
};

/** A window's, each session of which is looked through for each of its years. */
const MAX_SESSION_YEARS = 50_000;
const YEAR_MS = 365 * 24 * 60 * 60 * 1_000;
/** Of an answer's window, so that none takes the time of others. */
const MAX_OCCURRENCES = 100_000;
const MAX_CHANGES = 1_000;

const missing = () => notFound('Occurrence not found');

/** Single occurrences: listed, moved and called off; and a series that goes on otherwise from one on. */
export function createOccurrenceService({ database, sessions }: Dependencies) {
  const { db } = database;
  const cache = createOccurrenceCache();

  /** Those within a window, read where they have changed. */
  async function listVersions(timelineIds: readonly string[], window: Window): Promise<Version[]> {
    const found: Version[] = [];
    const changed: string[] = [];
    for (const { id, sequence } of await sessions.listSequences(timelineIds, window)) {
      const version = cache.find(id, sequence);
      if (version) found.push(version);
      else changed.push(id);
    }
    requireFew(found.length + changed.length, window);
    if (changed.length === 0) return found;
    const rows = await sessions.listCandidates(timelineIds, { order: 'asc', ...window, ids: changed });
    // After the sessions: so what is kept of a version isn't older than it.
    const changes = await listChanges(
      db,
      rows.map(({ id }) => id),
    );
    const takeTurns = createTurns();
    for (const row of rows) {
      const version = toVersion(row, changes.get(row.id) ?? []);
      cache.add(version);
      found.push(version);
      await takeTurns();
    }
    return found;
  }

  async function expand(
    versions: readonly Version[],
    window: Window,
  ): Promise<SessionOccurrence<ListedSession>[]> {
    const found: SessionOccurrence<ListedSession>[] = [];
    const takeTurns = createTurns();
    for (const version of versions) {
      const { session } = version;
      const limit = MAX_OCCURRENCES + 1 - found.length;
      for (const occurrence of cache.list(version, { ...window, limit })) found.push({ session, occurrence });
      if (found.length > MAX_OCCURRENCES)
        throw invalid(`There are more than ${MAX_OCCURRENCES} occurrences: ask for a shorter time`);
      await takeTurns();
    }
    return found;
  }

  const toPage = <Found>(found: readonly Found[], { skip, take }: Page) => ({
    rows: found.slice(skip, skip + take),
    count: found.length,
  });

  /** Changes one occurrence, under the locks of its session. */
  const changeOne = (
    caller: Caller,
    id: string,
    originalStartMs: number,
    toChange: (occurrence: Occurrence) => Change,
  ): Promise<SessionOccurrence> =>
    database.transaction(async (tx) => {
      const locked = await sessions.lock(tx, caller, id);
      const { series, fields } = planSession(locked.session.fields);
      const occurrence = series && findOccurrence(series, locked.changes, originalStartMs);
      if (!series || !occurrence) throw missing();
      const others = locked.changes.filter((change) => change.originalStartMs !== originalStartMs);
      if (others.length >= MAX_CHANGES)
        throw invalid(`A session has at most ${MAX_CHANGES} changed occurrences`);
      const change = toChange(occurrence);
      const session = await sessions.update(tx, caller, locked, { series, fields }, [...others, change]);
      return { session, occurrence: findOccurrence(series, [change], originalStartMs) ?? occurrence };
    });

  return {
    async listOf(caller: Caller, id: string, window: Window, page: Page) {
      requireWindow(window);
      const session = await sessions.find(caller, id);
      if (session.fields.startMs === null) return toPage([], page);
      return toPage(await expand([toVersion(session, await listChangesOf(db, id))], window), page);
    },

    /** Of the caller's timelines, or one, in order. */
    async list(caller: Caller, window: Window & { timelineId: string | undefined }, page: Page) {
      const { timelineId, ...bounds } = window;
      requireWindow(bounds);
      const ids = await sessions.readableIds(caller, timelineId);
      const found = await expand(await listVersions(ids, bounds), bounds);
      found.sort(
        (a, b) => a.occurrence.startMs - b.occurrence.startMs || (a.session.id < b.session.id ? -1 : 1),
      );
      return toPage(found, page);
    },

    /** @throws 404 where the series has no such start, or it was called off */
    change: (caller: Caller, id: string, originalStartMs: number, changes: OccurrenceChanges) =>
      changeOne(caller, id, originalStartMs, (occurrence) => applyChanges(occurrence, changes)),

    cancel: (caller: Caller, id: string, originalStartMs: number) =>
      changeOne(caller, id, originalStartMs, () => ({ originalStartMs, isCancelled: true })),

    /** Ends a series before an occurrence; from there another one goes on, which may say something else. */
    split: (
      caller: Caller,
      id: string,
      originalStartMs: number,
      changes: SessionChanges,
    ): Promise<SessionRow> =>
      database.transaction(async (tx) => {
        const locked = await sessions.lock(tx, caller, id);
        const { series, fields } = planSession(locked.session.fields);
        if (!series || !findOccurrence(series, locked.changes, originalStartMs)) throw missing();
        const parts = splitSeries(series, locked.changes, originalStartMs);
        if (!parts) throw invalid('It is the first occurrence: change the session itself');
        await sessions.requireNewActivity(tx, caller, locked, changes);
        const { before, after } = parts;
        const ended = planSession(fieldsOfPart(fields, before.series));
        await sessions.update(tx, caller, locked, ended, before.changes);
        const goesOn = planSession(changeFields(fieldsOfPart(fields, after.series), changes));
        return sessions.insert(tx, caller, locked.timeline, goesOn, {
          changes: goesOn.series ? keepChanges(goesOn.series, after.changes, after.series) : [],
          hostId: locked.session.hostId,
        });
      }),
  };
}

/** @throws AppError 400 for a window that is none */
function requireWindow({ fromMs, toMs }: Window): void {
  if (toMs <= fromMs) throw invalid('to must be after from');
}

/** @throws AppError 400 for more than are to be looked through */
function requireFew(sessions: number, { fromMs, toMs }: Window): void {
  if ((sessions * (toMs - fromMs)) / YEAR_MS > MAX_SESSION_YEARS)
    throw invalid('There are too many sessions: ask for one timeline, or a shorter time');
}

function toVersion(row: SessionRow, changes: readonly Change[]): Version {
  const { id, timelineId, hostId, sequence, fields } = row;
  const { series } = planSession(fields);
  if (!series) throw new Error(`session ${id} has no date`);
  const { name, type, timeZone, activity } = fields;
  return { session: { id, timelineId, hostId, name, type, timeZone, activity }, sequence, series, changes };
}

function applyChanges(occurrence: Occurrence, changes: OccurrenceChanges): Change {
  const { originalStartMs } = occurrence;
  const present = occurrence.change?.isCancelled === false ? occurrence.change : undefined;
  const startMs = changes.startMs ?? occurrence.startMs;
  const endMs = changes.endMs ?? startMs + occurrence.endMs - occurrence.startMs;
  if (endMs <= startMs) throw invalid('endDateTime must be after startDateTime');
  const name = changes.name === undefined ? present?.name : (changes.name ?? undefined);
  const description =
    changes.description === undefined ? present?.description : (changes.description ?? undefined);
  return { originalStartMs, isCancelled: false, startMs, endMs, name, description };
}

/** The fields of a series that was split: its rule is said as it was, its end anew. */
function fieldsOfPart(fields: SessionFields, series: Series): SessionFields {
  const { rrule, ...end } = fieldsOf(series);
  return {
    ...fields,
    ...end,
    rrule: fields.rrule === null ? null : rrule,
    startMs: series.startMs,
    endMs: series.startMs + series.durationMs,
    startWallMs: series.startWallMs,
    exDates: [...series.excluded],
  };
}
