import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FavorBias } from '#protocol/catalogue.ts';
import { parseCatalogue, renderCatalogue } from './catalogue-csv.ts';
import { type GameFields, gameDefaults } from './game-fields.ts';

const SHIPPED_COLUMNS =
  'pack_name,title,min_players,max_players,length_minutes,has_audience,family_friendly,game_type,secondary_type';
const REQUIRED = 'pack_name,title,min_players,max_players';

/** What CSV and spreadsheets make something of, among any other characters. */
const character = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"',
      ',',
      '\n',
      '\r',
      '\r\n',
      ';',
      '=',
      '+',
      '-',
      '@',
      "'",
      ' ',
      '\t',
      '\uFEFF',
    ),
  },
);
/** As the store holds them: not blank, without space around, without NUL. */
const name = fc
  .array(character, { minLength: 1, maxLength: 40 })
  .map((characters) => characters.join('').replaceAll('\0', '').trim())
  .filter((text) => text !== '');
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const game: fc.Arbitrary<GameFields> = fc
  .record({
    packName: name,
    title: name,
    players: fc.tuple(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 10_000 })),
    lengthMinutes: optional(fc.integer({ min: 1, max: 1_440 })),
    hasAudience: fc.boolean(),
    familyFriendly: optional(fc.boolean()),
    gameType: optional(name),
    secondaryType: optional(name),
    enabled: fc.boolean(),
    favorBias: fc.constantFrom<FavorBias>(-1, 0, 1),
  })
  .map(({ players, ...rest }) => ({
    ...rest,
    minPlayers: Math.min(...players),
    maxPlayers: Math.max(...players),
  }));
const games = fc.uniqueArray(game, { selector: ({ packName, title }) => JSON.stringify([packName, title]) });

const breaksIn = (text: string) => text.match(/\r\n|\n|\r/g)?.length ?? 0;

