import { invalid } from '#server/platform/errors.ts';

const MAX_CHARACTERS = 50;

/** Beside the usual ones, those that turn the direction of text, and would turn what stands after the name. */
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
/** Letters, numbers, punctuation, symbols: of joiners and spaces alone nobody sees a name. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A name that people read, without the spaces around it.
 * @throws 400 for one of which nothing is seen, too long (in code points) or not made of characters that can be shown
 */
export function readName(field: string, text: string): string {
  const name = text.trim();
  if (!name.isWellFormed() || CONTROLS.test(name))
    throw invalid(`${field} must not contain control characters`);
  const { length } = [...name];
  if (length < 1 || length > MAX_CHARACTERS)
    throw invalid(`${field} must have 1 to ${MAX_CHARACTERS} characters`);
  if (!VISIBLE.test(name)) throw invalid(`${field} must have a character that can be seen`);
  return name;
}
