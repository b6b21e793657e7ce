import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { createGroupCommit } from '#server/platform/group-commit.ts';
import * as outbox from './webhooks-outbox.ts';
import { judgeTry, RETRY_PAUSES_MS } from './webhooks-retries.ts';
import type { Send } from './webhooks-sender.ts';

export type DeliveryTiming = {
  retryPausesMs: readonly number[];
  /** For one try in all, from the look-up of the name to the end of the answer. */
  tryLimitMs: number;
  /** How long a delivery stays with a node that doesn't come back; longer than any try. */
  leaseMs: number;
  /** The longest pause between two looks into the outbox; other nodes may have put something there. */
  idlePollMs: number;
  /** For the tries that are under way when the worker closes. */
  graceMs: number;
};

export const DELIVERY_TIMING: DeliveryTiming = {
  retryPausesMs: RETRY_PAUSES_MS,
  tryLimitMs: 10_000,
  leaseMs: 15_000,
  idlePollMs: 5_000,
  graceMs: 2_000,
};

type Dependencies = {
  database: Database;
  send: Send;
  clock: Clock;
  logger: Logger;
  registry: Registry;
  timing: DeliveryTiming;
};

const MAX_TRIES = 32;
const MAX_TRIES_PER_WEBHOOK = 4;
const BUSY_POLL_MS = 1_000;
/** How long deliveries are kept, as the log; what could not be delivered in that time goes too. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
const CLEANING_PAUSE_MS = 60 * 60 * 1_000;
const CLEANING_BATCH = 5_000;
const MAX_COUNTED = 10_000;

/**
 * Delivers what is in the outbox. Each node runs one: they share the work by leases, hold no transaction while a
 * receiver takes its time, and take over what a lost node had begun, which is then delivered twice rather than never.
 */
