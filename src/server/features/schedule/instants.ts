const EARLIEST_MS = Date.UTC(1900, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);

/** Whether it is near enough to any evening. */
export const isKept = (ms: number): boolean => ms >= EARLIEST_MS && ms < LATEST_MS;

export const formatInstant = (ms: number): string => new Date(ms).toISOString();
