import type { NightGameStatus } from '#protocol/nights.ts';
import type { Executor } from '#server/platform/database.ts';
import type { NightGameState } from './night-game-updates.ts';

export type NightGameRow = Awaited<ReturnType<typeof listNightGames>>[number];

const selectNightGames = (db: Executor) =>
  db
    .selectFrom('nightGames')
    .innerJoin('games', 'games.id', 'nightGames.gameId')
    .selectAll('nightGames')
    .select([
      'games.packName',
      'games.title',
      'games.gameType',
      'games.secondaryType',
      'games.minPlayers',
      'games.maxPlayers',
      'games.popularityScore',
      'games.upvotes',
      'games.downvotes',
    ]);

/** A night's timeline: in the order of play. */
export const listNightGames = (db: Executor, nightId: number) =>
  selectNightGames(db).where('nightId', '=', nightId).orderBy('playedAt').orderBy('nightGames.id').execute();

export const findNightGame = (db: Executor, nightId: number, id: number): Promise<NightGameRow | undefined> =>
  selectNightGames(db).where('nightGames.id', '=', id).where('nightId', '=', nightId).executeTakeFirst();

/** Counts the play; undefined where the catalogue has no such game. */
export const countPlay = (tx: Executor, gameId: number) =>
  tx
    .updateTable('games')
    .set((eb) => ({ playCount: eb('playCount', '+', 1) }))
    .where('id', '=', gameId)
    .where('removedAt', 'is', null)
    .returning(['id', 'title', 'packName', 'minPlayers', 'maxPlayers'])
    .executeTakeFirst();

/** Whatever is playing on the night becomes played: the game that did, if there was one. */
export async function finishPlaying(tx: Executor, nightId: number): Promise<NightGameState[]> {
  const status = 'played';
  const rows = await tx
    .updateTable('nightGames')
    .set({ status })
    .where('nightId', '=', nightId)
    .where('status', '=', 'playing')
    .returning(['id', 'roomCode', 'playerCount'])
    .execute();
  return rows.map((row) => ({ ...row, status }));
}

type NewNightGame = {
  nightId: number;
  gameId: number;
  manuallyAdded: boolean;
  roomCode: string | null;
  playedAt: Date;
};

export async function insertNightGame(tx: Executor, game: NewNightGame): Promise<number> {
  const { id } = await tx
    .insertInto('nightGames')
    .values({ ...game, status: 'playing' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export const updateNightGame = (
  tx: Executor,
  id: number,
  change: {
    status?: NightGameStatus;
    roomCode?: string;
    playerCount?: number;
    playerCountCheckStatus?: string;
  },
) => tx.updateTable('nightGames').set(change).where('id', '=', id).execute();

export const deleteNightGame = (tx: Executor, id: number) =>
  tx.deleteFrom('nightGames').where('id', '=', id).execute();
