import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, api, read } from '#web/lib/api.ts';
import { reloadCatalogue } from './catalogue-state.ts';
import { type FaultyRow, readFaultyRows } from './faults.ts';

/** What the server takes. */
export const MAX_FILE_MB = 5;

export type CsvImport =
  | { step: 'idle' }
  | { step: 'working'; name: string }
  | { step: 'done'; name: string; created: number; updated: number; total: number }
  | { step: 'refused'; name: string; rows: FaultyRow[]; lines: string[] }
  | { step: 'tooBig'; name: string }
  | { step: 'notUtf8'; name: string }
  | { step: 'failed'; name: string; error: unknown };

/** Sends a CSV file of games, of which the server takes all or nothing. */
export function useCsvImport() {
  const queries = useQueryClient();
  const [state, setState] = useState<CsvImport>({ step: 'idle' });

  const importFile = async (file: File): Promise<CsvImport> => {
    const { name } = file;
    if (file.size > MAX_FILE_MB * 1024 * 1024) return { step: 'tooBig', name };
    let text: string | undefined;
    try {
      text = decodeUtf8(await file.arrayBuffer());
      if (text === undefined) return { step: 'notUtf8', name };
      const { created, updated, total } = await read(
        api.POST('/api/games/import/csv', {
          headers: { 'content-type': 'text/csv' },
          body: text,
          bodySerializer: (csv) => csv,
        }),
      );
      void reloadCatalogue(queries);
      return { step: 'done', name, created, updated, total };
    } catch (error) {
      const rows = error instanceof ApiError ? readFaultyRows(error.details) : undefined;
      return rows
        ? { step: 'refused', name, rows, lines: (text ?? '').split(/\r\n|\n|\r/) }
        : { step: 'failed', name, error };
    }
  };

  return {
    state,
    /** Forgets how the last one went. */
    clear: () => setState((present) => (present.step === 'working' ? present : { step: 'idle' })),
    send(file: File): void {
      if (state.step === 'working') return;
      setState({ step: 'working', name: file.name });
      void importFile(file).then(setState);
    },
  };
}

/** Undefined for bytes that are no such text, such as those of a spreadsheet's own format. */
function decodeUtf8(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The only thing that decoding can fail of.
    return undefined;
  }
}
