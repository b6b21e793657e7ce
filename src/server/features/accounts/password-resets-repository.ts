import type { Executor } from '#server/platform/database.ts';

/** An account has one reset at a time: a new one takes the place of the old. */
export async function replaceReset(
  tx: Executor,
  reset: { accountId: string; hash: Buffer; expiresAt: Date },
): Promise<void> {
  const { hash, expiresAt } = reset;
  await tx
    .insertInto('passwordResets')
    .values(reset)
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet({ hash, expiresAt }))
    .execute();
}

/** Whose password it resets, while it does: a disabled account's waits. */
const selectUsable = (db: Executor, hash: Buffer, now: Date) =>
  db
    .selectFrom('passwordResets')
    .innerJoin('accounts', 'accounts.id', 'passwordResets.accountId')
    .select('passwordResets.accountId')
    .where('passwordResets.hash', '=', hash)
    .where('passwordResets.expiresAt', '>', now)
    .where('accounts.disabledAt', 'is', null);

export async function isResetUsable(db: Executor, hash: Buffer, now: Date): Promise<boolean> {
  return (await selectUsable(db, hash, now).executeTakeFirst()) !== undefined;
}

/** Uses it up, if it is still good: the account, which is locked from then on. Of two at once, one gets it. */
export async function takeReset(tx: Executor, hash: Buffer, now: Date): Promise<string | undefined> {
  const reset = await selectUsable(tx, hash, now).forUpdate().executeTakeFirst();
  if (reset) await tx.deleteFrom('passwordResets').where('hash', '=', hash).execute();
  return reset?.accountId;
}

/** Whoever changes their password has no use for a link that is still around. */
export async function deleteReset(tx: Executor, accountId: string): Promise<void> {
  await tx.deleteFrom('passwordResets').where('accountId', '=', accountId).execute();
}
