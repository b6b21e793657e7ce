import { createHmac } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { Registry } from 'prom-client';
import { expect } from 'vitest';
import type { NightEvent } from '#protocol/night-events.ts';
import { createWebhooks } from '#server/features/nights/webhooks.ts';
import type { DeliveryTiming } from '#server/features/nights/webhooks-delivery.ts';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import { createDatabase } from '#server/platform/database.ts';
import { queryStore } from './database.ts';
import type { TestConnection } from './global.ts';
import type { Received } from './webhook-receiver.ts';

export const SECRET = 'a-secret-nobody-may-see';

/** The default schedule, run through in a few moments. */
const QUICK: Partial<DeliveryTiming> = {
  retryPausesMs: [5, 10, 20, 40],
  idlePollMs: 100,
  graceMs: 50,
};

type NodeOptions = {
  timing?: Partial<DeliveryTiming>;
  allowPrivateAddresses?: boolean;
  clock?: Clock;
  logger?: Logger;
};

export type WebhookNode = ReturnType<typeof createWebhookNode>;

/** The webhooks of one node, on a store that others may share. */
export function createWebhookNode(connection: TestConnection, options: NodeOptions = {}) {
  const {
    timing,
    allowPrivateAddresses = true,
    clock = systemClock,
    logger = pino({ level: 'silent' }),
  } = options;
  const database = createDatabase({ connection, logger });
  const registry = new Registry();
  const webhooks = createWebhooks({
    database,
    clock,
    logger,
    registry,
    allowPrivateAddresses,
    timing: { ...QUICK, ...timing },
  });
  return {
    ...webhooks,
    database,
    registry,
    /** As a change does it: in a transaction, and a wake after its commit. */
    async emit(...events: NightEvent[]): Promise<void> {
      await database.transaction((tx) => webhooks.enqueueDeliveries(tx, INSTANCE_ACCOUNT_ID, events));
      webhooks.wake();
    },
    async close(): Promise<void> {
      await webhooks.close();
      await database.close();
    },
  };
}

/** A logger that keeps what it writes. */
export function createLogKeeper() {
  const lines: string[] = [];
  const logger = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) });
  return { logger, lines, text: () => lines.join('') };
}

/** The `n`th vote; the number tells the deliveries apart. */
export const voteReceived = (n: number): NightEvent => ({
  type: 'vote.received',
  timestamp: '2026-03-15T20:30:00.000Z',
  data: {
    sessionId: 5,
    game: { id: 42, title: 'Quiplash 3', pack_name: 'Jackbox Party Pack 7' },
    vote: { username: `viewer${n}`, type: 'up', timestamp: '2026-03-15T20:30:00Z' },
    totals: { upvotes: n, downvotes: 0, popularity_score: n },
  },
});

export const sessionEnded: NightEvent = {
  type: 'session.ended',
  timestamp: '2026-03-15T23:00:00.000Z',
  data: { session: { id: 5, is_active: 0, games_played: 7 } },
};

export async function addWebhook(
  connection: TestConnection,
  url: string,
  { events = ['vote.received'], enabled = true }: { events?: string[]; enabled?: boolean } = {},
): Promise<number> {
  const [row] = await queryStore(
    connection,
    `INSERT INTO webhooks (host_id, name, url, secret, events, enabled, created_at)
     VALUES ($1, 'test', $2, $3, $4, $5, now()) RETURNING id`,
    [INSTANCE_ACCOUNT_ID, url, SECRET, events, enabled],
  );
  return row.id;
}

/** Leaves no webhook, delivery or second account behind. */
export const clearWebhooks = (connection: TestConnection) =>
  queryStore(
    connection,
    `WITH others AS (DELETE FROM accounts WHERE id <> '${INSTANCE_ACCOUNT_ID}') DELETE FROM webhooks`,
  );

/** The deliveries of a webhook as the store has them, the first one first. */
export const readDeliveries = (connection: TestConnection, webhookId: number) =>
  queryStore(
    connection,
    `SELECT delivery_id, event, body, state, attempts, response_status, error
     FROM webhook_deliveries WHERE webhook_id = $1 ORDER BY id`,
    [webhookId],
  );

/** As a receiver verifies it. */
export function expectSigned({ headers, body }: Received, secret = SECRET): void {
  const signature = createHmac('sha256', secret)
    .update(`${headers['x-webhook-timestamp']}.${body}`)
    .digest('hex');
  expect(headers['x-webhook-signature']).toBe(`sha256=${signature}`);
}
