import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import { type GameFilters, type GameRow, selectGames } from './catalogue-repository.ts';
import type { Candidate } from './picker.ts';

/**
 * The games played on a night, the last first; with `limit` only so many.
 * @returns undefined for a night that doesn't exist
 */
export async function findPlayedGameIds(
  db: Executor,
  nightId: number,
  limit?: number,
): Promise<number[] | undefined> {
  const query = db
    .selectFrom('nights')
    .leftJoin('nightGames', 'nightGames.nightId', 'nights.id')
    .select('nightGames.gameId')
    .where('nights.id', '=', nightId)
    .orderBy('nightGames.playedAt', 'desc')
    .orderBy('nightGames.id', 'desc');
  const rows = await (limit === undefined ? query : query.limit(limit)).execute();
  return rows.length === 0 ? undefined : rows.flatMap(({ gameId }) => gameId ?? []);
}

type PoolRow = GameRow & Candidate & { totalEnabled: number };

/** The enabled games that match and aren't excluded, each with its pack's bias. */
export const listPool = (
  db: Executor,
  filters: GameFilters,
  excludedIds: readonly number[],
): Promise<PoolRow[]> =>
  selectGames(db, { ...filters, enabled: true })
    .selectAll()
    .select((eb) => [
      eb.fn
        .coalesce(
          eb.selectFrom('gamePacks').select('favorBias').whereRef('gamePacks.name', '=', 'games.packName'),
          eb.lit(0),
        )
        .as('packBias'),
      selectGames(db, { enabled: true })
        .select((games) => games.fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('totalEnabled'),
    ])
    .where('id', '<>', sql<number>`ALL (${excludedIds}::integer[])`)
    .orderBy('id')
    .execute();
