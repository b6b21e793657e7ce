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
