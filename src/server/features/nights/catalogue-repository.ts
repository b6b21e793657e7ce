import { type Expression, type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { DrawingFilter, LengthFilter } from '#protocol/catalogue.ts';
import type { Executor } from '#server/platform/database.ts';
import type { DB, Games } from '#server/platform/database-types.ts';
import type { GameFields } from './game-fields.ts';

export type GameRow = Selectable<Games>;
export type PackRow = {
  name: string;
  totalCount: number;
  enabledCount: number;
  totalPlays: number;
  favorBias: number;
};

/** What is undefined narrows nothing. */
export type GameFilters = {
  enabled?: boolean | undefined;
  playerCount?: number | undefined;
  drawing?: DrawingFilter | undefined;
  length?: LengthFilter | undefined;
  familyFriendly?: boolean | undefined;
  pack?: string | undefined;
};

/** Any constant will do; it must only be the same on every node, and no other lock's. */
const CATALOGUE_LOCK = 7_305_181_992;
/** Few enough for the 65,535 parameters of a statement. */
const ROWS_PER_INSERT = 1_000;

/** Games that are in the catalogue: a removed one only lives on in the nights it was played on. */
export const selectGames = (db: Executor, filters: GameFilters = {}) =>
  db.selectFrom('games').where((eb) => eb.and([eb('removedAt', 'is', null), ...conditionsOf(eb, filters)]));

function conditionsOf(eb: ExpressionBuilder<DB, 'games'>, filters: GameFilters): Expression<SqlBool>[] {
  const { enabled, playerCount, drawing, length, familyFriendly, pack } = filters;
  const conditions: Expression<SqlBool>[] = [];
  if (enabled !== undefined) conditions.push(eb('enabled', '=', enabled));
  if (playerCount !== undefined) {
    conditions.push(eb('minPlayers', '<=', playerCount), eb('maxPlayers', '>=', playerCount));
  }
  if (drawing === 'only') conditions.push(eb('gameType', '=', 'Drawing'));
  if (drawing === 'exclude') conditions.push(eb('gameType', 'is distinct from', 'Drawing'));
  if (length === 'short') {
    conditions.push(eb.or([eb('lengthMinutes', '<=', 15), eb('lengthMinutes', 'is', null)]));
  }
  if (length === 'medium') conditions.push(eb.between('lengthMinutes', 16, 25));
  if (length === 'long') conditions.push(eb('lengthMinutes', '>', 25));
  if (familyFriendly !== undefined) conditions.push(eb('familyFriendly', '=', familyFriendly));
  if (pack !== undefined) conditions.push(eb('packName', '=', pack));
  return conditions;
}

export const listGames = (db: Executor, filters?: GameFilters): Promise<GameRow[]> =>
  selectGames(db, filters).selectAll().orderBy('packName').orderBy('title').orderBy('id').execute();

export const findGame = (db: Executor, id: number): Promise<GameRow | undefined> =>
  selectGames(db).selectAll().where('id', '=', id).executeTakeFirst();

export const lockGame = (tx: Executor, id: number): Promise<GameRow | undefined> =>
  selectGames(tx).selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();

/** @throws a violation of `games_pack_title_key` where the pack has such a game */
export const insertGame = (db: Executor, game: GameFields, createdAt: Date): Promise<GameRow> =>
  db
    .insertInto('games')
    .values({ ...game, createdAt })
    .returningAll()
    .executeTakeFirstOrThrow();

/** @throws a violation of `games_pack_title_key` where the pack has another such game */
export const updateGame = (
  db: Executor,
  id: number,
  change: Partial<GameFields>,
): Promise<GameRow | undefined> =>
  db
    .updateTable('games')
    .set(change)
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .returningAll()
    .executeTakeFirst();

export const toggleGame = (db: Executor, id: number): Promise<GameRow | undefined> =>
  db
    .updateTable('games')
    .set((eb) => ({ enabled: eb.not('enabled') }))
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .returningAll()
    .executeTakeFirst();

/** @returns false where the catalogue has no such game */
export async function removeGame(db: Executor, id: number, removedAt: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('games')
    .set({ removedAt })
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

const selectPacks = (db: Executor) =>
  db
    .selectFrom('games')
    .leftJoin('gamePacks', 'gamePacks.name', 'games.packName')
    .select((eb) => [
      'games.packName as name',
      eb.fn.countAll<number>().as('totalCount'),
      eb.fn.countAll<number>().filterWhere('enabled', '=', true).as('enabledCount'),
      eb.fn.sum<number>('playCount').as('totalPlays'),
      eb.fn.coalesce('gamePacks.favorBias', eb.lit(0)).as('favorBias'),
    ])
    .where('removedAt', 'is', null)
    .groupBy(['games.packName', 'gamePacks.favorBias'])
    .orderBy('games.packName');

export const listPacks = (db: Executor): Promise<PackRow[]> => selectPacks(db).execute();

export const findPack = (db: Executor, name: string): Promise<PackRow | undefined> =>
  selectPacks(db).where('games.packName', '=', name).executeTakeFirst();

export const enablePack = (tx: Executor, name: string, enabled: boolean) =>
  tx
    .updateTable('games')
    .set({ enabled })
    .where('packName', '=', name)
    .where('removedAt', 'is', null)
    .execute();

export const favorPack = (tx: Executor, name: string, favorBias: number) =>
  tx
    .insertInto('gamePacks')
    .values({ name, favorBias })
    .onConflict((oc) => oc.column('name').doUpdateSet({ favorBias }))
    .execute();

/** Held to the end of the transaction: bulk loads happen one after another, on all nodes. */
export const lockCatalogue = (tx: Executor) =>
  sql`SELECT pg_advisory_xact_lock(${CATALOGUE_LOCK}::bigint)`.execute(tx);

/** Was there ever a game? Removed ones count. */
export async function hasAnyGame(db: Executor): Promise<boolean> {
  return (await db.selectFrom('games').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/**
 * Adds the games that are new by (pack, title) and changes the named fields of the others.
 * @returns how many are new
 */
export async function upsertGames(
  tx: Executor,
  games: readonly GameFields[],
  fields: readonly (keyof GameFields)[],
  createdAt: Date,
): Promise<number> {
  let created = 0;
  for (let at = 0; at < games.length; at += ROWS_PER_INSERT) {
    const rows = await tx
      .insertInto('games')
      .values(games.slice(at, at + ROWS_PER_INSERT).map((game) => ({ ...game, createdAt })))
      .onConflict((oc) =>
        oc
          .columns(['packName', 'title'])
          .where('removedAt', 'is', null)
          .doUpdateSet((eb) =>
            Object.fromEntries(fields.map((field) => [field, eb.ref(`excluded.${field}`)])),
          ),
      )
      // A row that no transaction has ever changed was inserted by this one.
      .returning(sql<boolean>`xmax = 0`.as('isNew'))
      .execute();
    created += rows.filter((row) => row.isNew).length;
  }
  return created;
}
