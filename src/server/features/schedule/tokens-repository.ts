import type { Executor } from '#server/platform/database.ts';

type Member = { timelineId: string; accountId: string };

/** A member has one token for a timeline: a new one replaces it. */
export async function putToken(
  tx: Executor,
  { timelineId, accountId }: Member,
  tokenHash: Buffer,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('calendarTokens')
    .values({ timelineId, accountId, tokenHash, createdAt: at })
    .onConflict((conflict) =>
      conflict.columns(['timelineId', 'accountId']).doUpdateSet({ tokenHash, createdAt: at }),
    )
    .execute();
}

export async function deleteToken(tx: Executor, { timelineId, accountId }: Member): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('calendarTokens')
    .where('timelineId', '=', timelineId)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The token of an account for all of its timelines: a new one replaces it. */
export async function putAccountToken(
  db: Executor,
  accountId: string,
  tokenHash: Buffer,
  at: Date,
): Promise<void> {
  await db
    .insertInto('accountCalendarTokens')
    .values({ accountId, tokenHash, createdAt: at })
    .onConflict((conflict) => conflict.column('accountId').doUpdateSet({ tokenHash, createdAt: at }))
    .execute();
}

export async function deleteAccountToken(db: Executor, accountId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('accountCalendarTokens')
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function findAccountTokenHolder(db: Executor, tokenHash: Buffer): Promise<string | undefined> {
  const row = await db
    .selectFrom('accountCalendarTokens')
    .select('accountId')
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst();
  return row?.accountId;
}

/** Whose token it is, if it is one for this timeline. */
export async function findTokenHolder(
  db: Executor,
  timelineId: string,
  tokenHash: Buffer,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('calendarTokens')
    .select('accountId')
    .where('timelineId', '=', timelineId)
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst();
  return row?.accountId;
}
