import { randomUUID } from 'node:crypto';
import { WEBHOOK_TEST_EVENT, type WebhookChanges, type WebhookCreation } from '#protocol/webhooks.ts';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import { type Database, violates } from '#server/platform/database.ts';
import { AppError, invalid, notFound, unavailable } from '#server/platform/errors.ts';
import { OutboundError } from '#server/platform/outbound.ts';
import { isPrivateHost } from '#server/platform/public-address.ts';
import * as webhooks from './webhooks-repository.ts';
import type { TryResult } from './webhooks-retries.ts';
import type { Send } from './webhooks-sender.ts';

export type WebhookService = ReturnType<typeof createWebhookService>;

type Dependencies = { database: Database; send: Send; clock: Clock; allowPrivateAddresses: boolean };

const MAX_WEBHOOKS = 50;
/** Each holds a request and a connection for as long as a receiver takes. */
const MAX_TESTS = 8;

export function createWebhookService({ database, send, clock, allowPrivateAddresses }: Dependencies) {
  let tests = 0;
  const closing = new AbortController();

  /** @throws 404 for none, then 403 for another account's */
  async function requireOwn(caller: Caller, id: number | undefined): Promise<webhooks.WebhookRow> {
    const webhook = id === undefined ? undefined : await webhooks.findWebhook(database.db, id);
    if (!webhook) throw notFound('Webhook not found');
    if (webhook.hostId !== caller.accountId && !caller.isAdmin)
      throw new AppError('forbidden', 'This webhook belongs to another account');
    return webhook;
  }

  /** Tells at once what a delivery would be refused for; the address connected to is checked all the same. */
  function checkUrl(text: string): void {
    const url = URL.parse(text);
    if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
      throw invalid('url must be an http or https URL');
    if (url.username !== '' || url.password !== '') throw invalid('url must not contain credentials');
    if (!allowPrivateAddresses && isPrivateHost(url.hostname))
      throw invalid('url must not point to a loopback, private or link-local address');
  }

  async function sendTest(webhookId: number, deliveryId: string) {
    const target = await webhooks.findTarget(database.db, webhookId);
    if (!target) throw notFound('Webhook not found');
    const createdAt = new Date(clock.now());
    const body = JSON.stringify({
      type: WEBHOOK_TEST_EVENT,
      timestamp: createdAt.toISOString(),
      data: { webhookId },
    });
    const delivery = { deliveryId, event: WEBHOOK_TEST_EVENT, body };
    const { isDelivered, status, error } = await sendOrRefuse(target, delivery, closing.signal);
    const attemptedAt = new Date(clock.now());
    await webhooks
      .insertTriedDelivery(database.db, {
        ...delivery,
        webhookId,
        state: isDelivered ? 'delivered' : 'dead',
        responseStatus: status,
        error,
        createdAt,
        attemptedAt,
      })
      .catch((failure: unknown) => {
        // Deleted meanwhile, and its log with it.
        if (!violates(failure, 'webhook_deliveries_webhook_id_fkey')) throw failure;
      });
    return { isDelivered, status, error, durationMs: attemptedAt.getTime() - createdAt.getTime() };
  }

  async function sendOrRefuse(...request: Parameters<Send>): Promise<TryResult> {
    try {
      return await send(...request);
    } catch (error) {
      if (error instanceof OutboundError) throw unavailable('The server is restarting, try again', error);
      throw error;
    }
  }

  return {
    get: requireOwn,

    /** The caller's own; an administrator's are everybody's. */
    list: (caller: Caller, page: { after: number; limit: number }) =>
      webhooks.listWebhooks(database.db, { ...page, hostId: caller.isAdmin ? undefined : caller.accountId }),

    async create(caller: Caller, fields: WebhookCreation): Promise<webhooks.WebhookRow> {
      checkUrl(fields.url);
      return database.transaction(async (tx) => {
        if ((await webhooks.lockWebhookCount(tx, caller.accountId)) >= MAX_WEBHOOKS)
          throw new AppError('conflict', `An account has at most ${MAX_WEBHOOKS} webhooks`);
        const createdAt = new Date(clock.now());
        return webhooks.insertWebhook(tx, { ...fields, hostId: caller.accountId, createdAt });
      });
    },

    async change(
      caller: Caller,
      id: number | undefined,
      changes: WebhookChanges,
    ): Promise<webhooks.WebhookRow> {
      const webhook = await requireOwn(caller, id);
      if (changes.url !== undefined) checkUrl(changes.url);
      const changed = await webhooks.updateWebhook(database.db, webhook.id, changes);
      if (!changed) throw notFound('Webhook not found');
      return changed;
    },

    /** @returns the id */
    async remove(caller: Caller, id: number | undefined): Promise<number> {
      const webhook = await requireOwn(caller, id);
      // Its deliveries may be in use: a deadlock with a worker is tried again.
      await database.transaction((tx) => webhooks.deleteWebhook(tx, webhook.id));
      return webhook.id;
    },

    /** Sends a test delivery, once, and logs what came of it; works while the webhook is disabled too. */
    async test(caller: Caller, id: number | undefined) {
      const webhook = await requireOwn(caller, id);
      if (tests >= MAX_TESTS) throw unavailable('Too many test deliveries are under way, try again soon');
      const deliveryId = randomUUID();
      tests++;
      try {
        return { deliveryId, ...(await sendTest(webhook.id, deliveryId)) };
      } finally {
        tests--;
      }
    },

    /** Receivers that take their time don't hold up the end of the server. */
    stopTests: () => closing.abort(),

    async listLogs(
      caller: Caller,
      id: number | undefined,
      page: { before?: number | undefined; limit: number },
    ): Promise<webhooks.DeliveryRow[]> {
      const webhook = await requireOwn(caller, id);
      return webhooks.listDeliveries(database.db, webhook.id, page);
    },
  };
}
