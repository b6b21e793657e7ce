export const STRENGTHS = ['short', 'weak', 'fair', 'strong'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** The server's own bound. */
export const MIN_PASSWORD_LENGTH = 8;
/** Guesses, as powers of two, from which on a password is called fair or strong. */
const FAIR_BITS = 40;
const STRONG_BITS = 64;

const KINDS: readonly [pattern: RegExp, size: number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]/, 33],
  [/[^\x20-\x7e]/, 100],
];
/** What people type first, and thus what is guessed first. */
const COMMON = /passw[o0]rd|qwert[yz]|letmein|welcome|iloveyou|admin|soiree/gi;

/** A rough measure, for a hint while typing: how many characters it has that don't follow from the one before. */
export function measurePassword(password: string): Strength {
  const codes = [...password.replace(COMMON, 'x')].map((letter) => letter.codePointAt(0) ?? 0);
  const surprises = codes.filter((code, index) => {
    const before = codes[index - 1];
    return before === undefined || Math.abs(code - before) > 1;
  });
  const alphabet = KINDS.reduce((sum, [pattern, size]) => (pattern.test(password) ? sum + size : sum), 0);
  const bits = surprises.length * Math.log2(Math.max(alphabet, 2));
  if ([...password].length < MIN_PASSWORD_LENGTH) return 'short';
  if (bits < FAIR_BITS) return 'weak';
  return bits < STRONG_BITS ? 'fair' : 'strong';
}
