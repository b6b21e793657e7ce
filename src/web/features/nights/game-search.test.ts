import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchGames } from './game-search.ts';

const games = [
  { title: 'Quiplash 3', pack_name: 'Party Pack 7' },
  { title: 'Tee K.O.', pack_name: 'Party Pack 3' },
  { title: 'Quiplash', pack_name: 'Party Pack 2' },
  { title: 'Split the Room', pack_name: 'Party Pack 5' },
  { title: 'ドローフル', pack_name: 'Party Pack 8' },
];
const titles = (text: string) => searchGames(games, text).map(({ title }) => title);

describe('a search', () => {
  it('finds by title, whatever the case, accents and punctuation', () => {
    expect(titles('QUIPLÁSH')).toEqual(['Quiplash', 'Quiplash 3']);
    expect(titles('tee ko')).toEqual(['Tee K.O.']);
    expect(titles('ドロー')).toEqual(['ドローフル']);
  });

  it('finds by pack, and by words in any order', () => {
    expect(titles('pack 7')).toEqual(['Quiplash 3']);
    expect(titles('7 quip')).toEqual(['Quiplash 3']);
  });

  it('finds what is misspelt, after what isn’t', () => {
    expect(titles('qiuplash')).toEqual(['Quiplash', 'Quiplash 3']);
    expect(titles('splitt rom')).toEqual([]);
    expect(titles('splitt room')).toEqual(['Split the Room']);
    expect(
      searchGames(
        [
          { title: 'Drawfun', pack_name: '' },
          { title: 'Drawful', pack_name: '' },
        ],
        'drawful',
      ),
    ).toMatchObject([{ title: 'Drawful' }, { title: 'Drawfun' }]);
    expect(
      searchGames(
        [
          { title: 'Dirty Drawful', pack_name: '' },
          { title: 'Drawful', pack_name: '' },
        ],
        'drawfull',
      ),
    ).toMatchObject([{ title: 'Drawful' }, { title: 'Dirty Drawful' }]);
  });

  it('finds nothing for what is nowhere, and for nothing', () => {
    expect(titles('chess')).toEqual([]);
    expect(titles(' -- ')).toEqual([]);
  });

  it('finds each word of four letters and more with any one mistake', () => {
    const letter = fc.constantFrom(...'abcdefghij');
    const word = fc.array(letter, { minLength: 5, maxLength: 12 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(word, fc.nat(), letter, fc.constantFrom(0, 1), (title, place, typo, isAdded) => {
        const at = place % title.length;
        const typed = title.slice(0, at) + typo + title.slice(at + 1 - isAdded);
        expect(searchGames([{ title, pack_name: 'x' }], typed)).toHaveLength(1);
      }),
    );
  });
});
