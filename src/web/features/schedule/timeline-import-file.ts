import { useState } from 'react';
import type { Static } from 'typebox';
import type { ImportReport } from '#protocol/timelines.ts';
import { api, read } from '#web/lib/api.ts';
import { type CalendarFile, readCalendarFile } from './calendar-file.ts';
import { useTimelineWrites } from './timeline-requests.ts';

/** What the server takes. */
export const MAX_FILE_MB = 5;

export type FileImport =
  | { step: 'idle' }
  | { step: 'working'; name: string }
  | { step: 'done'; name: string; report: Static<typeof ImportReport>; file: CalendarFile }
  | { step: 'tooBig'; name: string }
  | { step: 'failed'; name: string; error: unknown };

/** Sends a file of another calendar program, of which the server takes what it can. */
export function useFileImport(timelineId: string) {
  const { reload } = useTimelineWrites();
  const [state, setState] = useState<FileImport>({ step: 'idle' });

  const importFile = async (file: File): Promise<FileImport> => {
    const { name } = file;
    if (file.size > MAX_FILE_MB * 1024 * 1024) return { step: 'tooBig', name };
    try {
      const text = await file.text();
      const { data: report } = await read(
        api.POST('/timelines/{id}/import', {
          params: { path: { id: timelineId } },
          headers: { 'content-type': 'text/calendar' },
          body: text,
          bodySerializer: (body) => body,
        }),
      );
      void reload();
      return { step: 'done', name, report, file: readCalendarFile(text) };
    } catch (error) {
      return { step: 'failed', name, error };
    }
  };

  return {
    state,
    send(file: File): void {
      if (state.step === 'working') return;
      setState({ step: 'working', name: file.name });
      void importFile(file).then(setState);
    },
  };
}
