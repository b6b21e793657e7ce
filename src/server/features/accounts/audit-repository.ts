import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

/** What the audit log tells of; additions only, as old entries stay. */
export type SecurityEvent =
  | 'account.registered'
  | 'account.disabled'
  | 'account.enabled'
  | 'account.promoted'
  | 'account.demoted'
  | 'admin_key.used'
  | 'api_key.created'
  | 'api_key.revoked'
  | 'login.created'
  | 'login.ended'
  | 'login.revoked'
  | 'login.token_reused'
  | 'password.changed'
  | 'password.reset'
  | 'password.reset_issued'
  | 'password.guessed_at';

export type AuditEntry = {
  atMs: number;
  event: SecurityEvent;
  /** Who did it; null: nobody who was known. */
  actorId: string | null;
  /** Whom it concerns. */
  accountId: string | null;
  address: string | null;
  /** Never a secret. */
  details?: Record<string, string | number | readonly string[]>;
};

/** Adds to the log, in the transaction of what it tells of. */
export async function recordAudit(db: Executor, { atMs, details = {}, ...entry }: AuditEntry): Promise<void> {
  await db
    .insertInto('auditLog')
    .values({ ...entry, at: new Date(atMs), details: JSON.stringify(details) })
    .execute();
}

type Page = { accountId: string | undefined; before: number | undefined; limit: number };

/** The newest first. */
export function listAudit(db: Executor, { accountId, before, limit }: Page) {
  let query = db
    .selectFrom('auditLog')
    .select(['id', 'at', 'event', 'actorId', 'accountId', 'address'])
    .select(sql<Record<string, unknown>>`details`.as('details'));
  if (accountId !== undefined) query = query.where('accountId', '=', accountId);
  if (before !== undefined) query = query.where('id', '<', before);
  return query.orderBy('id', 'desc').limit(limit).execute();
}
