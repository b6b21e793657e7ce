import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

/** Until it ends, the transaction acts for the account: the store lets it write that profile, and no other. */
export async function actFor(tx: Executor, accountId: string): Promise<void> {
  await sql`SELECT set_config('soiree.account_id', ${accountId}, true)`.execute(tx);
}

export type ProfileRow = NonNullable<Awaited<ReturnType<typeof findProfile>>>;

/** The profile of who can sign in, with the email. */
export function findProfile(db: Executor, accountId: string) {
  return db
    .selectFrom('profiles')
    .innerJoin('accounts', 'accounts.id', 'profiles.id')
    .select([
      'profiles.id',
      'profiles.username',
      'profiles.displayName',
      'profiles.avatarPath',
      'profiles.createdAt',
      'profiles.updatedAt',
      'accounts.email',
    ])
    .where('profiles.id', '=', accountId)
    .where('accounts.email', 'is not', null)
    .$narrowType<{ email: string }>()
    .executeTakeFirst();
}

/** What anybody may see of these accounts. */
export const listPublicProfiles = (db: Executor, accountIds: readonly string[]) =>
  db
    .selectFrom('profiles')
    .select(['id', 'username', 'displayName', 'avatarPath'])
    .where('id', '=', sql<string>`ANY (${accountIds}::uuid[])`)
    .execute();

/**
 * Changes the names of the profile that the transaction acts for: false where there is none.
 * @throws a violation of `profiles_username_key`
 */
export async function updateNames(
  tx: Executor,
  accountId: string,
  names: { username: string } | { displayName: string },
  updatedAt: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('profiles')
    .set({ ...names, updatedAt })
    .where('id', '=', accountId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** That these accounts are there; by a function of the store, since the transaction acts for none of them. */
export async function noteActive(tx: Executor, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length > 0)
    await sql`SELECT update_last_active(id) FROM unnest(${accountIds}::uuid[]) AS given (id)`.execute(tx);
}

/**
 * The avatar of the profile that the transaction acts for, null without one. Until the transaction ends, no other
 * reads it here.
 * @returns undefined where there is no such profile
 */
export async function lockAvatarPath(tx: Executor, accountId: string): Promise<string | null | undefined> {
  const row = await tx
    .selectFrom('profiles')
    .select('avatarPath')
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirst();
  return row?.avatarPath;
}

export const updateAvatarPath = (
  tx: Executor,
  accountId: string,
  avatarPath: string | null,
  updatedAt: Date,
) => tx.updateTable('profiles').set({ avatarPath, updatedAt }).where('id', '=', accountId).execute();
