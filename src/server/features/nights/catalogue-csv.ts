import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { FavorBias } from '#protocol/catalogue.ts';
import { findFaults, type GameFault, type GameFields, gameDefaults } from './game-fields.ts';

/** The columns in the order of the export, each with its field; those of `data/games.csv` come first. */
const fieldByColumn = {
  pack_name: 'packName',
  title: 'title',
  min_players: 'minPlayers',
  max_players: 'maxPlayers',
  length_minutes: 'lengthMinutes',
  has_audience: 'hasAudience',
  family_friendly: 'familyFriendly',
  game_type: 'gameType',
  secondary_type: 'secondaryType',
  enabled: 'enabled',
  favor_bias: 'favorBias',
} as const satisfies Record<string, keyof GameFields>;

type Column = keyof typeof fieldByColumn;
const isColumn = (name: string): name is Column => Object.hasOwn(fieldByColumn, name);

const REQUIRED: readonly Column[] = ['pack_name', 'title', 'min_players', 'max_players'];

/** Reading is one piece of work on the event loop; so many rows take some 0.1 s. */
const MAX_ROWS = 10_000;

/** `row` is the line of the file on which the row begins; the header is 1. */
type RowFault = { row: number; column?: string; message: string };

type ParsedCatalogue = {
  games: GameFields[];
  /** The fields that the file has columns for: an import leaves the others of a known game as they are. */
  fields: (keyof GameFields)[];
  /** All that is wrong with the file; with any, the rest is of no use. */
  faults: RowFault[];
};

/**
 * Writes games so that `parseCatalogue` reads the same. Cells that a spreadsheet would take for a formula are left
 * alone: a leading apostrophe would come back as part of the title.
 */
export function renderCatalogue(games: readonly GameFields[]): string {
  const cell = (value: string | number | boolean | null) =>
    typeof value === 'boolean' ? Number(value) : value;
  return stringify([
    Object.keys(fieldByColumn),
    ...games.map((game) => Object.values(fieldByColumn).map((field) => cell(game[field]))),
  ]);
}

/** Reads RFC 4180 text, its lines ended by CRLF or LF; rows without any text are passed over. */
export function parseCatalogue(text: string): ParsedCatalogue {
  const { rows: lines, faults, isTooLong } = splitRows(text);
  const [header, ...rows] = lines;
  const columns = header?.cells.map((cell) => cell.trim()) ?? [];
  const headerFaults = findHeaderFaults(columns);
  const known = columns.filter(isColumn);
  const fields = known.map((column) => fieldByColumn[column]);
  if (isTooLong) headerFaults.push({ row: MAX_ROWS + 2, message: `the file has more than ${MAX_ROWS} rows` });
  if (headerFaults.length > 0) return { games: [], fields, faults: headerFaults };

  const games: GameFields[] = [];
  const firstRows = new Map<string, number>();
  for (const { row, cells } of rows) {
    if (cells.length !== columns.length) {
      faults.push({ row, message: `has ${cells.length} cells where the header has ${columns.length}` });
      continue;
    }
    const { game, faults: found } = readGame(new Map(known.map((column, at) => [column, cells[at] ?? ''])));
    faults.push(...found.map((fault) => ({ row, ...fault })));
    const key = JSON.stringify([game.packName, game.title]);
    const firstRow = firstRows.get(key);
    if (firstRow !== undefined) {
      faults.push({ row, column: 'title', message: `is the same game as in row ${firstRow}` });
    }
    firstRows.set(key, firstRow ?? row);
    games.push(game);
  }
  return { games, fields, faults: faults.sort((a, b) => a.row - b.row) };
}

function findHeaderFaults(columns: readonly string[]): RowFault[] {
  const messages = [
    ...columns
      .filter((column) => !isColumn(column))
      .map((column) => ({ column, message: 'is not a column of the catalogue' })),
    ...columns
      .filter((column, at) => isColumn(column) && columns.indexOf(column) !== at)
      .map((column) => ({ column, message: 'is there more than once' })),
    ...REQUIRED.filter((column) => !columns.includes(column)).map((column) => ({
      column,
      message: 'is missing',
    })),
  ];
  return messages.map((message) => ({ row: 1, ...message }));
}

