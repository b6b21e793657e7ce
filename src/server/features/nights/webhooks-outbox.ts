import { sql } from 'kysely';
import type { NightEvent } from '#protocol/night-events.ts';
import { type Executor, runOn, type Send } from '#server/platform/database.ts';

export type ClaimedDelivery = {
  id: number;
  deliveryId: string;
  webhookId: number;
  event: string;
  body: string;
  /** Tries that ended. */
  attempts: number;
  url: string;
  secret: string;
};

export type Claim = {
  /** Epoch milliseconds, as all times here. */
  now: number;
  /** Until when the deliveries are this node's; after that they are due again. */
  leaseEnd: number;
  max: number;
  maxPerWebhook: number;
  /** Tries under way on this node, by webhook. */
  running: ReadonlyMap<number, number>;
};

/** A delivery and the lease it is held by: only with that lease can anything be done with it. */
export type Held = { id: number; leaseEnd: number };

/** What a try made of a delivery. */
export type Outcome = Held & {
  state: 'pending' | 'delivered' | 'dead';
  dueAt: number;
  attempts: number;
  attemptedAt: number;
  status: number | null;
  error: string | null;
};

const instant = (ms: number) => new Date(ms).toISOString();

/**
 * Puts the events into the outbox, once for each enabled webhook of the host that wants them: one statement,
 * whatever their number.
 * @returns how many deliveries that made
 */
export async function insertDeliveries(
  on: Executor | Send,
  hostId: string,
  events: readonly NightEvent[],
  now: number,
): Promise<number> {
  const at = instant(now);
  const names = events.map((event) => event.type);
  // Locked, so that a webhook which is being deleted takes nothing more and fails nobody's change.
  const { numAffectedRows } = await runOn(
    on,
    sql`
    WITH wanting AS (
      SELECT id, events FROM webhooks
      WHERE host_id = ${hostId} AND enabled AND events && ${[...new Set(names)]}::text[]
      FOR KEY SHARE
    )
    INSERT INTO webhook_deliveries (webhook_id, event, body, due_at, created_at)
    SELECT w.id, e.name, e.body, ${at}::timestamptz, ${at}::timestamptz
    FROM wanting w
    JOIN unnest(
      ${names}::text[], ${events.map((event) => JSON.stringify(event))}::text[]
    ) WITH ORDINALITY AS e (name, body, position) ON e.name = ANY (w.events)
    ORDER BY e.position, w.id`,
  );
  return Number(numAffectedRows ?? 0);
}

/**
 * The webhooks that something waits for. It hops from one to the next in the index, so that its cost grows with
 * their number and not with the deliveries'.
 */
const waitingWebhooks = sql`
  waiting (webhook_id) AS (
    SELECT min(webhook_id) FROM webhook_deliveries WHERE state = 'pending'
    UNION ALL
    SELECT (
      SELECT min(d.webhook_id) FROM webhook_deliveries d
      WHERE d.state = 'pending' AND d.webhook_id > waiting.webhook_id
    )
    FROM waiting WHERE waiting.webhook_id IS NOT NULL
  )`;

/**
 * Takes due deliveries for this node, which no other node then takes before the lease ends; nothing stays locked.
 * Webhooks take turns, and one that has tries under way comes after those that have none: neither a long queue
 * nor a slow receiver keeps the others waiting.
 */
export async function claimDeliveries(db: Executor, claim: Claim): Promise<ClaimedDelivery[]> {
  const now = instant(claim.now);
  const { rows } = await sql<ClaimedDelivery>`
    WITH RECURSIVE ${waitingWebhooks},
    due AS (
      SELECT d.id, running.count + row_number() OVER (PARTITION BY w.id ORDER BY d.due_at, d.id) AS turn
      FROM waiting
      JOIN webhooks w ON w.id = waiting.webhook_id AND w.enabled
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(r.count), 0)::integer AS count
        FROM unnest(
          ${[...claim.running.keys()]}::integer[], ${[...claim.running.values()]}::integer[]
        ) AS r (webhook_id, count)
        WHERE r.webhook_id = w.id
      ) running
      CROSS JOIN LATERAL (
        SELECT id, due_at FROM webhook_deliveries
        WHERE webhook_id = w.id AND state = 'pending' AND due_at <= ${now}
        ORDER BY due_at, id
        LIMIT greatest(0, ${claim.maxPerWebhook}::integer - running.count)
        FOR UPDATE SKIP LOCKED
      ) d
    ),
    chosen AS (SELECT id FROM due ORDER BY turn, random() LIMIT ${claim.max})
    UPDATE webhook_deliveries d SET due_at = ${instant(claim.leaseEnd)}
    FROM chosen, webhooks w
    WHERE d.id = chosen.id AND w.id = d.webhook_id
    RETURNING d.id, d.delivery_id AS "deliveryId", d.webhook_id AS "webhookId", d.event, d.body, d.attempts,
      w.url, w.secret`.execute(db);
  return rows;
}

