import type { Clock } from '#server/platform/clock.ts';
import { FLOOD_FACTOR } from '#server/realtime/minute-count.ts';

const MINUTE_MS = 60_000;

/** Messages a minute of one connection. */
export const MESSAGES_PER_MINUTE = 100;
/** Of signals, to each target. */
export const SIGNALS_PER_MINUTE = 100;
/** Estimating the clock's offset takes bursts, and costs nearly nothing. */
export const SYNC_PINGS_PER_MINUTE = 600;

/** `flood`: so far over it that answering is work for nothing. */
type Standing = 'ok' | 'over' | 'flood';

export type Budgets = ReturnType<typeof createBudgets>;

/** What a connection may send in a minute: signals have budgets of their own, and so do questions for the time. */
export function createBudgets(clock: Clock) {
  let startedAt = clock.now();
  let messages = 0;
  let syncPings = 0;
  const signals = new Map<string, number>();

  function startAnew(): void {
    const now = clock.now();
    if (now - startedAt < MINUTE_MS) return;
    startedAt = now;
    messages = 0;
    syncPings = 0;
    signals.clear();
  }

  return {
    takeMessage: (): Standing => {
      startAnew();
      return standingAt(++messages, MESSAGES_PER_MINUTE);
    },
    takeSyncPing: (): Standing => {
      startAnew();
      return standingAt(++syncPings, SYNC_PINGS_PER_MINUTE);
    },
    /** The target is a member who is there: others are no reason to remember anything. */
    takeSignal(targetId: string): Standing {
      startAnew();
      const count = (signals.get(targetId) ?? 0) + 1;
      signals.set(targetId, count);
      return standingAt(count, SIGNALS_PER_MINUTE);
    },
  };
}

const standingAt = (count: number, limit: number): Standing =>
  count <= limit ? 'ok' : count <= FLOOD_FACTOR * limit ? 'over' : 'flood';
