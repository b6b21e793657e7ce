import type { Executor } from '#server/platform/database.ts';

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
