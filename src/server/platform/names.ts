import { invalid } from './errors.ts';

const MAX_CHARACTERS = 50;

/** Beside the usual ones, those that break lines or turn the direction of text, and with it what stands after the name. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const ALL_CONTROLS = new RegExp(CONTROLS, 'gu');
/** Letters, numbers, punctuation, symbols: of joiners, fillers and spaces alone nobody sees a name. */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A name that people read, without the spaces around it.
 * @throws invalid_payload for one of which nothing is seen, too long (in code points) or not made of characters that
 *   can be shown
 */
export function readName(field: string, text: string, maxCharacters = MAX_CHARACTERS): string {
  const name = text.trim();
  if (!name.isWellFormed() || CONTROLS.test(name))
    throw invalid(`${field} must not contain control characters`);
  const { length } = [...name];
  if (length < 1 || length > maxCharacters)
    throw invalid(`${field} must have 1 to ${maxCharacters} characters`);
  if (!VISIBLE.test(name)) throw invalid(`${field} must have a character that can be seen`);
  return name;
}

/** As much of a text as can be such a name; undefined where that is nothing. */
export function fitName(text: string, maxCharacters: number): string | undefined {
  const line = text.toWellFormed().replaceAll(ALL_CONTROLS, ' ').trim();
  const name = [...line].slice(0, maxCharacters).join('').trim();
  return VISIBLE.test(name) ? name : undefined;
}

/** What is the same of names that look alike: in any case, width or composition, whatever is invisible in them. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .normalize('NFKC');
