import type { Database } from '#server/platform/database.ts';
import { findNight } from './night-repository.ts';
import type { NightService } from './night-service.ts';

type Dependencies = { database: Database; nights: NightService; publicUrl: string };

/** A host has one open night, so however often it is started it is the same. */
export const createNightStarter = ({ database, nights, publicUrl }: Dependencies) => ({
  start: async ({ host }: { host: { id: string } }): Promise<string> =>
    String(await nights.openOrFind(host.id)),

  /** Undefined once it is closed. */
  async find(startedId: string, { host }: { host: { username: string } }) {
    const night = await findNight(database.db, Number(startedId));
    if (!night?.isActive) return undefined;
    return {
      hostUrl: `${publicUrl}/host`,
      guestUrl: `${publicUrl}/join/${encodeURIComponent(host.username)}`,
    };
  },
});
