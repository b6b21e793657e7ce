import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Clock } from '#server/platform/clock.ts';
import type { Database, Executor } from '#server/platform/database.ts';
import type { Hub } from '#server/realtime/hub.ts';
import { deleteAccessChanges, insertAccessChanges, listAccessChanges } from './access-changes-repository.ts';

const CHANNEL = 'accounts:access';
const MESSAGE = 'access.changed';
const AccessChanged = Type.Object({ type: Type.Literal(MESSAGE), subjects: Type.Array(Type.String()) });

/** Half of the second within which every node must have heard. */
const POLL_MS = 500;
/** A transaction notes a change and commits it within this: no statement may take longer than half of it. */
const OVERLAP_SECONDS = 60;
/** A message of the bus takes a millisecond, and on a busy machine some tens. */
const BUS_MS = 50;
/** Longer than a node is cut off from the store, or suspended, and then goes on. */
const KEPT_SECONDS = 7 * 24 * 3_600;

export type AccessChanges = ReturnType<typeof createAccessChanges>;

type Dependencies = {
  database: Database;
  hub: Hub;
  clock: Clock;
  logger: Logger;
  hasOtherNodes: boolean;
  /** Told of every account, login or key whose rights changed, on any node; of some more than once. */
  onChange: (subjectId: string) => void;
};

/**
 * Tells all nodes whose rights changed. The hub tells at once; should it lose a message, the store is asked too,
 * twice a second, as what was revoked must not stay good for want of a bus.
 */
export function createAccessChanges(deps: Dependencies) {
  const { database, hub, clock, logger, hasOtherNodes, onChange } = deps;
  let seen = new Set<number>();
  // Not by the monotonic clock: that one stands still while the machine is suspended.
  let readUpToMs = clock.now();
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> | undefined;
  let isFailing = false;
  let isClosed = false;

  async function poll(): Promise<void> {
    const startedMs = clock.now();
    // After an outage the window reaches back to the last time that the store could be asked.
    const seconds = Math.max(0, startedMs - readUpToMs) / 1000 + OVERLAP_SECONDS;
    const rows = await listAccessChanges(database.db, seconds);
    for (const { id, subjectId } of rows) if (!seen.has(id)) onChange(subjectId);
    seen = new Set(rows.map(({ id }) => id));
    readUpToMs = startedMs;
  }

  async function tryToPoll(): Promise<void> {
    try {
      await poll();
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger.warn({ err: error }, 'what was revoked elsewhere cannot be read now');
      isFailing = true;
    }
  }

  function pollSoon(): void {
    if (isClosed) return;
    timer = setTimeout(() => {
      polling = tryToPoll().finally(pollSoon);
    }, POLL_MS);
  }

  return {
    start(): void {
      // Not awaited: a node starts without its bus.
      void hub.listen(CHANNEL, (message) => {
        if (Value.Check(AccessChanged, message)) message.subjects.forEach(onChange);
      });
      pollSoon();
    },

    /** Notes a change in the transaction that makes it. */
    async note(tx: Executor, subjects: readonly string[]): Promise<void> {
      if (subjects.length === 0) return;
      await insertAccessChanges(tx, subjects);
    },

    /**
     * Once it is committed. On this node it is felt when this is called, and on the others, in practice, when it
     * resolves: whoever is answered then finds it so everywhere.
     */
    async tell(subjects: readonly string[]): Promise<void> {
      if (subjects.length === 0) return;
      hub.publish(CHANNEL, { type: MESSAGE, subjects });
      if (hasOtherNodes) await wait(BUS_MS);
    },

    prune: () => deleteAccessChanges(database.db, KEPT_SECONDS),

    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(timer);
      await polling;
    },
  };
}
