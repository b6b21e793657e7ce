import { SCOPES, type Scope } from '#protocol/scopes.ts';
import type { Executor } from '#server/platform/database.ts';

export const API_KEY_PREFIX = 'soi_';

const isScope = (text: string): text is Scope => SCOPES.some((scope) => scope === text);

/** A key and what its account may do, unless that is disabled. */
function selectRights(db: Executor) {
  return db
    .selectFrom('apiKeys')
    .innerJoin('accounts', 'accounts.id', 'apiKeys.accountId')
    .select([
      'apiKeys.id as keyId',
      'apiKeys.accountId',
      'apiKeys.scopes',
      'apiKeys.expiresAt',
      'accounts.isAdmin',
    ])
    .where('accounts.disabledAt', 'is', null);
}

export async function findKeyByHash(db: Executor, hash: Buffer) {
  const row = await selectRights(db).where('apiKeys.hash', '=', hash).executeTakeFirst();
  return row && { ...row, scopes: row.scopes.filter(isScope) };
}

export const findKeyRights = (db: Executor, id: string) =>
  selectRights(db).where('apiKeys.id', '=', id).executeTakeFirst();

export type ApiKey = NonNullable<Awaited<ReturnType<typeof listKeys>>[number]>;

const columns = ['id', 'name', 'scopes', 'prefix', 'createdAt', 'lastUsedAt', 'expiresAt'] as const;

const withScopes = <Row extends { scopes: string[] }>(row: Row) => ({
  ...row,
  scopes: row.scopes.filter(isScope),
});

/** The newest first. */
export async function listKeys(db: Executor, accountId: string) {
  const rows = await db
    .selectFrom('apiKeys')
    .select(columns)
    .where('accountId', '=', accountId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(withScopes);
}

/** How many keys the account has. No other transaction that asks this makes one until this one ends. */
export async function lockKeyCount(tx: Executor, accountId: string): Promise<number> {
  await tx.selectFrom('accounts').select('id').where('id', '=', accountId).forNoKeyUpdate().execute();
  const { count } = await tx
    .selectFrom('apiKeys')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertKey(
  tx: Executor,
  key: {
    accountId: string;
    name: string;
    scopes: readonly Scope[];
    hash: Buffer;
    prefix: string;
    createdAt: Date;
    expiresAt: Date | null;
  },
): Promise<ApiKey> {
  const row = await tx
    .insertInto('apiKeys')
    .values({ ...key, scopes: [...key.scopes] })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return withScopes(row);
}

/** The key that was removed, if the account had it. */
export const deleteKey = (tx: Executor, accountId: string, id: string) =>
  tx
    .deleteFrom('apiKeys')
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .returning(['id', 'name'])
    .executeTakeFirst();

export async function noteKeysUsed(tx: Executor, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length > 0)
    await tx.updateTable('apiKeys').set({ lastUsedAt: at }).where('id', 'in', ids).execute();
}
