import { describe, expect, it } from 'vitest';
import { explainFault, readFaultyRows, readFieldFault } from './faults.ts';

describe('the bad rows of a file', () => {
  it('are gathered, each with all its faults, in the order of the file', () => {
    const rows = readFaultyRows({
      error: 'The file has errors, nothing was imported',
      errors: [
        { row: 2, column: 'pack_name', message: 'must not be blank' },
        { row: 4, message: 'has 4 cells where the header has 11' },
        { row: 4, column: 'title', message: 'is required' },
      ],
    });
    expect(rows).toEqual([
      { row: 2, faults: [{ column: 'pack_name', message: 'must not be blank' }] },
      {
        row: 4,
        faults: [
          { message: 'has 4 cells where the header has 11' },
          { column: 'title', message: 'is required' },
        ],
      },
    ]);
  });

  it.each([
    {},
    { error: 'The body is not UTF-8 text' },
    { errors: [] },
    { errors: 'many' },
    { errors: [null, 'title', { row: '2', message: 'is missing' }, { row: 3 }] },
  ])('are none in %j', (details) => {
    expect(readFaultyRows(details)).toBeUndefined();
  });

  it('leave out a column that is none', () => {
    expect(readFaultyRows({ errors: [{ row: 1, column: 5, message: 'is missing' }] })).toEqual([
      { row: 1, faults: [{ message: 'is missing' }] },
    ]);
  });
});

describe('a fault', () => {
  const asked = (message: string) =>
    explainFault(message, (id, values) => `${id} ${values?.one} ${values?.other}`);

  it.each([
    ['must not be blank', 'catalogue.fault.blank 0 0'],
    ['is required', 'catalogue.fault.blank 0 0'],
    ['must be from 1 to 10000', 'catalogue.fault.range 1 10000'],
    ['must be a whole number', 'catalogue.fault.whole 0 0'],
    ['must be 1 or 0', 'catalogue.fault.yesNo 0 0'],
    ['must be -1, 0 or 1', 'catalogue.fault.bias 0 0'],
    ['must not be less than min_players', 'catalogue.fault.order 0 0'],
    ['must have at most 200 characters', 'catalogue.fault.long 200 0'],
    ['must not contain a NUL character', 'catalogue.fault.character 0 0'],
    ['is the same game as in row 3', 'catalogue.fault.repeated 3 0'],
    ['has 4 cells where the header has 11', 'catalogue.fault.cells 4 11'],
    ['has quotes that do not match', 'catalogue.fault.quotes 0 0'],
    ['is not a column of the catalogue', 'catalogue.fault.column 0 0'],
    ['is there more than once', 'catalogue.fault.twice 0 0'],
    ['is missing', 'catalogue.fault.missing 0 0'],
    ['the file has more than 10000 rows', 'catalogue.fault.rows 10000 0'],
  ])('such as “%s” is told in the reader’s language', (message, text) => {
    expect(asked(message)).toBe(text);
  });

  it('that is new is told as the server puts it', () => {
    expect(asked('must be a prime number')).toBe('must be a prime number');
  });

  it('of a field is told beside it', () => {
    const fields = ['title', 'max_players'] as const;
    expect(readFieldFault('max_players must not be less than min_players', fields)).toEqual({
      field: 'max_players',
      message: 'must not be less than min_players',
    });
    expect(readFieldFault('The body is not valid JSON', fields)).toBeUndefined();
    expect(readFieldFault('', fields)).toBeUndefined();
  });
});
