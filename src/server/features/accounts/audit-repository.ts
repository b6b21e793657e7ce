import { sql } from 'kysely';
import type { Executor } from '#server/platform/database.ts';

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
