import type { Logger } from 'pino';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { deleteConnectionsBefore } from './connections-repository.ts';
import { deleteDevicesBefore } from './devices-repository.ts';

const HOUR_MS = 60 * 60 * 1000;
const KEPT_MS = 90 * 24 * HOUR_MS;
/** A statement that deletes more would keep others waiting. */
const CHUNK = 5_000;

type Dependencies = { database: Database; clock: Clock; logger: Logger; chunk?: number };

/** Removes, every hour, what is older than 90 days. Any number of nodes may do it at once. */
export function createHousekeeping({ database, clock, logger, chunk = CHUNK }: Dependencies) {
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;
  let isClosed = false;

  async function clean(): Promise<void> {
    const before = new Date(clock.now() - KEPT_MS);
    try {
      for (const remove of [deleteConnectionsBefore, deleteDevicesBefore])
        while (!isClosed && (await remove(database.db, before, chunk)) === chunk);
    } catch (error) {
      logger.warn({ err: error }, 'old connections could not be removed; trying again in an hour');
    }
  }

  return {
    clean,

    start(): void {
      timer = setInterval(() => {
        work = clean();
      }, HOUR_MS);
    },

    async close(): Promise<void> {
      isClosed = true;
      clearInterval(timer);
      await work;
    },
  };
}
