import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

/** Where a login comes from. */
export type Origin = { address: string; userAgent: string | null };

export async function insertLogin(
  tx: Executor,
  login: { accountId: string; origin: Origin; at: Date; expiresAt: Date },
): Promise<string> {
  const { accountId, origin, at, expiresAt } = login;
  const { id } = await tx
    .insertInto('logins')
    .values({ accountId, ...origin, createdAt: at, lastUsedAt: at, expiresAt })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function insertRefreshToken(tx: Executor, loginId: string, hash: Buffer): Promise<void> {
  await tx.insertInto('refreshTokens').values({ loginId, hash }).execute();
}

/** The token and its login, locked, so that of two uses at once one comes first. */
export function lockRefreshToken(tx: Executor, hash: Buffer) {
  return tx
    .selectFrom('refreshTokens')
    .innerJoin('logins', 'logins.id', 'refreshTokens.loginId')
    .innerJoin('accounts', 'accounts.id', 'logins.accountId')
    .select([
      'logins.id as loginId',
      'logins.accountId',
      'logins.revokedAt',
      'logins.expiresAt',
      'accounts.disabledAt',
      // Since its first use, by the store's clock; null for an unused one.
      sql<number | null>`extract(epoch FROM clock_timestamp() - refresh_tokens.used_at)::float8 * 1000`.as(
        'usedMsAgo',
      ),
    ])
    .where('refreshTokens.hash', '=', hash)
    .forUpdate(['refreshTokens', 'logins'])
    .executeTakeFirst();
}

export async function markRefreshTokenUsed(tx: Executor, hash: Buffer): Promise<void> {
  await tx
    .updateTable('refreshTokens')
    .set({ usedAt: sql<Date>`coalesce(used_at, clock_timestamp())` })
    .where('hash', '=', hash)
    .execute();
}

export async function touchLogin(
  tx: Executor,
  loginId: string,
  { origin, at, expiresAt }: { origin: Origin; at: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .updateTable('logins')
    .set({ ...origin, lastUsedAt: at, expiresAt })
    .where('id', '=', loginId)
    .execute();
}

export async function noteLoginsUsed(tx: Executor, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length > 0) await tx.updateTable('logins').set({ lastUsedAt: at }).where('id', 'in', ids).execute();
}

/** Those that can still be used, the last used first; a program that signs in anew each time may have made many. */
export function listLogins(db: Executor, accountId: string, now: Date) {
  return db
    .selectFrom('logins')
    .select(['id', 'userAgent', 'address', 'createdAt', 'lastUsedAt', 'expiresAt'])
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('lastUsedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
}

/** Ends the account's logins, or one of them, or all but one: those that were ended by this. */
export async function revokeLogins(
  tx: Executor,
  accountId: string,
  { only, except, at }: { only?: string; except?: string; at: Date },
): Promise<string[]> {
  let query = tx
    .updateTable('logins')
    .set({ revokedAt: at })
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', at);
  if (only !== undefined) query = query.where('id', '=', only);
  if (except !== undefined) query = query.where('id', '!=', except);
  const rows = await query.returning('id').execute();
  return rows.map(({ id }) => id);
}

/** Whether the login is still good, and what its account may do. */
export function findLoginRights(db: Executor, loginId: string) {
  return db
    .selectFrom('logins')
    .innerJoin('accounts', 'accounts.id', 'logins.accountId')
    .select(['logins.accountId', 'accounts.isAdmin'])
    .where('logins.id', '=', loginId)
    .where('logins.revokedAt', 'is', null)
    .where('accounts.disabledAt', 'is', null)
    .executeTakeFirst();
}

/** Logins that are long over take their refresh tokens along. */
export async function deleteLoginsEndedBefore(db: Executor, time: Date): Promise<void> {
  await db
    .deleteFrom('logins')
    .where((eb) => eb.or([eb('expiresAt', '<', time), eb('revokedAt', '<', time)]))
    .execute();
}