/** When the next delivery becomes due, in epoch milliseconds, among those that aren't yet. */
export async function findNextDue(db: Executor, now: number): Promise<number | undefined> {
  const { rows } = await sql<{ dueAt: Date | null }>`
    WITH RECURSIVE ${waitingWebhooks}
    SELECT min(d.due_at) AS "dueAt"
    FROM waiting
    JOIN webhooks w ON w.id = waiting.webhook_id AND w.enabled
    CROSS JOIN LATERAL (
      SELECT due_at FROM webhook_deliveries
      WHERE webhook_id = w.id AND state = 'pending' AND due_at > ${instant(now)}
      ORDER BY due_at LIMIT 1
    ) d`.execute(db);
  return rows[0]?.dueAt?.getTime();
}

/** Records what became of tries. A lease that was lost meanwhile leaves the delivery to whoever has it now. */
export async function recordOutcomes(db: Executor, outcomes: readonly Outcome[]): Promise<void> {
  await sql`
    UPDATE webhook_deliveries d
    SET state = o.state, due_at = o.due_at, attempts = o.attempts,
      attempted_at = o.attempted_at, response_status = o.status, error = o.error
    FROM unnest(
      ${outcomes.map((outcome) => outcome.id)}::bigint[],
      ${outcomes.map((outcome) => instant(outcome.leaseEnd))}::timestamptz[],
      ${outcomes.map((outcome) => outcome.state)}::text[],
      ${outcomes.map((outcome) => instant(outcome.dueAt))}::timestamptz[],
      ${outcomes.map((outcome) => outcome.attempts)}::smallint[],
      ${outcomes.map((outcome) => instant(outcome.attemptedAt))}::timestamptz[],
      ${outcomes.map((outcome) => outcome.status)}::smallint[],
      ${outcomes.map((outcome) => outcome.error)}::text[]
    ) AS o (id, lease_end, state, due_at, attempts, attempted_at, status, error)
    WHERE d.id = o.id AND d.state = 'pending' AND d.due_at = o.lease_end`.execute(db);
}

/** Gives deliveries back untried: they are due at once, to any node. */
export async function releaseDeliveries(db: Executor, held: readonly Held[], now: number): Promise<void> {
  await sql`
    UPDATE webhook_deliveries d SET due_at = ${instant(now)}
    FROM unnest(
      ${held.map(({ id }) => id)}::bigint[], ${held.map(({ leaseEnd }) => instant(leaseEnd))}::timestamptz[]
    ) AS h (id, lease_end)
    WHERE d.id = h.id AND d.state = 'pending' AND d.due_at = h.lease_end`.execute(db);
}

/** How many deliveries wait, counted no further than to `max`. */
export async function countPending(db: Executor, max: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count
    FROM (SELECT FROM webhook_deliveries WHERE state = 'pending' LIMIT ${max}) pending`.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Deletes up to `max` deliveries that were made before `before`; ids grow with time, so those are the first ones.
 * @returns how many
 */
export async function deleteOldDeliveries(db: Executor, before: number, max: number): Promise<number> {
  const { numAffectedRows } = await sql`
    DELETE FROM webhook_deliveries WHERE created_at < ${instant(before)} AND id IN (
      SELECT id FROM webhook_deliveries ORDER BY id LIMIT ${max}
    )`.execute(db);
  return Number(numAffectedRows ?? 0);
}
