import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database, Executor } from './database.ts';

export type NodeTiming = {
  /** How long a node counts as alive after it was last heard of. */
  leaseMs: number;
  /** Between two renewals of the lease. */
  beatMs: number;
  /** After a renewal that failed. */
  retryMs: number;
};

const NODE_TIMING: NodeTiming = { leaseMs: 30_000, beatMs: 10_000, retryMs: 1_000 };
const CACHED_MS = 2_000;
/** For the last word to the store, when it may be away. */
const CLOSE_WITHIN_MS = 1_000;
/** How long a node that is gone is remembered: what it wrote late is tidied up too. */
const REMEMBERED = '1 day';

/** A node that is gone, and when its lease ended. */
export type LostNode = { id: string; lostAt: Date };

type Dependencies = { database: Database; logger: Logger; timing?: NodeTiming };

export type Nodes = ReturnType<typeof createNodes>;

/**
 * The processes that serve on this store. Each has a lease that it keeps up; one that doesn't is gone, and what it
 * held is held by nobody. Leases go by the store's clock, which is the same for all.
 */
export function createNodes({ database, logger, timing = NODE_TIMING }: Dependencies) {
  const id = randomUUID();
  const lostHandlers = new Set<(tx: Executor, nodes: readonly LostNode[]) => Promise<void>>();
  const revivedHandlers = new Set<() => void>();
  let alive: { readonly askedAt: number; readonly ids: Promise<readonly string[]> } | undefined;
  let othersHadTimeAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> | undefined;
  let isFailing = false;
  let isClosed = false;

  const endOfLease = () => sql<Date>`now() + ${timing.leaseMs / 1000} * interval '1 second'`;

  /** @returns whether the lease had ended before, so that others may have taken this node for gone */
  const renew = (): Promise<boolean> =>
    database.transaction(async (tx) => {
      const before = await tx
        .selectFrom('serverNodes')
        .select(sql<boolean>`alive_until < now()`.as('hasEnded'))
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      await tx
        .insertInto('serverNodes')
        .values({ id, aliveUntil: endOfLease() })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ aliveUntil: endOfLease() }))
        .execute();
      return before === undefined || before.hasEnded;
    });

  /** A row lock keeps a node from coming back while it is being tidied up after. */
  const tidyUpAfterLost = (): Promise<void> =>
    database.transaction(async (tx) => {
      const lost = await tx
        .selectFrom('serverNodes')
        .select(['id', 'aliveUntil as lostAt'])
        .where('aliveUntil', '<', sql<Date>`now()`)
        .orderBy('id')
        .forUpdate()
        .skipLocked()
        .execute();
      if (lost.length === 0) return;
      for (const handle of lostHandlers) await handle(tx, lost);
      await tx
        .deleteFrom('serverNodes')
        .where(
          'id',
          'in',
          lost.map((node) => node.id),
        )
        .where('aliveUntil', '<', sql<Date>`now() - ${REMEMBERED}::interval`)
        .execute();
    });

  /** The end of an outage finds all leases ended: the others get the time of one to come back. */
  const giveOthersTime = () => {
    othersHadTimeAt = performance.now() + timing.leaseMs;
  };

  async function beat(): Promise<void> {
    if (await renew()) {
      giveOthersTime();
      for (const handle of revivedHandlers) handle();
    } else if (performance.now() >= othersHadTimeAt) {
      await tidyUpAfterLost();
    }
  }

  async function tryToBeat(): Promise<number> {
    try {
      await beat();
      isFailing = false;
      return timing.beatMs;
    } catch (error) {
      if (!isFailing) logger.warn({ err: error }, 'the lease of this node cannot be renewed now');
      isFailing = true;
      giveOthersTime();
      return timing.retryMs;
    }
  }

  function beatIn(ms: number): void {
    if (isClosed) return;
    timer = setTimeout(() => {
      beating = tryToBeat().then(beatIn);
    }, ms);
  }

  async function readAlive(): Promise<readonly string[]> {
    const rows = await database.db
      .selectFrom('serverNodes')
      .select('id')
      .where('aliveUntil', '>', sql<Date>`now()`)
      .execute();
    // This one is alive, whether or not the store has heard of it lately.
    return [...new Set([id, ...rows.map((row) => row.id)])];
  }

  return {
    id,

    /** Makes this node known; to be awaited before it holds anything. */
    async start(): Promise<void> {
      await renew();
      beatIn(0);
    },

    /** The nodes that are alive, this one always among them; up to 2 seconds old. */
    aliveIds(): Promise<readonly string[]> {
      const now = performance.now();
      if (alive && now - alive.askedAt < CACHED_MS) return alive.ids;
      const asked = { askedAt: now, ids: readAlive() };
      alive = asked;
      // A failure is told to those who asked, and not remembered.
      asked.ids.catch(() => {
        if (alive === asked) alive = undefined;
      });
      return asked.ids;
    },

    /** Tidies up after nodes that are gone, in a transaction; of the same ones several times, on any node. */
    onLost(handle: (tx: Executor, nodes: readonly LostNode[]) => Promise<void>): void {
      lostHandlers.add(handle);
    },

    /** This node may have been taken for gone, and is back: what was tidied up after it is to be put right. */
    onRevived(handle: () => void): void {
      revivedHandlers.add(handle);
    },

    /** To be called when this node holds nothing any more. What it left all the same, another one tidies up. */
    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(timer);
      const giveUp = new AbortController();
      const leaving = (async () => {
        await beating;
        await database.db
          .updateTable('serverNodes')
          .set({ aliveUntil: sql<Date>`now()` })
          .where('id', '=', id)
          .execute();
        // The lease then ends by itself.
      })().catch((error: unknown) => logger.debug({ err: error }, 'this node could not say that it leaves'));
      const tooLong = wait(CLOSE_WITHIN_MS, undefined, { signal: giveUp.signal }).catch(() => undefined);
      await Promise.race([leaving, tooLong]);
      giveUp.abort();
    },
  };
}