export function createDeliveryWorker({ database, send, clock, logger, registry, timing }: Dependencies) {
  const running = new Map<number, number>();
  const tries = new Set<Promise<void>>();
  const abandoned: outbox.Held[] = [];
  const giveUp = new AbortController();
  const count = createMetrics(registry, database);
  const outcomes = createGroupCommit<outbox.Outcome, void>({
    name: 'webhook_outcomes',
    run: async (batch) => {
      await outbox.recordOutcomes(database.db, batch);
      return batch.map(() => ({ ok: true, value: undefined }));
    },
    maxBatch: MAX_TRIES,
    maxQueued: MAX_TRIES,
    registry,
  });
  let isOpen = false;
  let isWanted = false;
  let isStoreLost = false;
  let cleanAt = 0;
  let claiming: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  /** Looks into the outbox, at once or when the look under way is over. */
  function look(): void {
    isWanted = true;
    if (isOpen) claiming ??= lookWhileWanted();
  }

  async function lookWhileWanted(): Promise<void> {
    while (isWanted && isOpen) {
      isWanted = false;
      clearTimeout(timer);
      const pauseMs = await claim().catch(waitForStore);
      if (isOpen) timer = setTimeout(look, pauseMs);
    }
    claiming = undefined;
  }

  /** Starts what is due and has room; gives the milliseconds until it is worth looking again. */
  async function claim(): Promise<number> {
    const now = clock.now();
    const max = MAX_TRIES - tries.size;
    // The next try to end looks again.
    if (max === 0) return BUSY_POLL_MS;
    const leaseEnd = now + timing.leaseMs;
    const claimed = await outbox.claimDeliveries(database.db, {
      now,
      leaseEnd,
      max,
      maxPerWebhook: MAX_TRIES_PER_WEBHOOK,
      running,
    });
    for (const delivery of claimed) start(delivery, leaseEnd);
    await clean(now);
    const nextDue = claimed.length === 0 ? await outbox.findNextDue(database.db, now) : now + BUSY_POLL_MS;
    storeIsBack();
    return Math.max(1, Math.min(timing.idlePollMs, (nextDue ?? Number.POSITIVE_INFINITY) - clock.now()));
  }

  function start(delivery: outbox.ClaimedDelivery, leaseEnd: number): void {
    const { webhookId } = delivery;
    running.set(webhookId, (running.get(webhookId) ?? 0) + 1);
    const attempt = tryOnce(delivery, leaseEnd).finally(() => {
      tries.delete(attempt);
      const left = (running.get(webhookId) ?? 1) - 1;
      if (left > 0) running.set(webhookId, left);
      else running.delete(webhookId);
      look();
    });
    tries.add(attempt);
  }

  async function tryOnce(delivery: outbox.ClaimedDelivery, leaseEnd: number): Promise<void> {
    const { id, webhookId, deliveryId, event } = delivery;
    try {
      const { isDelivered, status, error } = await send(delivery, delivery, giveUp.signal);
      const attemptedAt = clock.now();
      const attempts = delivery.attempts + 1;
      const verdict = judgeTry(isDelivered, attempts, attemptedAt, timing.retryPausesMs);
      const dueAt = verdict.state === 'pending' ? verdict.dueAt : attemptedAt;
      await outcomes.submit({
        id,
        leaseEnd,
        state: verdict.state,
        dueAt,
        attempts,
        attemptedAt,
        status,
        error,
      });
      count(verdict.state);
      if (verdict.state === 'dead')
        logger.warn(
          { webhookId, deliveryId, event, receiver: originOf(delivery.url), attempts, status, reason: error },
          'a webhook delivery was given up',
        );
    } catch (error) {
      if (giveUp.signal.aborted) abandoned.push({ id, leaseEnd });
      // Unrecorded, the delivery is due again when its lease ends.
      else waitForStore(error);
    }
  }

  /** Deletes the oldest of the log, a batch at a time, so that deliveries don't wait for it. */
  async function clean(now: number): Promise<void> {
    if (now < cleanAt) return;
    const deleted = await outbox.deleteOldDeliveries(database.db, now - KEPT_MS, CLEANING_BATCH);
    cleanAt = deleted === CLEANING_BATCH ? now : now + CLEANING_PAUSE_MS;
  }

  function waitForStore(error: unknown): number {
    if (!isStoreLost) logger.error({ err: error }, 'webhook deliveries wait for the store');
    isStoreLost = true;
    return BUSY_POLL_MS;
  }

  function storeIsBack(): void {
    if (isStoreLost) logger.info('webhook deliveries go on');
    isStoreLost = false;
  }

  return {
    start(): void {
      isOpen = true;
      look();
    },

    look,

    /** Starts no more, gives what is under way a moment to end, and leaves the rest to other nodes or the next start. */
    async close(): Promise<void> {
      isOpen = false;
      clearTimeout(timer);
      await claiming;
      const grace = setTimeout(() => giveUp.abort(), timing.graceMs);
      await Promise.all(tries);
      clearTimeout(grace);
      await outcomes.close();
      if (abandoned.length > 0)
        await outbox.releaseDeliveries(database.db, abandoned, clock.now()).catch(waitForStore);
    },
  };
}

/** The rest of a URL may carry a token. */
const originOf = (url: string) => URL.parse(url)?.origin;

function createMetrics(registry: Registry, database: Database) {
  const tries = new Counter({
    name: 'soiree_webhook_tries_total',
    help: 'Tries to deliver to webhooks, by what they made of the delivery: delivered, pending again, or dead.',
    labelNames: ['state'],
    registers: [registry],
  });
  new Gauge({
    name: 'soiree_webhook_queue_length',
    help: `Deliveries that wait, on all nodes, counted to ${MAX_COUNTED}.`,
    registers: [registry],
    async collect() {
      try {
        this.set(await outbox.countPending(database.db, MAX_COUNTED));
      } catch {
        // Without the store the length is unknown; the other figures are still worth having.
        this.remove();
      }
    },
  });
  return (state: string) => tries.inc({ state });
}
