/** The server's clock, passed in so that time-dependent logic can be tested at any moment. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now: () => number;
};

export const systemClock: Clock = { now: () => Date.now() };
