import { readFile } from 'node:fs/promises';
import type { FavorBias } from '#protocol/catalogue.ts';
import type { Clock } from '#server/platform/clock.ts';
import { type Database, violates } from '#server/platform/database.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { parseCatalogue, renderCatalogue } from './catalogue-csv.ts';
import {
  enablePack,
  favorPack,
  findGame,
  findPack,
  type GameFilters,
  type GameRow,
  hasAnyGame,
  insertGame,
  listGames,
  listPacks,
  lockCatalogue,
  lockGame,
  type PackRow,
  removeGame,
  toggleGame,
  updateGame,
  upsertGames,
} from './catalogue-repository.ts';
import { findFaults, type GameFields, toFavorBias } from './game-fields.ts';

/** The catalogue that comes with the server. */
const SHIPPED_FILE = new URL('../../../../data/games.csv', import.meta.url);

export type CatalogueService = ReturnType<typeof createCatalogueService>;

export function createCatalogueService({ database, clock }: { database: Database; clock: Clock }) {
  const { db } = database;
  const now = () => new Date(clock.now());

  return {
    list: (filters: GameFilters): Promise<GameRow[]> => listGames(db, filters),
    listPacks: (): Promise<PackRow[]> => listPacks(db),

    get: async (id: number | undefined): Promise<GameRow> => known(id && (await findGame(db, id))),

    async create(game: GameFields): Promise<GameRow> {
      refuseFaults(game);
      return refuseDuplicate(insertGame(db, game, now()));
    },

    /** @param change gives the game as it shall be, of what it is; it may be asked more than once */
    change: (id: number | undefined, change: (game: GameFields) => GameFields): Promise<GameRow> =>
      refuseDuplicate(
        database.transaction(async (tx) => {
          const game = change(toFields(known(id && (await lockGame(tx, id)))));
          refuseFaults(game);
          return known(id && (await updateGame(tx, id, game)));
        }),
      ),

    async remove(id: number | undefined): Promise<void> {
      if (!id || !(await removeGame(db, id, now()))) throw unknownGame();
    },

    toggle: async (id: number | undefined): Promise<GameRow> => known(id && (await toggleGame(db, id))),

    favor: async (id: number | undefined, favorBias: FavorBias): Promise<GameRow> =>
      known(id && (await updateGame(db, id, { favorBias }))),

    enablePack: (name: string, enabled: boolean): Promise<PackRow> =>
      database.transaction(async (tx) => {
        await enablePack(tx, storable(name), enabled);
        return knownPack(await findPack(tx, name));
      }),

    favorPack: (name: string, favorBias: FavorBias): Promise<PackRow> =>
      database.transaction(async (tx) => {
        const pack = knownPack(await findPack(tx, storable(name)));
        await favorPack(tx, name, favorBias);
        return { ...pack, favorBias };
      }),

    exportCsv: async (): Promise<string> => renderCatalogue((await listGames(db)).map(toFields)),

    /** @throws 400 with all faults of the file, of which then nothing is kept */
    async importCsv(text: string): Promise<{ created: number; updated: number; total: number }> {
      const { games, fields, faults } = parseCatalogue(text);
      if (faults.length > 0) {
        throw invalid('The file has errors, nothing was imported', { errors: faults });
      }
      return database.transaction(async (tx) => {
        await lockCatalogue(tx);
        const created = await upsertGames(tx, games, fields, now());
        return { created, updated: games.length - created, total: games.length };
      });
    },

    /** Loads the shipped games into a store that never had one; nodes that start at once load them once. */
    loadShipped: (): Promise<void> =>
      database.transaction(async (tx) => {
        await lockCatalogue(tx);
        if (await hasAnyGame(tx)) return;
        const { games, fields, faults } = parseCatalogue(await readFile(SHIPPED_FILE, 'utf8'));
        if (faults.length > 0) throw new Error(`data/games.csv has errors: ${JSON.stringify(faults)}`);
        await upsertGames(tx, games, fields, now());
      }),
  };
}

const unknownGame = () => notFound('Game not found');

function known(game: GameRow | 0 | undefined): GameRow {
  if (!game) throw unknownGame();
  return game;
}

function knownPack(pack: PackRow | undefined): PackRow {
  if (!pack) throw notFound('Pack not found');
  return pack;
}

/** No pack's name has a NUL character, and the store refuses to compare with one. */
function storable(name: string): string {
  if (name.includes('\0')) throw notFound('Pack not found');
  return name;
}

function refuseFaults(game: GameFields): void {
  const [fault] = findFaults(game);
  if (fault) throw invalid(`${fault.column} ${fault.message}`);
}

async function refuseDuplicate<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (!violates(error, 'games_pack_title_key')) throw error;
    throw new AppError('conflict', 'The pack already has a game with this title', { cause: error });
  }
}

const toFields = (game: GameRow): GameFields => ({
  packName: game.packName,
  title: game.title,
  minPlayers: game.minPlayers,
  maxPlayers: game.maxPlayers,
  lengthMinutes: game.lengthMinutes,
  hasAudience: game.hasAudience,
  familyFriendly: game.familyFriendly,
  gameType: game.gameType,
  secondaryType: game.secondaryType,
  enabled: game.enabled,
  favorBias: toFavorBias(game.favorBias),
});
