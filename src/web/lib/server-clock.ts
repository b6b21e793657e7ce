/** The server's clock, as far as it is known here. */
export type ServerClock = {
  /** Epoch milliseconds. */
  now: () => number;
  /** Something of the server's that says what its time was. */
  hear: (serverTime: number) => void;
  /** The answer to something that was sent at `sentAt`, by this device's clock. */
  hearAnswer: (serverTime: number, sentAt: number) => void;
  /** Forgets: for a device that may have slept, or set its clock. */
  reset: () => void;
};

/**
 * How far this device's clock is from the server's lies between two bounds: no message comes before it was sent. Each
 * that says the server's time may draw them closer, those of the fastest way most.
 * @param read the device's clock, epoch milliseconds
 */
export function createServerClock(read: () => number = Date.now): ServerClock {
  let atLeast = Number.NEGATIVE_INFINITY;
  let atMost = Number.POSITIVE_INFINITY;

  function reset(): void {
    atLeast = Number.NEGATIVE_INFINITY;
    atMost = Number.POSITIVE_INFINITY;
  }

  function narrow(low: number, high: number): void {
    // One of the clocks was set meanwhile: what was known before is wrong.
    if (low > atMost || high < atLeast) reset();
    atLeast = Math.max(atLeast, low);
    atMost = Math.min(atMost, high);
  }

  function offset(): number {
    if (!Number.isFinite(atLeast)) return 0;
    return Number.isFinite(atMost) ? (atLeast + atMost) / 2 : atLeast;
  }

  return {
    now: () => read() + offset(),
    hear: (serverTime) => narrow(serverTime - read(), Number.POSITIVE_INFINITY),
    hearAnswer: (serverTime, sentAt) => narrow(serverTime - read(), serverTime - sentAt),
    reset,
  };
}
