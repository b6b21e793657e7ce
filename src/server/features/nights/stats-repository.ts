import { type Selectable, sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';
import type { Games } from '#server/platform/database-types.ts';
import { selectGames } from './catalogue-repository.ts';

const LIST_LENGTH = 10;

const RANKED_COLUMNS = [
  'id',
  'title',
  'packName',
  'playCount',
  'popularityScore',
  'upvotes',
  'downvotes',
] as const;

export type RankedGameRow = Pick<Selectable<Games>, (typeof RANKED_COLUMNS)[number]>;

/** The games with the most of it, the best first; those that have none of it aren't ranked. */
const rank = (db: Executor, column: 'playCount' | 'popularityScore'): Promise<RankedGameRow[]> =>
  selectGames(db)
    .select(RANKED_COLUMNS)
    .where(column, '>', 0)
    .orderBy(column, 'desc')
    .orderBy('id', 'desc')
    .limit(LIST_LENGTH)
    .execute();

export const listMostPlayed = (db: Executor) => rank(db, 'playCount');
export const listTopRated = (db: Executor) => rank(db, 'popularityScore');

/**
 * Totals of the catalogue and of all nights. Votes are summed from what the games have counted, removed games too,
 * so that the cost doesn't grow with the votes.
 */
export const countTotals = (db: Executor) =>
  db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('nights')
        .select((n) => n.fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('sessions'),
      eb
        .selectFrom('nights')
        .select((n) => n.fn.countAll<number>().as('count'))
        .where('isActive', '=', true)
        .$asScalar()
        .$notNull()
        .as('activeSessions'),
      eb
        .selectFrom('nightGames')
        .select((n) => n.fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('gamesPlayed'),
    ])
    .executeTakeFirstOrThrow();

export const countCatalogue = (db: Executor) =>
  db
    .selectFrom('games')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('removedAt', 'is', null).as('games'),
      eb.fn
        .countAll<number>()
        .filterWhere((row) => row.and([row('removedAt', 'is', null), row('enabled', '=', true)]))
        .as('gamesEnabled'),
      eb.fn.count<number>('packName').distinct().filterWhere('removedAt', 'is', null).as('packs'),
      sql<number>`coalesce(sum(upvotes), 0)::bigint`.as('upvotes'),
      sql<number>`coalesce(sum(downvotes), 0)::bigint`.as('downvotes'),
    ])
    .executeTakeFirstOrThrow();