describe('the catalogue as CSV', () => {
  it('[N19] reads back as it was written, whatever the texts', () => {
    fc.assert(
      fc.property(games, (written) => {
        const parsed = parseCatalogue(renderCatalogue(written));
        expect(parsed.faults).toEqual([]);
        expect(parsed.games).toEqual(written);
      }),
    );
  });

  it('[N19] begins with the columns of the shipped file', () => {
    expect(renderCatalogue([])).toBe(`${SHIPPED_COLUMNS},enabled,favor_bias\n`);
  });

  it('[N19] can be the shipped file itself', async () => {
    const text = await readFile(new URL('../../../../data/games.csv', import.meta.url), 'utf8');
    const { games: shipped, faults } = parseCatalogue(text);
    expect(faults).toEqual([]);
    expect(shipped).toHaveLength(text.trim().split('\n').length - 1);
    expect(text.startsWith(`${SHIPPED_COLUMNS}\n`)).toBe(true);
  });

  it('[N19] names the line on which a bad row begins, though it and those before it may have several lines', () => {
    fc.assert(
      fc.property(
        games,
        name,
        fc.constantFrom('\n', '\r\n'),
        fc.nat(3),
        (good, bad, lineBreak, blankLines) => {
          const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const rows = good.map((row) => `${cell(row.packName)},${cell(row.title)},1,2`);
          const before = [REQUIRED, ...rows, ...Array<string>(blankLines).fill('')].join(lineBreak);
          const parsed = parseCatalogue(`${before}${lineBreak}${cell(bad)},${cell(bad)},two,2${lineBreak}`);
          expect(parsed.faults).toContainEqual({
            row: breaksIn(before) + 2,
            column: 'min_players',
            message: 'must be a whole number',
          });
        },
      ),
    );
  });

  it('[N19] takes the columns in any order, and tells which there are', () => {
    const parsed = parseCatalogue('max_players, title ,min_players,pack_name\r\n8,Quiplash 3,3,Pack 7');
    expect(parsed).toEqual({
      games: [{ ...gameDefaults, packName: 'Pack 7', title: 'Quiplash 3', minPlayers: 3, maxPlayers: 8 }],
      fields: ['maxPlayers', 'title', 'minPlayers', 'packName'],
      faults: [],
    });
  });

  it('[N19] takes yes, true and 1 for one thing, and passes over rows without any text', () => {
    const { games: read, faults } = parseCatalogue(
      `${REQUIRED},has_audience,enabled\np,a,1,2,YES,no\n\np,b,1,2,true,FALSE\n,,,,,\np,c,1,2,1,0\np,d,1,2,,\n`,
    );
    expect(faults).toEqual([]);
    expect(read.map(({ title, hasAudience, enabled }) => ({ title, hasAudience, enabled }))).toEqual([
      { title: 'a', hasAudience: true, enabled: false },
      { title: 'b', hasAudience: true, enabled: false },
      { title: 'c', hasAudience: true, enabled: false },
      { title: 'd', hasAudience: false, enabled: true },
    ]);
  });

  it('[N19] lists every fault of every row', () => {
    const rows = [
      ',Title,1,2,,,,,,,',
      'p,t,0,10001,0,maybe,2,,,si,2',
      'p,t,4,3,1.5,,,,,,',
      'p,t,,x,,,,,,,',
      'p,short,1,2',
      `${'x'.repeat(201)},nul\0,1,2,1441,,,,,,`,
      'p,good,1,2,,,,,,,',
    ];
    const { faults } = parseCatalogue(`${SHIPPED_COLUMNS},enabled,favor_bias\n${rows.join('\n')}\n`);
    expect(faults).toEqual([
      { row: 2, column: 'pack_name', message: 'must not be blank' },
      { row: 3, column: 'has_audience', message: 'must be 1 or 0' },
      { row: 3, column: 'family_friendly', message: 'must be 1 or 0' },
      { row: 3, column: 'enabled', message: 'must be 1 or 0' },
      { row: 3, column: 'favor_bias', message: 'must be -1, 0 or 1' },
      { row: 3, column: 'min_players', message: 'must be from 1 to 10000' },
      { row: 3, column: 'max_players', message: 'must be from 1 to 10000' },
      { row: 3, column: 'length_minutes', message: 'must be from 1 to 1440' },
      { row: 4, column: 'length_minutes', message: 'must be a whole number' },
      { row: 4, column: 'max_players', message: 'must not be less than min_players' },
      { row: 4, column: 'title', message: 'is the same game as in row 3' },
      { row: 5, column: 'min_players', message: 'is required' },
      { row: 5, column: 'max_players', message: 'must be a whole number' },
      { row: 5, column: 'title', message: 'is the same game as in row 3' },
      { row: 6, message: 'has 4 cells where the header has 11' },
      { row: 7, column: 'pack_name', message: 'must have at most 200 characters' },
      { row: 7, column: 'title', message: 'must not contain a NUL character' },
      { row: 7, column: 'length_minutes', message: 'must be from 1 to 1440' },
    ]);
  });

  it('[N19] counts the length of texts in characters, not in code units', () => {
    const parsed = parseCatalogue(`${REQUIRED}\np,${'🎲'.repeat(200)},1,2\np,${'🎲'.repeat(201)},1,2\n`);
    expect(parsed.faults).toEqual([{ row: 3, column: 'title', message: 'must have at most 200 characters' }]);
  });

  it('[N19] faults a row whose quotes do not match', () => {
    const { faults } = parseCatalogue(`${REQUIRED}\np,a "b",1,2\np,c,0,2\n"p,d,1,2\np,e,1,2\n`);
    expect(faults).toEqual([
      { row: 2, message: 'has quotes that do not match' },
      { row: 3, column: 'min_players', message: 'must be from 1 to 10000' },
      { row: 4, message: 'has quotes that do not match' },
    ]);
  });

  it.each([
    ['', ['pack_name', 'title', 'min_players', 'max_players']],
    ['pack_name,title\np,t\n', ['min_players', 'max_players']],
    [`${REQUIRED},rating\n`, ['rating']],
    [`${REQUIRED},title\n`, ['title']],
    [`${REQUIRED};enabled\n`, ['max_players;enabled', 'max_players']],
  ])('[N19] faults the header of %j', (text, columns) => {
    const { faults } = parseCatalogue(text);
    expect(faults.map(({ row, column }) => ({ row, column }))).toEqual(
      columns.map((column) => ({ row: 1, column })),
    );
  });

  it('[N19] has at most 10,000 rows', () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => `p,${at},1,2\n`).join('');
    expect(parseCatalogue(`${REQUIRED}\n${rows}`)).toMatchObject({ faults: [] });
    expect(parseCatalogue(`${REQUIRED}\n${rows}p,last,1,2\n`).faults).toEqual([
      { row: 10_002, message: 'the file has more than 10000 rows' },
    ]);
    expect(parseCatalogue(`${REQUIRED}\n${'"a"b\n'.repeat(500_000)}`).faults).not.toEqual([]);
  });
});
