import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

/** Who can sign in. */
export type Account = {
  id: string;
  email: string;
  passwordHash: string;
  isAdmin: boolean;
  disabledAt: Date | null;
  createdAt: Date;
};

/** Any constant will do: it makes first registrations wait for each other. */
const REGISTRATION_LOCK = 5_118_446_203;

const columns = ['id', 'email', 'passwordHash', 'isAdmin', 'disabledAt', 'createdAt'] as const;

type Row = Omit<Account, 'email' | 'passwordHash'> & { email: string | null; passwordHash: string | null };

/** The instance's own account has neither, and nobody signs in as it. */
const asAccount = (row: Row | undefined): Account | undefined =>
  row?.email && row.passwordHash ? { ...row, email: row.email, passwordHash: row.passwordHash } : undefined;

export async function findAccountByEmail(db: Executor, email: string): Promise<Account | undefined> {
  return asAccount(
    await db
      .selectFrom('accounts')
      .select(columns)
      .where(sql`lower(email)`, '=', sql`lower(${email})`)
      .executeTakeFirst(),
  );
}

export async function findAccount(db: Executor, id: string): Promise<Account | undefined> {
  return asAccount(await db.selectFrom('accounts').select(columns).where('id', '=', id).executeTakeFirst());
}

/** The account of that username, without regard to case. */
export async function findAccountIdByUsername(db: Executor, username: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('profiles')
    .select('id')
    .where(sql`lower(username)`, '=', sql`lower(${username})`)
    .executeTakeFirst();
  return row?.id;
}

/**
 * Makes an account and names its profile, which the store made along with it. The first of all is an administrator.
 * @throws a violation of `accounts_email_key` or `profiles_username_key`
 */
export async function insertAccount(
  tx: Executor,
  given: { email: string; passwordHash: string; username: string; displayName: string; createdAt: Date },
): Promise<Account> {
  const { email, passwordHash, username, displayName, createdAt } = given;
  await sql`SELECT pg_advisory_xact_lock(${REGISTRATION_LOCK})`.execute(tx);
  const row = await tx
    .insertInto('accounts')
    .values({
      email,
      passwordHash,
      createdAt,
      isAdmin: sql<boolean>`NOT EXISTS (SELECT FROM accounts WHERE email IS NOT NULL)`,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  await tx.updateTable('profiles').set({ username, displayName }).where('id', '=', row.id).execute();
  const account = asAccount(row);
  if (!account) throw new Error('an account was made without an email');
  return account;
}

export async function setPasswordHash(tx: Executor, id: string, passwordHash: string): Promise<void> {
  await tx.updateTable('accounts').set({ passwordHash }).where('id', '=', id).execute();
}

/** True while the account is enabled and has the password that was read of it, which stays so in the transaction. */
export async function lockPassword(tx: Executor, { id, passwordHash }: Account): Promise<boolean> {
  const row = await tx
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', id)
    .where('passwordHash', '=', passwordHash)
    .where('disabledAt', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}
