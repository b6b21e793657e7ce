import type { Caller } from '#server/platform/auth.ts';
import { type Database, storeError } from '#server/platform/database.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import { type ReadSession, readCalendar } from './icalendar-read.ts';
import { keepChanges } from './occurrences.ts';
import { DEFAULT_ZONE, fieldsOfSeries, planSession } from './session-fields.ts';
import { findSessionByUid } from './sessions-repository.ts';
import type { SessionService } from './sessions-service.ts';
import { requireEditor } from './timeline-rights.ts';
import { findTimeline, lockTimeline } from './timelines-repository.ts';
import { findZone } from './wall-clock.ts';

export type ImportService = ReturnType<typeof createImportService>;

type Dependencies = { database: Database; sessions: SessionService };

export type ImportReport = {
  created: number;
  updated: number;
  skipped: { uid: string; reason: string }[];
};

const MAX_EXCLUDED = 1_000;
/** A file can have more faults than anybody reads. */
const MAX_SKIPPED = 1_000;

/** Takes over what other calendar programs wrote down. */
export function createImportService({ database, sessions }: Dependencies) {
  /** Each by itself, so that one that can't be kept takes no other with it. */
  const keep = (caller: Caller, timelineId: string, read: ReadSession): Promise<'created' | 'updated'> =>
    database.transaction(async (tx) => {
      if (read.series.excluded.size > MAX_EXCLUDED)
        throw invalid(`It leaves out more than ${MAX_EXCLUDED} occurrences`);
      const locked = await lockTimeline(tx, timelineId, caller.accountId);
      const timeline = requireEditor(locked, caller);
      const session = await findSessionByUid(tx, timelineId, read.uid);
      // Of which calendars say nothing.
      const activity = session?.fields.activity ?? null;
      const plan = planSession({ ...fieldsOfSeries(read.series, read), activity });
      const changes = plan.series ? keepChanges(plan.series, read.changes) : [];
      if (!session) {
        await sessions.insert(tx, caller, timeline, plan, { changes, icalUid: read.uid });
        return 'created';
      }
      await sessions.update(tx, caller, { session, timeline }, plan, changes);
      return 'updated';
    });

  return {
    /** @throws AppError 404 and 403 by the caller's role, 400 where the text isn't iCalendar: then nothing is kept */
    async import(caller: Caller, timelineId: string, text: string): Promise<ImportReport> {
      requireEditor(await findTimeline(database.db, timelineId, caller.accountId), caller);
      const zone = findZone(DEFAULT_ZONE);
      if (!zone) throw new Error('there is no UTC');
      const report: ImportReport = { created: 0, updated: 0, skipped: [] };
      const skip = (uid: string, reason: string) => {
        if (report.skipped.length < MAX_SKIPPED) report.skipped.push({ uid, reason });
      };
      for (const result of readCalendar(text, { zone })) {
        if (result.kind === 'skipped') {
          skip(result.uid, result.reason);
          continue;
        }
        const { session } = result;
        try {
          report[await keep(caller, timelineId, session)] += 1;
        } catch (thrown) {
          skip(session.uid, reasonOf(thrown));
        }
      }
      return report;
    },
  };
}

/** Why one isn't kept; whatever is no fault of its own ends the import. */
function reasonOf(thrown: unknown): string {
  const error = storeError(thrown);
  if (!(error instanceof AppError) || (error.status !== 400 && error.status !== 409)) throw error;
  return error.message;
}
