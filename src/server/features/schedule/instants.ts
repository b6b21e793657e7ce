import { invalid } from '#server/platform/errors.ts';

const EARLIEST_MS = Date.UTC(1900, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);

/** Whether it is near enough to any evening. */
export const isKept = (ms: number): boolean => ms >= EARLIEST_MS && ms < LATEST_MS;

/**
 * An instant as clients write it, in epoch milliseconds.
 * @throws AppError `invalid_payload` for one that isn't, or is too far from any evening
 */
export function readInstant(name: string, text: string): number {
  const ms = Date.parse(text);
  if (!isKept(ms)) throw invalid(`${name} must be an instant from 1900 to 2199`);
  return ms;
}

export const formatInstant = (ms: number): string => new Date(ms).toISOString();
