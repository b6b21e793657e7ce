import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

/** An account as administrators see it. */
export type AdministeredAccount = NonNullable<Awaited<ReturnType<typeof findAdministeredAccount>>>;

/** All accounts that somebody can sign in to. */
const selectAccounts = (db: Executor) =>
  db
    .selectFrom('accounts')
    .innerJoin('profiles', 'profiles.id', 'accounts.id')
    .where('accounts.email', 'is not', null);

const selectEntries = (db: Executor) =>
  selectAccounts(db)
    .select([
      'accounts.id',
      'accounts.email',
      'profiles.username',
      'profiles.displayName',
      'profiles.avatarPath',
      'accounts.isAdmin',
      'accounts.disabledAt',
      'accounts.createdAt',
      'profiles.lastActive',
    ])
    .$narrowType<{ email: string }>();

const matching = (search: string) => {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`(email ILIKE ${pattern} OR username ILIKE ${pattern} OR display_name ILIKE ${pattern})`;
};

/** The oldest first. */
export const listAccounts = (db: Executor, search: string, page: { offset: number; limit: number }) =>
  selectEntries(db)
    .where(matching(search))
    .orderBy('accounts.createdAt')
    .orderBy('accounts.id')
    .offset(page.offset)
    .limit(page.limit)
    .execute();

export async function countAccounts(db: Executor, search: string): Promise<number> {
  const { count } = await selectAccounts(db)
    .where(matching(search))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export const findAdministeredAccount = (db: Executor, id: string) =>
  selectEntries(db).where('accounts.id', '=', id).executeTakeFirst();

/** The account and all administrators, locked in one order, so that those who change each other take turns. */
export const lockWithAdministrators = (tx: Executor, id: string) =>
  tx
    .selectFrom('accounts')
    .select(['id', 'isAdmin', 'disabledAt'])
    .where('email', 'is not', null)
    .where((eb) => eb.or([eb('id', '=', id), eb('isAdmin', '=', true)]))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();

/** At this moment, whatever is remembered of them. */
export async function isAdministrator(db: Executor, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', id)
    .where('isAdmin', '=', true)
    .where('disabledAt', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateRights(
  tx: Executor,
  id: string,
  rights: { isAdmin?: boolean; disabledAt?: Date | null },
): Promise<void> {
  await tx.updateTable('accounts').set(rights).where('id', '=', id).execute();
}
