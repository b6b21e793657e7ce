import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import { type Database, violates } from '#server/platform/database.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import type { NightEvents } from './events.ts';
import { addHosts, type FindHosts, type Hosted } from './hosts.ts';
import type { RoomMonitor } from './monitor.ts';
import { finishPlaying, listNightGames } from './night-game-repository.ts';
import { describeGame } from './night-game-updates.ts';
import * as nights from './night-repository.ts';
import { requireOwnNight } from './night-rights.ts';

export type NightService = ReturnType<typeof createNightService>;

type Dependencies = {
  database: Database;
  events: NightEvents;
  monitor: RoomMonitor;
  clock: Clock;
  findAccountId: (username: string) => Promise<string | undefined>;
  findHosts: FindHosts;
};

type Wanted = Omit<nights.NightFilter, 'hostId'> & { host: string | undefined };

/** The life of a night: opened, closed, deleted. */
export function createNightService(deps: Dependencies) {
  const { database, events, monitor, clock, findAccountId, findHosts } = deps;

  async function addHost<Night extends nights.NightRow>(night: Night): Promise<Hosted<Night>> {
    const [hosted] = await addHosts([night], findHosts);
    if (!hosted) throw notFound('Session not found');
    return hosted;
  }

  async function insertOpen(hostId: string, notes: string | null): Promise<nights.NightRow> {
    const { night, event } = await database.transaction(async (tx) => {
      const night = await nights.insertNight(tx, { hostId, notes, createdAt: new Date(clock.now()) });
      const { id, createdAt } = night;
      const event = events.stamp({
        type: 'session.started',
        data: { session: { id, is_active: 1, created_at: createdAt.toISOString(), notes } },
      });
      await events.record(tx, hostId, [event]);
      return { night, event };
    });
    events.publish(night.id, [event]);
    return night;
  }

  return {
    /** The newest first; of an unknown host none. */
    async list({ host, ...filter }: Wanted): Promise<Hosted<nights.CountedNight>[]> {
      const hostId = host === undefined ? undefined : await findAccountId(host);
      if (host !== undefined && hostId === undefined) return [];
      return addHosts(await nights.listNights(database.db, { ...filter, hostId }), findHosts);
    },

    exists: async (id: number): Promise<boolean> => (await nights.findNight(database.db, id)) !== undefined,

    /** @throws 404 for an unknown night */
    async find(id: number): Promise<Hosted<nights.CountedNight>> {
      const night = await nights.findNight(database.db, id);
      if (!night) throw notFound('Session not found');
      return addHost(night);
    },

    /** The newest one of all hosts, or that of the host by this username. */
    async findActive(username?: string): Promise<Hosted<nights.CountedNight> | undefined> {
      const hostId = username === undefined ? undefined : await findAccountId(username);
      if (username !== undefined && hostId === undefined) return undefined;
      const night = await nights.findActiveNight(database.db, hostId);
      return night && addHost(night);
    },

    /** @throws 400 with `activeSessionId` while the caller's last night is still open */
    async open(caller: Caller, notes: string | null): Promise<Hosted<nights.NightRow>> {
      try {
        return await addHost(await insertOpen(caller.accountId, notes));
      } catch (error) {
        if (!violates(error, 'nights_one_active_per_host')) throw error;
        const activeSessionId = await nights.findActiveNightId(database.db, caller.accountId);
        // Closed meanwhile: then nothing stands in the way of this one.
        if (activeSessionId === undefined) return addHost(await insertOpen(caller.accountId, notes));
        throw invalid('An active session already exists. Please close it before creating a new one.', {
          activeSessionId,
        });
      }
    },

    /** The host's open night, or else a new one. */
    async openOrFind(hostId: string): Promise<number> {
      const activeId = await nights.findActiveNightId(database.db, hostId);
      if (activeId !== undefined) return activeId;
      try {
        return (await insertOpen(hostId, null)).id;
      } catch (error) {
        // Another was quicker.
        const otherId =
          violates(error, 'nights_one_active_per_host') &&
          (await nights.findActiveNightId(database.db, hostId));
        if (typeof otherId === 'number') return otherId;
        throw error;
      }
    },

    async close(caller: Caller, id: number, notes: string | undefined): Promise<Hosted<nights.CountedNight>> {
      const { night, told } = await database.transaction(async (tx) => {
        const open = requireOwnNight(await nights.lockNight(tx, id), caller);
        if (!open.isActive) throw invalid('Session is already closed');
        const finished = await finishPlaying(tx, id);
        const games = await listNightGames(tx, id);
        const ended = await monitor.end(
          tx,
          games.map((game) => game.id),
          'stopped',
        );
        const closed = await nights.closeNight(tx, id, new Date(clock.now()), notes);
        const event = events.stamp({
          type: 'session.ended',
          data: { session: { id, is_active: 0, games_played: games.length } },
        });
        await events.record(tx, closed.hostId, [event]);
        const updates = finished.map((game) => events.stamp(describeGame(id, game)));
        // The end is the last that is heard of a night.
        return { night: { ...closed, gamesPlayed: games.length }, told: [...ended, ...updates, event] };
      });
      events.publish(id, told);
      return addHost(night);
    },

    /** Of a closed night too. What leaves them as they were tells nothing. */
    async setNotes(caller: Caller, id: number, notes: string | null): Promise<Hosted<nights.CountedNight>> {
      const { night, told } = await database.transaction(async (tx) => {
        const before = requireOwnNight(await nights.lockNight(tx, id), caller);
        await nights.setNightNotes(tx, id, notes);
        const event = events.stamp({ type: 'session.updated', data: { session: { id, notes } } });
        const gamesPlayed = await nights.countNightGames(tx, id);
        return { night: { ...before, notes, gamesPlayed }, told: before.notes === notes ? [] : [event] };
      });
      events.publish(id, told);
      return addHost(night);
    },

    async remove(caller: Caller, id: number): Promise<void> {
      await database.transaction(async (tx) => {
        const night = requireOwnNight(await nights.lockNight(tx, id), caller);
        if (night.isActive) throw invalid('Cannot delete an active session. Please close it first.');
        await nights.deleteNight(tx, id);
      });
    },
  };
}
