import type { Logger } from 'pino';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import type { AccessChanges } from './access-changes.ts';
import { deleteLoginsEndedBefore } from './logins-repository.ts';

const HOUR_MS = 60 * 60 * 1000;
/** A token of a login that is over is recognised for so long. */
const KEPT_MS = 30 * 24 * HOUR_MS;

type Dependencies = { database: Database; changes: AccessChanges; clock: Clock; logger: Logger };

/** Removes, every hour, what no longer tells anything. Any number of nodes may do it at once. */
export function createHousekeeping({ database, changes, clock, logger }: Dependencies) {
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;

  const clean = async () => {
    try {
      await deleteLoginsEndedBefore(database.db, new Date(clock.now() - KEPT_MS));
      await changes.prune();
    } catch (error) {
      logger.warn({ err: error }, 'old logins could not be removed; trying again in an hour');
    }
  };

  return {
    start(): void {
      timer = setInterval(() => {
        work = clean();
      }, HOUR_MS);
    },

    async close(): Promise<void> {
      clearInterval(timer);
      await work;
    },
  };
}
