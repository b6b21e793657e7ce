/** Ideographs are twice as wide as letters. */
const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (letter < '⺀' ? 1 : 2), 0);

const pick = (width: number, sizes: readonly (readonly [upTo: number, className: string])[], last: string) =>
  sizes.find(([upTo]) => width <= upTo)?.[1] ?? last;

/** The shorter a question, the larger. All in ems of the screen, which grow with it. */
export const questionSize = (text: string): string =>
  pick(
    widthOf(text),
    [
      [50, 'text-[3.6em]'],
      [90, 'text-[3em]'],
      [150, 'text-[2.4em]'],
      [280, 'text-[1.8em]'],
    ],
    'text-[1.4em]',
  );

/** One size for all answers of a question, that of the longest. */
export function answerSize(texts: readonly string[]): string {
  const longest = Math.max(...texts.map(widthOf));
  return pick(
    longest * Math.max(1, texts.length / 4),
    [
      [26, 'text-[2.2em]'],
      [60, 'text-[1.6em]'],
      [130, 'text-[1.3em]'],
      [260, 'text-[1.1em]'],
    ],
    'text-[0.95em]',
  );
}
