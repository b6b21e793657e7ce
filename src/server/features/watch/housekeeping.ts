import type { Logger } from 'pino';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import type { Hub } from '#server/realtime/hub.ts';
import { giveOrder } from './party-channels.ts';
import { deleteExpired } from './party-repository.ts';

type Dependencies = { database: Database; hub: Hub; clock: Clock; logger: Logger };

const PURGE_MS = 60_000;
const CHUNK = 100;

/** Removes parties that are over, and closes their sockets. Any number of nodes may do it at once. */
export function createHousekeeping({ database, hub, clock, logger }: Dependencies) {
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;
  let isClosed = false;

  async function purge(): Promise<void> {
    try {
      for (let count = CHUNK; count === CHUNK && !isClosed; ) {
        const ids = await deleteExpired(database.db, new Date(clock.now()), CHUNK);
        for (const id of ids) giveOrder(hub, id, { type: 'over' });
        count = ids.length;
      }
    } catch (error) {
      logger.debug({ err: error }, 'watch parties that are over could not be removed; trying again');
    }
  }

  return {
    purge,

    start(): void {
      timer = setInterval(() => {
        work = purge();
      }, PURGE_MS);
    },

    async close(): Promise<void> {
      isClosed = true;
      clearInterval(timer);
      await work;
    },
  };
}
