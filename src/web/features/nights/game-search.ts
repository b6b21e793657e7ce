import { simplify } from '#web/lib/catalogue.ts';

type Searched = { title: string; pack_name: string };

const MAX_FOUND = 8;

/**
 * How many letters of the word have to be changed, added, left out, or swapped with their neighbour, for another word
 * to begin with it (the optimal string alignment distance, with any end of the other word free).
 */
function typosIn(word: string, other: string): number {
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= word.length; row++) {
    const present = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = word[row - 1] === other[column - 1];
      const isSwapped = word[row - 1] === other[column - 2] && word[row - 2] === other[column - 1];
      present[column] = Math.min(
        at(above, column) + 1,
        at(present, column - 1) + 1,
        at(above, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(before, column - 2) + 1 : Infinity,
      );
    }
    before = above;
    above = present;
  }
  return Math.min(...above);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;

/** Short words are other words with one letter changed; long ones may have two wrong. */
const typosAllowed = ({ length }: string): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/** How badly a word fits, 0 for not at all; undefined where it doesn't. */
function misfitOf(word: string, text: string): number | undefined {
  if (text.includes(word)) return 0;
  const typos = Math.min(...text.split(/\s+/).map((other) => typosIn(word, other)));
  return typos <= typosAllowed(word) ? typos : undefined;
}

/** How far from the beginning of the title the text is, the least first. */
function placeOf(text: string, title: string): number {
  if (title.startsWith(text)) return 0;
  const [[word = ''], [start = '']] = [text.split(/\s+/), title.split(/\s+/)];
  if (typosIn(word, start) <= typosAllowed(word)) return 1;
  return title.includes(text) ? 2 : 3;
}

/**
 * The games whose title or pack has all the words, small mistakes allowed; the exact ones first, and among them those
 * whose title begins with the text, mistakes or not.
 */
export function searchGames<T extends Searched>(games: readonly T[], text: string): T[] {
  const wanted = simplify(text);
  if (wanted === '') return [];
  const words = wanted.split(/\s+/);
  return games
    .flatMap((game) => {
      const title = simplify(game.title);
      const searched = `${title} ${simplify(game.pack_name)}`;
      const misfits = words.flatMap((word) => misfitOf(word, searched) ?? []);
      if (misfits.length < words.length) return [];
      const misfit = misfits.reduce((sum, one) => sum + one, 0);
      return [{ game, misfit, place: placeOf(wanted, title) }];
    })
    .sort(
      (one, other) =>
        one.misfit - other.misfit ||
        one.place - other.place ||
        one.game.title.localeCompare(other.game.title),
    )
    .slice(0, MAX_FOUND)
    .map(({ game }) => game);
}
