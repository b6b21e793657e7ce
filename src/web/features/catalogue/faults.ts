import type { MessageId, Texts } from '#web/lib/i18n.tsx';

/** What the server says is wrong with a line of a CSV file; 1 is the line with the columns' names. */
export type RowFault = { row: number; column?: string; message: string };

export type FaultyRow = { row: number; faults: Pick<RowFault, 'column' | 'message'>[] };

/** The server's words for what can be wrong, which have no codes; what they name is `one` and `other`. */
const WORDS: readonly (readonly [RegExp, MessageId])[] = [
  [/^must not be blank$|^is required$|^must NOT have fewer than 1 characters$/, 'catalogue.fault.blank'],
  [/^must be from (\d+) to (\d+)$/, 'catalogue.fault.range'],
  [/^must be a whole number$|^must be integer$/, 'catalogue.fault.whole'],
  [/^must be 1 or 0$/, 'catalogue.fault.yesNo'],
  [/^must be -1, 0 or 1$/, 'catalogue.fault.bias'],
  [/^must not be less than min_players$/, 'catalogue.fault.order'],
  [/^must (?:have at most|NOT have more than) (\d+) characters$/, 'catalogue.fault.long'],
  [/^must not contain a NUL character$/, 'catalogue.fault.character'],
  [/^is the same game as in row (\d+)$/, 'catalogue.fault.repeated'],
  [/^has (\d+) cells where the header has (\d+)$/, 'catalogue.fault.cells'],
  [/^has quotes that do not match$/, 'catalogue.fault.quotes'],
  [/^is not a column of the catalogue$/, 'catalogue.fault.column'],
  [/^is there more than once$/, 'catalogue.fault.twice'],
  [/^is missing$/, 'catalogue.fault.missing'],
  [/^the file has more than (\d+) rows$/, 'catalogue.fault.rows'],
];

/** A fault in the reader's language; what has no words of its own is told as the server put it. */
export function explainFault(message: string, t: Texts['t']): string {
  for (const [pattern, id] of WORDS) {
    const [whole, one = 0, other = 0] = pattern.exec(message) ?? [];
    if (whole !== undefined) return t(id, { one: Number(one), other: Number(other) });
  }
  return message;
}

/** The field that a refusal of a game begins with, and what is wrong with it. */
export function readFieldFault<T extends string>(
  message: string,
  fields: readonly T[],
): { field: T; message: string } | undefined {
  const [name = ''] = message.split(' ', 1);
  const field = fields.find((one) => one === name);
  return field && { field, message: message.slice(name.length + 1) };
}

/**
 * The bad rows of a refused file, each with all that is wrong with it.
 * @param details the refusal's body
 * @returns undefined where it lists none: the file as a whole was refused
 */
export function readFaultyRows({ errors }: Record<string, unknown>): FaultyRow[] | undefined {
  if (!Array.isArray(errors)) return undefined;
  const faults = errors.flatMap((fault) => readRowFault(fault) ?? []);
  if (faults.length === 0) return undefined;
  return [...Map.groupBy(faults, ({ row }) => row)].map(([row, ofRow]) => ({
    row,
    faults: ofRow.map(({ column, message }) => ({ ...(column !== undefined && { column }), message })),
  }));
}

function readRowFault(value: unknown): RowFault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('row' in value) || typeof value.row !== 'number') return undefined;
  if (!('message' in value) || typeof value.message !== 'string') return undefined;
  const column = 'column' in value && typeof value.column === 'string' ? value.column : undefined;
  return { row: value.row, message: value.message, ...(column !== undefined && { column }) };
}
