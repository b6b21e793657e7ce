import { invalid } from '#server/platform/errors.ts';

const MAX_CHARACTERS = 50;

/**
 * A name that people read, without the spaces around it.
 * @throws 400 for one that is empty, too long (in code points) or not made of characters that can be shown
 */
export function readName(field: string, text: string): string {
  const name = text.trim();
  if (!name.isWellFormed() || /\p{Cc}/u.test(name))
    throw invalid(`${field} must not contain control characters`);
  const { length } = [...name];
  if (length < 1 || length > MAX_CHARACTERS)
    throw invalid(`${field} must have 1 to ${MAX_CHARACTERS} characters`);
  return name;
}
