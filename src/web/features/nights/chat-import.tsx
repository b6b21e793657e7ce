import { useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { FileButton } from '#web/ui/file-button.tsx';
import { FileDrop } from '#web/ui/file-drop.tsx';
import { Spinner } from '#web/ui/spinner.tsx';
import { Failed } from '#web/ui/states.tsx';
import { readChatFile } from './chat-file.ts';
import { ChatImportResult } from './chat-import-result.tsx';
import { addImported, type Imported } from './chat-import-sum.ts';
import { nightKey } from './night-state.ts';

/** So many messages are sent at a time: the bar moves, and nothing is too big for a proxy in between. */
const PORTION = 5_000;

type State =
  | { step: 'idle' }
  | { step: 'reading'; name: string }
  | { step: 'working'; name: string; done: number; total: number }
  | { step: 'done'; result: Imported }
  | { step: 'unreadable'; name: string }
  | { step: 'failed'; error: unknown; file: File };

type Props = {
  nightId: number;
  /** A file has come, perhaps while this was out of sight. */
  onFile?: () => void;
};

/** A chat log that the bot missed, dropped or chosen; what is in it twice counts once, so it can be sent again. */
export function ChatImport({ nightId, onFile }: Props) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [state, setState] = useState<State>({ step: 'idle' });
  const isBusy = state.step === 'reading' || state.step === 'working';

  const importFile = async (file: File) => {
    if (isBusy) return;
    onFile?.();
    setState({ step: 'reading', name: file.name });
    try {
      const messages = readChatFile(await file.text());
      if (!messages) return setState({ step: 'unreadable', name: file.name });
      let sum: Imported | undefined;
      for (let done = 0; done === 0 || done < messages.length; done += PORTION) {
        setState({ step: 'working', name: file.name, done, total: messages.length });
        const part = await read(
          api.POST('/api/sessions/{id}/chat-import', {
            params: { path: { id: String(nightId) } },
            body: { chatData: messages.slice(done, done + PORTION) },
          }),
        );
        sum = sum ? addImported(sum, part) : part;
      }
      if (sum) setState({ step: 'done', result: sum });
      void queries.invalidateQueries({ queryKey: nightKey(nightId) });
    } catch (error) {
      setState({ step: 'failed', error, file });
    }
  };

  return (
    <section
      aria-label={t('history.importTitle')}
      className="rounded-card border-2 border-dashed border-line p-4 sm:p-6"
    >
      <FileDrop label={t('history.importDrop')} onFile={(file) => void importFile(file)} />
      <div aria-live="polite">
        {isBusy && <Progress {...state} />}
        {state.step === 'done' && <ChatImportResult result={state.result} />}
        {state.step === 'unreadable' && (
          <p className="text-center font-bold text-danger">
            {t('history.importUnreadable', { name: state.name })}
          </p>
        )}
        {state.step === 'failed' && (
          <Failed error={state.error} onRetry={() => void importFile(state.file)} />
        )}
      </div>
      {!isBusy && (
        <div className="mt-4 flex flex-col items-center gap-3 text-center first:mt-0">
          {state.step !== 'done' && (
            <>
              <FileUp aria-hidden="true" className="size-8 text-accent" />
              <p className="max-w-md text-soft">{t('history.importHint')}</p>
            </>
          )}
          <div className="flex flex-wrap justify-center gap-3">
            <FileButton
              accept=".json,.csv,.txt,.log,application/json,text/csv,text/plain"
              onFile={(file) => void importFile(file)}
            >
              {state.step === 'done' ? t('history.importAnother') : t('history.importChoose')}
            </FileButton>
            {state.step === 'done' && (
              <Button kind="quiet" onClick={() => setState({ step: 'idle' })}>
                {t('history.importClear')}
              </Button>
            )}
          </div>
        </div>
      )}
    </section>
  );
}

/** How far it is; without a count while the file is read. */
function Progress({ name, done, total }: { name: string; done?: number; total?: number }) {
  const { t, number } = useTexts();
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-center gap-3 font-bold">
        <Spinner className="size-5" />
        <span className="min-w-0">
          {done === undefined || total === undefined
            ? t('history.importReading', { name })
            : t('history.importing', { name, done: number(done), total: number(total) })}
        </span>
      </p>
      <progress
        aria-label={t('history.importTitle')}
        {...(done !== undefined && { value: done, max: Math.max(1, total ?? 1) })}
        className="h-3 w-full overflow-hidden rounded-full accent-accent"
      />
    </div>
  );
}
