import { useState } from 'react';
import { ApiError } from '#web/lib/api.ts';
import { readAccessToken } from '#web/lib/session.ts';
import { type FileFault, readFileFaults } from './faults.ts';

/** What the server takes. */
export const MAX_FILE_MB = 8;

export type QuizImport =
  | { step: 'idle' }
  | { step: 'working'; name: string }
  | { step: 'refused'; name: string; faults: FileFault[] }
  | { step: 'tooBig' | 'notJson'; name: string }
  | { step: 'failed'; name: string; error: unknown };

/** Sends a file with a whole quiz, of which the server takes all or nothing. `onDone` gets the quiz's id. */
export function useQuizImport(onDone: (quizId: string) => void) {
  const [state, setState] = useState<QuizImport>({ step: 'idle' });

  const importFile = async (file: File): Promise<QuizImport> => {
    const { name } = file;
    if (file.size > MAX_FILE_MB * 1024 * 1024) return { step: 'tooBig', name };
    try {
      const text = await file.text();
      if (!isJson(text)) return { step: 'notJson', name };
      onDone(await send(text));
      return { step: 'idle' };
    } catch (error) {
      const faults = error instanceof ApiError ? readFileFaults(error.details) : undefined;
      return faults ? { step: 'refused', name, faults } : { step: 'failed', name, error };
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** As it is in the file: what is wrong with it, the server says. */
async function send(text: string): Promise<string> {
  const token = await readAccessToken();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token ?? ''}` };
  const response = await fetch('/quiz/import', { method: 'POST', headers, body: text }).catch(() => {
    throw new ApiError(0, undefined);
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(response.status, body);
  if (typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string')
    return body.id;
  throw new Error('the server answered without an id');
}
