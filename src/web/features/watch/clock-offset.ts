/** One question and its answer. The device’s times are of a clock that only goes forward, such as `performance.now()`. */
export type RoundTrip = { sentAt: number; receivedAt: number; serverTime: number };

/**
 * The server’s clock less the device’s lies between two bounds, for no message arrives before it is sent: a question
 * that came fast gives the upper one, an answer that came fast the lower one. Each was true when it was heard.
 */
export type ClockOffset = { low: number; lowAt: number; high: number; highAt: number };

/** The most by which two clocks of crystal go apart, in milliseconds a millisecond: what was heard grows old by it. */
const MAX_CLOCK_DRIFT = 100e-6;

/** At first several in a row: the fastest counts. */
const FIRST_PINGS = 8;
const FIRST_PINGS_EVERY_MS = 150;
/** Often enough that a bound is never old, and few among the messages that a client may send. */
const PINGS_EVERY_MS = 5_000;

const lowAt = ({ low, lowAt }: ClockOffset, at: number) => low - (at - lowAt) * MAX_CLOCK_DRIFT;
const highAt = ({ high, highAt }: ClockOffset, at: number) => high + (at - highAt) * MAX_CLOCK_DRIFT;

/** What is known after one more round trip. A slow one takes nothing away from what fast ones said. */
export function learn(known: ClockOffset | null, { sentAt, receivedAt, serverTime }: RoundTrip): ClockOffset {
  const heard = {
    low: serverTime - receivedAt,
    lowAt: receivedAt,
    high: serverTime - sentAt,
    highAt: sentAt,
  };
  if (!known) return heard;
  // Both can't be true: a clock was set, or the device has slept and its clock with it. The news counts.
  if (heard.low > highAt(known, receivedAt) || heard.high < lowAt(known, sentAt)) return heard;
  return {
    ...(heard.low >= lowAt(known, receivedAt)
      ? { low: heard.low, lowAt: heard.lowAt }
      : { low: known.low, lowAt: known.lowAt }),
    ...(heard.high <= highAt(known, sentAt)
      ? { high: heard.high, highAt: heard.highAt }
      : { high: known.high, highAt: known.highAt }),
  };
}

/** The server’s clock less the device’s, in milliseconds, and by how much that may be wrong. */
export function offsetAt(known: ClockOffset, at: number): { offsetMs: number; errorMs: number } {
  const low = lowAt(known, at);
  const high = highAt(known, at);
  return { offsetMs: (low + high) / 2, errorMs: (high - low) / 2 };
}

/** Until the next question, after so many answers. */
export const pingDelay = (answers: number): number =>
  answers < FIRST_PINGS ? FIRST_PINGS_EVERY_MS : PINGS_EVERY_MS;
