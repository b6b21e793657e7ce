import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { NightEvent } from '#protocol/night-events.ts';
import type { Access } from '#server/platform/access.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor, Send } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { createOutbound } from '#server/platform/outbound.ts';
import { createDeliveryWorker, DELIVERY_TIMING, type DeliveryTiming } from './webhooks-delivery.ts';
import { insertDeliveries } from './webhooks-outbox.ts';
import { addWebhookRoutes } from './webhooks-routes.ts';
import { createSender } from './webhooks-sender.ts';
import { createWebhookService } from './webhooks-service.ts';

type Dependencies = {
  database: Database;
  clock: Clock;
  logger: Logger;
  registry: Registry;
  /** Lets deliveries reach loopback, private and link-local addresses. */
  allowPrivateAddresses: boolean;
  timing?: Partial<DeliveryTiming>;
};

/** Longer than the transaction that put a delivery into the outbox may take to commit. */
const RECENT_MS = 60_000;

/** Webhooks: their registrations, the outbox that changes write deliveries to, and the worker that sends them. */
export function createWebhooks(deps: Dependencies) {
  const { database, clock, logger, registry, allowPrivateAddresses } = deps;
  const timing = { ...DELIVERY_TIMING, ...deps.timing };
  const outbound = createOutbound({ allowPrivateAddresses });
  const send = createSender({ outbound, clock, timeLimitMs: timing.tryLimitMs });
  const service = createWebhookService({ database, send, clock, allowPrivateAddresses });
  const worker = createDeliveryWorker({ database, send, clock, logger, registry, timing });
  let lastEnqueuedAt = Number.NEGATIVE_INFINITY;

  return {
    addRoutes: (server: HttpServer, access: Access) =>
      addWebhookRoutes(server, { access, webhooks: service }),

    /**
     * Puts deliveries of a host's events into the outbox, in the transaction of what they tell; none where no
     * webhook wants them.
     */
    async enqueueDeliveries(
      on: Executor | Send,
      hostId: string,
      events: readonly NightEvent[],
    ): Promise<void> {
      if (events.length === 0) return;
      if ((await insertDeliveries(on, hostId, events, clock.now())) > 0) lastEnqueuedAt = clock.now();
    },

    /**
     * After a commit: the outbox may have something new. Costs nothing while this node puts nothing there; what
     * other nodes put there, they deliver themselves, or the next regular look finds it.
     */
    wake(): void {
      if (clock.now() - lastEnqueuedAt < RECENT_MS) worker.look();
    },

    start: worker.start,

    /** What is under way gets a moment to end; the rest is delivered by other nodes, or after the next start. */
    async close(): Promise<void> {
      await worker.close();
      await outbound.close();
    },
  };
}
