/** Where a code stands in links to a quiz: `/play/<code>`. */
const IN_LINK = /(?:\/play\/|^play\/)([^/?#&\s]+)/i;

/**
 * The code of a quiz that somebody means who types it, with spaces or a hyphen in it too, or pastes its link.
 * Full-width digits, as Japanese keyboards write them, count as their plain ones. Undefined where it is none.
 */
export function readQuizCode(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim();
  const code = (IN_LINK.exec(plain)?.[1] ?? plain).replace(/[\s-]/g, '');
  return /^[1-9]\d{5}$/.test(code) ? code : undefined;
}
