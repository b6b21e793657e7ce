import type { Database } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { GameFilters } from './catalogue-repository.ts';
import { chooseWeighted } from './picker.ts';
import { findPlayedGameIds, listPool } from './picker-repository.ts';
import { parseId } from './wire.ts';

/** So many games of a night aren't picked again at once. */
const RECENT_GAMES = 2;

type Dependencies = {
  database: Database;
  /** Gives numbers from 0 up to, and without, 1. */
  random: () => number;
};

type Wish = { filters: GameFilters; nightId: number | undefined; excludePlayed: boolean };

export type PickerService = ReturnType<typeof createPickerService>;

export function createPickerService({ database: { db }, random }: Dependencies) {
  async function findExcludedIds({ nightId, excludePlayed }: Wish): Promise<number[]> {
    if (nightId === undefined) return [];
    const id = parseId(String(nightId));
    const ids = id && (await findPlayedGameIds(db, id, excludePlayed ? undefined : RECENT_GAMES));
    if (!ids) throw notFound('Session not found');
    return ids;
  }

  return {
    /** @throws 404 for an unknown night, or where no game is left to choose from */
    async pick(wish: Wish) {
      const pool = await listPool(db, wish.filters, await findExcludedIds(wish));
      const game = chooseWeighted(pool, random);
      if (!game) throw notFound('No games match the current filters');
      return { game, poolSize: pool.length, totalEnabled: game.totalEnabled };
    },
  };
}
