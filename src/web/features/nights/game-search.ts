type Searched = { title: string; pack_name: string };

const MAX_FOUND = 6;

/** Without accents, case and punctuation, as people type. */
const simplify = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\p{P}]/gu, '')
    .trim();

/** The games whose title or pack has all the words, those whose title begins with the text first. */
export function searchGames<T extends Searched>(games: readonly T[], text: string): T[] {
  const wanted = simplify(text);
  const words = wanted.split(/\s+/);
  const rank = ({ title }: T) =>
    simplify(title).startsWith(wanted) ? 0 : simplify(title).includes(wanted) ? 1 : 2;
  return games
    .filter(({ title, pack_name }) => {
      const searched = simplify(`${title} ${pack_name}`);
      return words.every((word) => searched.includes(word));
    })
    .sort((one, other) => rank(one) - rank(other) || one.title.localeCompare(other.title))
    .slice(0, MAX_FOUND);
}
