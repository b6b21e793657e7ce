import { FileUp } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FileButton } from '#web/ui/file-button.tsx';
import { Spinner } from '#web/ui/spinner.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { explainFileFault, type FileFault, readPlace } from './faults.ts';
import { MAX_FILE_MB, type QuizImport, useQuizImport } from './import-file.ts';
import { useQuizActions } from './state.ts';

/** Takes a quiz as a file, as the export of this or another server gives it. */
export function ImportQuiz() {
  const { t } = useTexts();
  const { tell } = useToasts();
  const [, navigate] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const { reload } = useQuizActions();
  const { state, clear, send } = useQuizImport((quizId) => {
    setOpen(false);
    void reload();
    tell(t('quizzes.imported'));
    navigate(`/host/quizzes/${quizId}`);
  });
  return (
    <>
      <Button
        kind="secondary"
        onClick={() => {
          clear();
          setOpen(true);
        }}
      >
        <FileUp aria-hidden="true" className="size-5" />
        {t('quizzes.import')}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('quizzes.importTitle')}>
        <div className="flex flex-col gap-4">
          <p className="text-soft">{t('quizzes.importText')}</p>
          <div aria-live="polite" className="empty:hidden">
            <Outcome state={state} />
          </div>
          {state.step === 'refused' && <Faults faults={state.faults} />}
          {state.step !== 'working' && <FileChoice onFile={send} />}
        </div>
      </Dialog>
    </>
  );
}

function FileChoice({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTexts();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the field in it does the same
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`flex flex-wrap items-center gap-3 rounded-card border-2 border-dashed p-4 ${isOver ? 'border-accent bg-sunken' : 'border-line'}`}
    >
      <FileButton accept=".json,application/json" onFile={onFile}>
        <FileUp aria-hidden="true" className="size-5 text-accent" />
        {t('quizzes.importChoose')}
      </FileButton>
      <p aria-hidden="true" className="text-soft pointer-coarse:hidden">
        {t('quizzes.importDrop')}
      </p>
    </div>
  );
}

function Outcome({ state }: { state: QuizImport }) {
  const { t } = useTexts();
  if (state.step === 'idle') return null;
  const { name } = state;
  if (state.step === 'working')
    return (
      <p className="flex items-center gap-3 py-4 font-bold">
        <Spinner className="size-6" />
        {t('quizzes.importing', { name })}
      </p>
    );
  return (
    <div>
      <p className="font-bold text-danger">
        <Problem state={state} />
      </p>
      <p>{t('quizzes.nothingKept', { name })}</p>
    </div>
  );
}

type Failed = Exclude<QuizImport, { step: 'idle' | 'working' }>;

function Problem({ state }: { state: Failed }) {
  const { t } = useTexts();
  switch (state.step) {
    case 'refused':
      return t('quizzes.importRefused', { count: state.faults.length });
    case 'tooBig':
      return t('quizzes.importTooBig', { size: MAX_FILE_MB });
    case 'notJson':
      return t('quizzes.importNotJson');
    case 'failed':
      return explain(state.error, t);
  }
}

function Faults({ faults }: { faults: readonly FileFault[] }) {
  const { t } = useTexts();
  return (
    <ol
      aria-label={t('quizzes.importFaults')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-72 overflow-y-auto rounded-control border border-line"
    >
      {faults.map(({ path, message }) => {
        const { question, answer, field } = readPlace(path);
        const place = [
          question !== undefined && t('quizzes.questionNumber', { number: question }),
          answer !== undefined && t('quizzes.answerPlace', { number: answer }),
        ].filter((part) => part !== false);
        return (
          <li key={path} className="border-b border-line px-4 py-2 last:border-b-0">
            <p>
              {place.length > 0 && <span className="font-bold">{place.join(', ')} </span>}
              {field && <code className="font-bold">{field} </code>}
              {explainFileFault(message, t)}
            </p>
            <p className="font-mono text-sm break-all text-soft">{path}</p>
          </li>
        );
      })}
    </ol>
  );
}
