import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Database, Executor } from '#server/platform/database.ts';
import type { Hub } from '#server/realtime/hub.ts';

const CHANNEL = 'accounts:access';
const MESSAGE = 'access.changed';
const AccessChanged = Type.Object({ type: Type.Literal(MESSAGE), subjects: Type.Array(Type.String()) });

/** Half of the second within which every node must have heard. */
const POLL_MS = 500;
/** A transaction notes a change and commits it within this: no statement may take longer than half of it. */
const OVERLAP_SECONDS = 60;
/** A message of the bus takes a millisecond, and on a busy machine some tens. */
const BUS_MS = 50;
const KEPT_SECONDS = 3_600;

export type AccessChanges = ReturnType<typeof createAccessChanges>;

type Dependencies = {
  database: Database;
  hub: Hub;
  logger: Logger;
  hasOtherNodes: boolean;
  /** Told of every account, login or key whose rights changed, on any node; of some more than once. */
  onChange: (subjectId: string) => void;
};

/**
 * Tells all nodes whose rights changed. The hub tells at once; should it lose a message, the store is asked too,
 * twice a second, as what was revoked must not stay good for want of a bus.
 */
export function createAccessChanges({ database, hub, logger, hasOtherNodes, onChange }: Dependencies) {
  let seen = new Set<number>();
  let readUpToMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> | undefined;
  let isClosed = false;

  async function poll(): Promise<void> {
    const startedMs = performance.now();
    // After an outage the window reaches back to the last time that the store could be asked.
    const seconds = (startedMs - readUpToMs) / 1000 + OVERLAP_SECONDS;
    const rows = await database.db
      .selectFrom('accessChanges')
      .select(['id', 'subjectId'])
      .where('changedAt', '>', sql<Date>`clock_timestamp() - make_interval(secs => ${seconds})`)
      .execute();
    for (const { id, subjectId } of rows) if (!seen.has(id)) onChange(subjectId);
    seen = new Set(rows.map(({ id }) => id));
    readUpToMs = startedMs;
  }

  function pollSoon(): void {
    if (isClosed) return;
    timer = setTimeout(() => {
      polling = poll()
        .catch((error: unknown) => logger.debug({ err: error }, 'the access changes could not be read'))
        .finally(pollSoon);
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
      await tx
        .insertInto('accessChanges')
        .values(subjects.map((subjectId) => ({ subjectId })))
        .execute();
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

    async prune(): Promise<void> {
      await database.db
        .deleteFrom('accessChanges')
        .where('changedAt', '<', sql<Date>`clock_timestamp() - make_interval(secs => ${KEPT_SECONDS})`)
        .execute();
    },

    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(timer);
      await polling;
    },
  };
}
