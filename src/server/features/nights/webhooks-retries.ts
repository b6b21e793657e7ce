/** The pauses between five tries, in milliseconds: the second comes 2 s after the first, the last after 10 minutes. */
export const RETRY_PAUSES_MS: readonly number[] = [2_000, 13_000, 85_000, 500_000];

export type TryResult = {
  isDelivered: boolean;
  /** Of the answer; null where none came. */
  status: number | null;
  /** Null for what was delivered. */
  error: string | null;
};

export type Verdict =
  | { state: 'delivered' }
  | { state: 'dead' }
  /** `dueAt` in epoch milliseconds. */
  | { state: 'pending'; dueAt: number };

/**
 * What becomes of a delivery after a try that ended `now`.
 * @param attempts tries that ended, with this one
 */
export function judgeTry(
  isDelivered: boolean,
  attempts: number,
  now: number,
  pausesMs: readonly number[] = RETRY_PAUSES_MS,
): Verdict {
  if (isDelivered) return { state: 'delivered' };
  const pauseMs = pausesMs[attempts - 1];
  return pauseMs === undefined ? { state: 'dead' } : { state: 'pending', dueAt: now + pauseMs };
}
