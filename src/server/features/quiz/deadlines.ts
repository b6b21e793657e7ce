import type { Logger } from 'pino';
import type { Clock } from '#server/platform/clock.ts';

type Dependencies = {
  clock: Clock;
  logger: Logger;
  /** Rooms that have something to do before that time, with when. */
  listDue: (before: Date) => Promise<readonly { id: string; dueAt: Date | null }[]>;
  /** Does what a room has to do by itself; where it isn't due, or was done by another node, nothing. */
  tick: (roomId: string) => Promise<unknown>;
};

/** Between looks at the store for what other nodes, or an earlier process, left to be done. */
const LOOK_MS = 1_000;
/** For what arrived in time at other nodes, and is on its way to the store. */
const GRACE_MS = 50;

/**
 * Timers for what rooms do by themselves. The store knows when; a timer here only makes it punctual. So any node may
 * end any room's question, twice does no harm, and what fell due while nothing ran is done at once.
 */
export function createDeadlines({ clock, logger, listDue, tick }: Dependencies) {
  const timers = new Map<string, { dueAt: number; timer: NodeJS.Timeout }>();
  const running = new Set<Promise<void>>();
  let looking: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function run(roomId: string): Promise<void> {
    try {
      await tick(roomId);
    } catch (error) {
      // The next look finds it again.
      logger.warn({ err: error, roomId }, 'what a quiz room had to do by itself failed');
    }
  }

  function track(work: Promise<void>): void {
    running.add(work);
    void work.finally(() => running.delete(work));
  }

  function schedule(roomId: string, dueAt: number | null): void {
    clearTimeout(timers.get(roomId)?.timer);
    timers.delete(roomId);
    if (dueAt === null || isClosed) return;
    const timer = setTimeout(
      () => {
        timers.delete(roomId);
        track(run(roomId));
      },
      Math.max(0, dueAt - clock.now()) + GRACE_MS,
    );
    timers.set(roomId, { dueAt, timer });
  }

  async function look(): Promise<void> {
    try {
      const due = await listDue(new Date(clock.now() + 2 * LOOK_MS));
      for (const { id, dueAt } of due) {
        // A timer may be for what another node has changed since.
        if (dueAt && timers.get(id)?.dueAt !== dueAt.getTime()) schedule(id, dueAt.getTime());
      }
    } catch (error) {
      logger.debug({ err: error }, 'the quiz rooms could not be looked at');
    }
    if (!isClosed) looking = setTimeout(() => track(look()), LOOK_MS);
  }

  return {
    schedule,
    start(): void {
      track(look());
    },
    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(looking);
      for (const { timer } of timers.values()) clearTimeout(timer);
      timers.clear();
      await Promise.all(running);
    },
  };
}
