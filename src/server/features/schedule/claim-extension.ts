import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { listChangesOf } from './changes-repository.ts';
import { type Claim, claimedUntil, claimsAhead, compareClaims } from './claims.ts';
import { deleteClaims, insertClaims, listClaims, lockHosts } from './claims-repository.ts';
import { formatInstant } from './instants.ts';
import { planSession } from './session-fields.ts';
import { listDueSessions, lockSession, setClaimed } from './sessions-repository.ts';
import { lockTimeline } from './timelines-repository.ts';
import { DAY_MS, HOUR_MS } from './wall-clock.ts';

type Dependencies = { database: Database; clock: Clock; logger: Logger; registry: Registry };
type Due = { id: string; timelineId: string };

const MONTHS_AHEAD = 24;
/** Looked for at once. */
const BATCH = 100;
/** Nobody's timeline is locked for. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Claims, day by day, what comes within 24 months, and lets go of what is long over. Any number of nodes may do it at
 * once: each looks hourly for series that nobody has seen to for a day, and sees to one at a time under its locks.
 */
export function createClaimExtension({ database, clock, logger, registry }: Dependencies) {
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;
  let isClosed = false;
  const clashes = new Counter({
    name: 'soiree_schedule_clashes_total',
    help: 'Series that, as time went on, turned out to clash with another session.',
    registers: [registry],
  });

  const dueBefore = () =>
    Temporal.Instant.fromEpochMilliseconds(clock.now())
      .toZonedDateTimeISO('UTC')
      .add({ months: MONTHS_AHEAD }).epochMilliseconds - DAY_MS;

  /** Claims what it can; the first that another session has claimed before is told to whoever looks. */
  async function extend(tx: Executor, { id, timelineId }: Due): Promise<void> {
    const timeline = await lockTimeline(tx, timelineId, NOBODY);
    const session = await lockSession(tx, id);
    if (!timeline || session?.timelineId !== timelineId) return;
    // Another node was quicker, or nothing is to be claimed any more.
    if (session.claimedUntilMs === null || session.claimedUntilMs >= dueBefore()) return;
    const { series } = planSession(session.fields);
    if (!series) return;
    const nowMs = clock.now();
    const claimant = { sessionId: id, timelineId, hostId: session.hostId };
    const wanted = claimsAhead(series, await listChangesOf(tx, id), nowMs);
    const { added, removed } = compareClaims(await listClaims(tx, id), wanted);
    await lockHosts(tx, [session.hostId]);
    await deleteClaims(tx, id, removed);
    const made = await insertClaims(tx, claimant, added);
    const clash = added.find(({ originalStartMs }) => !made.has(originalStartMs)) ?? null;
    await setClaimed(tx, id, claimedUntil(series, nowMs), clash);
    if (clash && clash.startMs !== session.clash?.startMs) report(id, clash);
  }

  function report(sessionId: string, { startMs }: Claim): void {
    clashes.inc();
    logger.warn({ sessionId, occurrence: formatInstant(startMs) }, 'a series clashes with another session');
  }

  /** All that are due now; one that can't be seen to doesn't keep the others waiting. */
  async function extendAll(): Promise<void> {
    const failed = new Set<string>();
    try {
      for (;;) {
        const query = { beforeMs: dueBefore(), nowMs: clock.now(), limit: BATCH + failed.size };
        const due = (await listDueSessions(database.db, query)).filter(({ id }) => !failed.has(id));
        if (due.length === 0 || isClosed) return;
        for (const one of due) {
          if (isClosed) return;
          await database
            .transaction((tx) => extend(tx, one))
            .catch((error: unknown) => {
              failed.add(one.id);
              logger.error({ err: error, sessionId: one.id }, 'a series could not be claimed further');
            });
        }
      }
    } catch (error) {
      logger.warn({ err: error }, 'series could not be claimed further; trying again in an hour');
    }
  }

  const run = () => {
    work ??= extendAll().finally(() => {
      work = undefined;
    });
    return work;
  };

  return {
    run,

    start(): void {
      void run();
      timer = setInterval(run, HOUR_MS);
    },

    async close(): Promise<void> {
      isClosed = true;
      clearInterval(timer);
      await work;
    },
  };
}
