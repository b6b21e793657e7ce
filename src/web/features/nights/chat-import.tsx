import { useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';
import { api, read } from '#web/lib/api.ts';
import type { paths } from '#web/lib/api-types.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { BarChart } from '#web/ui/bar-chart.tsx';
import { Button } from '#web/ui/button.tsx';
import { Spinner } from '#web/ui/spinner.tsx';
import { Failed } from '#web/ui/states.tsx';
import { readChatFile } from './chat-file.ts';
import { nightKey } from './night-state.ts';

type Imported =
  paths['/api/sessions/{id}/chat-import']['post']['responses'][200]['content']['application/json'];

/** So many messages are sent at a time: the bar moves, and nothing is too big for a proxy in between. */
const PORTION = 5_000;

type State =
  | { step: 'idle' }
  | { step: 'working'; name: string; done: number; total: number }
  | { step: 'done'; result: Imported }
  | { step: 'unreadable'; name: string }
  | { step: 'failed'; error: unknown; file: File };

/** A chat log that the bot missed, dropped or chosen; what is in it twice counts once, so it can be sent again. */
export function ChatImport({ nightId }: { nightId: number }) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [state, setState] = useState<State>({ step: 'idle' });
  const [isOver, setOver] = useState(false);
  const inputId = useId();

  const importFile = async (file: File) => {
    const messages = readChatFile(await file.text());
    if (!messages) return setState({ step: 'unreadable', name: file.name });
    try {
      let sum: Imported | undefined;
      for (let done = 0; done === 0 || done < messages.length; done += PORTION) {
        setState({ step: 'working', name: file.name, done, total: messages.length });
        const part = await read(
          api.POST('/api/sessions/{id}/chat-import', {
            params: { path: { id: String(nightId) } },
            body: { chatData: messages.slice(done, done + PORTION) },
          }),
        );
        sum = sum ? add(sum, part) : part;
      }
      if (sum) setState({ step: 'done', result: sum });
      void queries.invalidateQueries({ queryKey: nightKey(nightId) });
    } catch (error) {
      setState({ step: 'failed', error, file });
    }
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file && state.step !== 'working') void importFile(file);
  };

  return (
    <section
      aria-label={t('history.importTitle')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`rounded-card border-2 border-dashed p-6 ${isOver ? 'border-accent bg-sunken' : 'border-line'}`}
    >
      <div aria-live="polite">
        {state.step === 'working' && <Progress {...state} />}
        {state.step === 'done' && <Result result={state.result} />}
        {state.step === 'unreadable' && (
          <p className="text-center font-bold text-danger">
            {t('history.importUnreadable', { name: state.name })}
          </p>
        )}
        {state.step === 'failed' && (
          <Failed error={state.error} onRetry={() => void importFile(state.file)} />
        )}
      </div>
      {state.step !== 'working' && (
        <div className="mt-4 flex flex-col items-center gap-3 text-center first:mt-0">
          <FileUp aria-hidden="true" className="size-8 text-accent" />
          <p className="max-w-md text-soft">{t('history.importHint')}</p>
          <input
            id={inputId}
            type="file"
            accept=".json,.csv,.txt,.log,application/json,text/csv,text/plain"
            className="peer sr-only"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              currentTarget.value = '';
              if (file) void importFile(file);
            }}
          />
          <label
            htmlFor={inputId}
            className="inline-flex min-h-11 cursor-pointer items-center rounded-control border border-line bg-raised px-4 font-bold hover:border-accent peer-focus-visible:outline-3 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent"
          >
            {t('history.importChoose')}
          </label>
          {state.step === 'done' && (
            <Button kind="quiet" size="small" onClick={() => setState({ step: 'idle' })}>
              {t('history.importClear')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Progress({ name, done, total }: { name: string; done: number; total: number }) {
  const { t, number } = useTexts();
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-center gap-3 font-bold">
        <Spinner className="size-5" />
        {t('history.importing', { name, done: number(done), total: number(total) })}
      </p>
      <progress
        aria-label={t('history.importTitle')}
        value={done}
        max={Math.max(1, total)}
        className="h-3 w-full overflow-hidden rounded-full accent-accent"
      />
    </div>
  );
}

function Result({ result }: { result: Imported }) {
  const { t } = useTexts();
  const games = Object.entries(result.votesByGame).sort(
    ([, one], [, other]) => other.upvotes + other.downvotes - one.upvotes - one.downvotes,
  );
  return (
    <div className="flex flex-col gap-4">
      <p className="text-lg font-bold">{t('history.imported', { count: result.messagesImported })}</p>
      <p className="text-soft">
        {t('history.importedMore', {
          votes: result.votesProcessed,
          duplicates: result.duplicatesSkipped,
          invalid: result.invalidSkipped,
        })}
      </p>
      <BarChart
        label={t('history.importByGame')}
        bars={games.map(([id, { title, upvotes, downvotes }]) => ({
          key: id,
          label: title,
          value: upvotes + downvotes,
          text: t('history.upDown', { up: upvotes, down: downvotes }),
        }))}
      />
    </div>
  );
}

/** What two portions of one file came to, as if they had been sent together. */
function add(one: Imported, other: Imported): Imported {
  const votesByGame = { ...one.votesByGame };
  for (const [id, votes] of Object.entries(other.votesByGame)) {
    const before = votesByGame[id];
    votesByGame[id] = {
      title: votes.title,
      upvotes: votes.upvotes + (before?.upvotes ?? 0),
      downvotes: votes.downvotes + (before?.downvotes ?? 0),
    };
  }
  return {
    ...other,
    messagesImported: one.messagesImported + other.messagesImported,
    duplicatesSkipped: one.duplicatesSkipped + other.duplicatesSkipped,
    invalidSkipped: one.invalidSkipped + other.invalidSkipped,
    votesProcessed: one.votesProcessed + other.votesProcessed,
    votesByGame,
  };
}
