import { expect, it } from 'vitest';
import { searchGames } from './game-search.ts';

const games = [
  { title: 'Quiplash 3', pack_name: 'Party Pack 7' },
  { title: 'Tee K.O.', pack_name: 'Party Pack 3' },
  { title: 'Quiplash', pack_name: 'Party Pack 2' },
  { title: 'Split the Room', pack_name: 'Party Pack 5' },
];
const titles = (text: string) => searchGames(games, text).map(({ title }) => title);

it('finds by title, whatever the case, accents and punctuation', () => {
  expect(titles('QUIPLÁSH')).toEqual(['Quiplash', 'Quiplash 3']);
  expect(titles('tee ko')).toEqual(['Tee K.O.']);
});

it('finds by pack, and by words in any order', () => {
  expect(titles('pack 7')).toEqual(['Quiplash 3']);
  expect(titles('7 quip')).toEqual(['Quiplash 3']);
});

it('finds nothing for what is nowhere', () => {
  expect(titles('chess')).toEqual([]);
});
