import type { Random } from './test-sync-random.ts';

/** One direction of a connection. Milliseconds; `loss` is a share of the messages. */
export type Way = { delay: number; jitter: number; loss: number };

/** A lost packet is sent again, and what comes after it waits. */
const RESENT_AFTER_MS = 250;

/** What is sent arrives, in order, as by TCP. */
export function createLink(way: Way, random: Random) {
  const underWay: { at: number; arrive: () => void }[] = [];
  let current = way;
  let lastAt = 0;

  return {
    become(next: Partial<Way>): void {
      current = { ...current, ...next };
    },
    send(now: number, arrive: () => void): void {
      let takes = current.delay + random.exponential(current.jitter);
      while (random.next() < current.loss) takes += RESENT_AFTER_MS + 2 * current.delay;
      lastAt = Math.max(lastAt, now + takes);
      underWay.push({ at: lastAt, arrive });
    },
    deliver(now: number): void {
      while (underWay[0] && underWay[0].at <= now) underWay.shift()?.arrive();
    },
  };
}

export type Link = ReturnType<typeof createLink>;
