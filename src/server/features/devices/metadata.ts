import { AppError, invalid } from '#server/platform/errors.ts';

/** What a client keeps with its device: whatever JSON can say. */
export type Metadata = Record<string, unknown>;

const MAX_BYTES = 8 * 1024;
const MAX_DEPTH = 32;

/**
 * What is sent takes the place of what was there under the same name; null removes it.
 * @throws {AppError} for more than 8 KiB after that, as JSON in UTF-8, or what the store can't keep
 */
export function mergeMetadata(current: Metadata, changes: Metadata): Metadata {
  for (const [name, value] of Object.entries(changes)) {
    checkText(name);
    checkValue(value);
  }
  const merged = Object.fromEntries(
    Object.entries({ ...current, ...changes }).filter(([, value]) => value !== null),
  );
  if (Buffer.byteLength(JSON.stringify(merged)) > MAX_BYTES)
    throw new AppError('payload_too_large', `The metadata of a device have at most ${MAX_BYTES} bytes`);
  return merged;
}

function checkText(text: string): void {
  if (text.includes('\0') || !text.isWellFormed())
    throw invalid('Text must not contain NUL characters or halves of surrogate pairs');
}

function checkValue(value: unknown, depth = 1): void {
  if (typeof value === 'string') checkText(value);
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw invalid(`Values must not be nested deeper than ${MAX_DEPTH} levels`);
  for (const [name, part] of Object.entries(value)) {
    checkText(name);
    checkValue(part, depth + 1);
  }
}
