import { sql } from 'kysely';
import type { WebhookChanges, WebhookCreation, WebhookDeliveryState } from '#protocol/webhooks.ts';
import type { Executor } from '#server/platform/database.ts';
import type { SignedDelivery } from './webhooks-signature.ts';

/** The secret isn't part of it: only what signs reads it. */
const COLUMNS = ['id', 'hostId', 'name', 'url', 'events', 'enabled', 'createdAt'] as const;

export type WebhookRow = {
  id: number;
  hostId: string;
  name: string;
  url: string;
  events: string[];
  enabled: boolean;
  createdAt: Date;
};

/** In order of making; `after` is the id of the last one already listed. */
export function listWebhooks(
  db: Executor,
  page: { hostId?: string | undefined; after: number; limit: number },
): Promise<WebhookRow[]> {
  const query = db
    .selectFrom('webhooks')
    .select(COLUMNS)
    // A cursor may be larger than any id.
    .where('id', '>', sql<number>`${page.after}::bigint`);
  const narrowed = page.hostId === undefined ? query : query.where('hostId', '=', page.hostId);
  return narrowed.orderBy('id').limit(page.limit).execute();
}

export const findWebhook = (db: Executor, id: number): Promise<WebhookRow | undefined> =>
  db.selectFrom('webhooks').select(COLUMNS).where('id', '=', id).executeTakeFirst();

export const findTarget = (db: Executor, id: number) =>
  db.selectFrom('webhooks').select(['url', 'secret']).where('id', '=', id).executeTakeFirst();

/** Counts a host's webhooks, in a transaction in which no other node adds one to them. */
export async function lockWebhookCount(tx: Executor, hostId: string): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('webhooks:' || ${hostId}, 0))`.execute(tx);
  const { count } = await tx
    .selectFrom('webhooks')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('hostId', '=', hostId)
    .executeTakeFirstOrThrow();
  return count;
}

export const insertWebhook = (
  tx: Executor,
  webhook: WebhookCreation & { hostId: string; createdAt: Date },
): Promise<WebhookRow> => {
  const { hostId, name, url, secret, events, enabled = true, createdAt } = webhook;
  return tx
    .insertInto('webhooks')
    .values({ hostId, name, url, secret, events, enabled, createdAt })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
};

export const updateWebhook = (db: Executor, id: number, changes: WebhookChanges) =>
  db
    .updateTable('webhooks')
    .set((eb) => ({
      name: changes.name ?? eb.ref('name'),
      url: changes.url ?? eb.ref('url'),
      secret: changes.secret ?? eb.ref('secret'),
      events: changes.events ?? eb.ref('events'),
      enabled: changes.enabled ?? eb.ref('enabled'),
    }))
    .where('id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirst();

/** Its deliveries go with it. */
export const deleteWebhook = (db: Executor, id: number) =>
  db.deleteFrom('webhooks').where('id', '=', id).execute();

export type DeliveryRow = {
  id: number;
  deliveryId: string;
  webhookId: number;
  event: string;
  state: WebhookDeliveryState;
  attempts: number;
  dueAt: Date;
  responseStatus: number | null;
  error: string | null;
  createdAt: Date;
  attemptedAt: Date | null;
};

/** The newest first; `before` is the id of the last one already listed. */
export async function listDeliveries(
  db: Executor,
  webhookId: number,
  page: { before?: number | undefined; limit: number },
): Promise<DeliveryRow[]> {
  const query = db
    .selectFrom('webhookDeliveries')
    .select([
      'id',
      'deliveryId',
      'webhookId',
      'event',
      'state',
      'attempts',
      'dueAt',
      'responseStatus',
      'error',
      'createdAt',
      'attemptedAt',
    ])
    .where('webhookId', '=', webhookId);
  const narrowed = page.before === undefined ? query : query.where('id', '<', page.before);
  const rows = await narrowed.orderBy('id', 'desc').limit(page.limit).execute();
  return rows.map((row) => ({ ...row, state: toState(row.state) }));
}

/** The store's check constraint allows these three. */
const toState = (state: string): WebhookDeliveryState =>
  state === 'delivered' || state === 'dead' ? state : 'pending';

/** Logs a delivery that was tried once, outside of the outbox. */
export const insertTriedDelivery = (
  db: Executor,
  delivery: SignedDelivery & {
    webhookId: number;
    state: 'delivered' | 'dead';
    responseStatus: number | null;
    error: string | null;
    createdAt: Date;
    attemptedAt: Date;
  },
) =>
  db
    .insertInto('webhookDeliveries')
    .values({ ...delivery, attempts: 1, dueAt: delivery.attemptedAt })
    .execute();