type Row = { row: number; cells: string[] };

const LF = 10;
const CR = 13;

/** The rows that have any text. One whose quotes don't match is a fault, and reading goes on where they match again. */
function splitRows(text: string): { rows: Row[]; faults: RowFault[]; isTooLong: boolean } {
  const input = Buffer.from(text);
  const rows: Row[] = [];
  const faults: RowFault[] = [];
  const lineAt = createLineCounter(input);
  const enough = new Error(`more than ${MAX_ROWS} rows`);
  let count = 0;
  const countRow = () => {
    if (++count > MAX_ROWS + 1) throw enough;
  };

  try {
    parse(input, {
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_records_with_error: true,
      on_record: (cells, { bytes }) => {
        countRow();
        const endsWithBreak = input[bytes - 1] === LF || input[bytes - 1] === CR;
        const breaksInside = cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
        const row = lineAt(bytes) - (endsWithBreak ? 1 : 0) - breaksInside;
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ row, cells });
        return null;
      },
      on_skip: (error) => {
        countRow();
        // Bytes are counted to the last cell that could be read.
        const row = lineAt(typeof error?.bytes === 'number' ? error.bytes : input.length);
        if (faults.at(-1)?.row !== row) faults.push({ row, message: 'has quotes that do not match' });
        return undefined;
      },
    });
    return { rows, faults, isTooLong: false };
  } catch (error) {
    if (error !== enough) throw error;
    return { rows, faults, isTooLong: true };
  }
}

/** Tells on which line a byte is, from 1; asked in ascending order, it reads the input once. */
function createLineCounter(input: Buffer): (byte: number) => number {
  let line = 1;
  let at = 0;
  return (byte) => {
    for (; at < byte; at++) {
      // The two of CRLF are one line break.
      if (input[at] === LF || (input[at] === CR && input[at + 1] !== LF)) line++;
    }
    return line;
  };
}

/**
 * Reads a row's cells. A row with a fault isn't kept, so what stands in for an unreadable cell must only not raise
 * a second fault.
 */
function readGame(cells: ReadonlyMap<Column, string>): { game: GameFields; faults: GameFault[] } {
  const faults: GameFault[] = [];
  const text = (column: Column) => cells.get(column)?.trim() ?? '';
  const fail = (column: Column, message: string) => {
    faults.push({ column, message });
    return null;
  };
  const integer = (column: Column): number | null => {
    const cell = text(column);
    if (cell === '') return REQUIRED.includes(column) ? fail(column, 'is required') : null;
    return /^-?\d{1,9}$/.test(cell) ? Number(cell) : fail(column, 'must be a whole number');
  };
  const yesNo = (column: Column): boolean | null => {
    const cell = text(column).toLowerCase();
    if (cell === '') return null;
    if (['1', 'true', 'yes'].includes(cell)) return true;
    if (['0', 'false', 'no'].includes(cell)) return false;
    return fail(column, 'must be 1 or 0');
  };
  const bias = (column: Column): FavorBias | null => {
    const cell = text(column);
    if (cell === '') return null;
    return (
      ([-1, 0, 1] as const).find((value) => String(value) === cell) ?? fail(column, 'must be -1, 0 or 1')
    );
  };

  const minPlayers = integer('min_players') ?? 1;
  const game: GameFields = {
    packName: text('pack_name'),
    title: text('title'),
    minPlayers,
    maxPlayers: integer('max_players') ?? Math.max(1, minPlayers),
    lengthMinutes: integer('length_minutes'),
    hasAudience: yesNo('has_audience') ?? gameDefaults.hasAudience,
    familyFriendly: yesNo('family_friendly'),
    gameType: text('game_type') || null,
    secondaryType: text('secondary_type') || null,
    enabled: yesNo('enabled') ?? gameDefaults.enabled,
    favorBias: bias('favor_bias') ?? gameDefaults.favorBias,
  };
  return { game, faults: [...faults, ...findFaults(game)] };
}
