import type { NightGameStatus } from '#protocol/nights.ts';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import type { NightEvents } from './events.ts';
import type { RoomMonitor } from './monitor.ts';
import type { NightGameRow } from './night-game-repository.ts';
import * as games from './night-game-repository.ts';
import { describeChange, describeGame } from './night-game-updates.ts';
import { countNightGames, findNight, lockNight, type NightRow } from './night-repository.ts';
import { requireOwnNight } from './night-rights.ts';

export type NightGameService = ReturnType<typeof createNightGameService>;

type Dependencies = { database: Database; events: NightEvents; monitor: RoomMonitor; clock: Clock };

/** The session game of the URL: both ids must match. */
export type NightGameKey = { nightId: number; id: number };

type NewGame = { gameId: number; manuallyAdded: boolean; roomCode: string | null };

/** The games of a night: added, played, skipped, removed, and the rooms they are played in. */
export function createNightGameService({ database, events, monitor, clock }: Dependencies) {
  /** Runs a change of one session game that the caller may make, in the order of all changes of its night. */
  async function change<T>(
    caller: Caller,
    { nightId, id }: NightGameKey,
    work: (tx: Executor, game: NightGameRow, night: NightRow) => Promise<T>,
  ): Promise<T> {
    return database.transaction(async (tx) => {
      const night = await lockNight(tx, nightId);
      const game = night && (await games.findNightGame(tx, nightId, id));
      if (!game) throw notFound('Session game not found');
      return work(tx, game, requireOwnNight(night, caller));
    });
  }

  return {
    /** @throws 404 for an unknown night */
    async list(nightId: number): Promise<NightGameRow[]> {
      if (!(await findNight(database.db, nightId))) throw notFound('Session not found');
      return games.listNightGames(database.db, nightId);
    },

    async add(
      caller: Caller,
      nightId: number,
      { gameId, manuallyAdded, roomCode }: NewGame,
    ): Promise<NightGameRow> {
      const { row, told } = await database.transaction(async (tx) => {
        const night = requireOwnNight(await lockNight(tx, nightId), caller);
        if (!night.isActive) throw invalid('Cannot add games to a closed session');
        const game = await games.countPlay(tx, gameId);
        if (!game) throw notFound('Game not found');
        const finished = await games.finishPlaying(tx, nightId);
        const id = await games.insertNightGame(tx, {
          nightId,
          gameId,
          manuallyAdded,
          roomCode,
          playedAt: new Date(clock.now()),
        });
        if (roomCode !== null) await monitor.begin(tx, id, roomCode);
        const event = events.stamp({
          type: 'game.added',
          data: {
            session: { id: nightId, is_active: true, games_played: await countNightGames(tx, nightId) },
            game: {
              id: game.id,
              title: game.title,
              pack_name: game.packName,
              min_players: game.minPlayers,
              max_players: game.maxPlayers,
              manually_added: manuallyAdded,
              room_code: roomCode,
            },
          },
        });
        await events.record(tx, night.hostId, [event]);
        const row = await games.findNightGame(tx, nightId, id);
        if (!row) throw new Error('the game just added to the night is not there');
        return { row, told: [event, ...finished.map((game) => events.stamp(describeGame(nightId, game)))] };
      });
      events.publish(nightId, told);
      monitor.wake();
      return row;
    },

    async setStatus(caller: Caller, key: NightGameKey, status: NightGameStatus): Promise<void> {
      const told = await change(caller, key, async (tx, game) => {
        const replaces = status === 'playing' && game.status !== 'playing';
        const finished = replaces ? await games.finishPlaying(tx, key.nightId) : [];
        await games.updateNightGame(tx, key.id, { status });
        return [
          ...finished.map((other) => describeGame(key.nightId, other)),
          ...describeChange(key.nightId, game, { ...game, status }),
        ].map(events.stamp);
      });
      events.publish(key.nightId, told);
    },

    async remove(caller: Caller, key: NightGameKey): Promise<void> {
      const told = await change(caller, key, async (tx, game) => {
        const ended = await monitor.end(tx, [key.id], 'stopped');
        await games.deleteNightGame(tx, key.id);
        return [...ended, events.stamp(describeGame(key.nightId, game, true))];
      });
      events.publish(key.nightId, told);
    },

    /** A monitor that runs follows to the new room. */
    async setRoomCode(caller: Caller, key: NightGameKey, roomCode: string): Promise<NightGameRow> {
      const { row, told } = await change(caller, key, async (tx, game) => {
        await games.updateNightGame(tx, key.id, { roomCode });
        const isRunning = await monitor.isRunning(tx, key.id);
        const moved = isRunning ? await monitor.begin(tx, key.id, roomCode) : [];
        const row = { ...game, roomCode };
        return { row, told: [...moved, ...describeChange(key.nightId, game, row).map(events.stamp)] };
      });
      events.publish(key.nightId, told);
      monitor.wake();
      return row;
    },

    /** The count is what the host says from now on, so the monitor ends. */
    async setPlayerCount(caller: Caller, key: NightGameKey, playerCount: number): Promise<void> {
      const told = await change(caller, key, async (tx, game, night) => {
        const ended = await monitor.end(tx, [key.id], 'completed');
        await games.updateNightGame(tx, key.id, { playerCount, playerCountCheckStatus: 'completed' });
        const event = events.stamp({
          type: 'player-count.updated',
          data: { sessionId: key.nightId, gameId: key.id, playerCount, status: 'completed' },
        });
        await events.record(tx, night.hostId, [event]);
        const updates = describeChange(key.nightId, game, { ...game, playerCount }).map(events.stamp);
        return [...ended, event, ...updates];
      });
      events.publish(key.nightId, told);
    },

    async startMonitor(caller: Caller, key: NightGameKey): Promise<void> {
      await change(caller, key, async (tx, game) => {
        if (game.roomCode === null) throw invalid('Game does not have a room code');
        await monitor.begin(tx, key.id, game.roomCode);
      });
      monitor.wake();
    },

    async stopMonitor(caller: Caller, key: NightGameKey): Promise<void> {
      const ended = await change(caller, key, (tx) => monitor.end(tx, [key.id], 'stopped'));
      events.publish(key.nightId, ended);
    },
  };
}
