import { CheckCircle2, FileUp } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { FileButton } from '#web/ui/file-button.tsx';
import { Spinner } from '#web/ui/spinner.tsx';
import { explainChange } from './catalogue-state.ts';
import { type CsvImport, MAX_FILE_MB } from './csv-import.ts';
import { explainFault } from './faults.ts';

const NEEDED_COLUMNS = 'pack_name, title, min_players, max_players';

/** Takes a CSV file, and says what came of it. */
export function CatalogueImport({ state, onFile }: { state: CsvImport; onFile: (file: File) => void }) {
  const { t } = useTexts();
  return (
    <div className="flex flex-col gap-5">
      <div aria-live="polite" className="empty:-mb-5">
        <Outcome state={state} />
      </div>
      {state.step === 'refused' && <FaultyRows {...state} />}
      {state.step === 'idle' && (
        <div className="flex flex-col gap-2 text-soft">
          <p>{t('catalogue.importText')}</p>
          <p>{t('catalogue.importColumns', { columns: NEEDED_COLUMNS })}</p>
        </div>
      )}
      {state.step !== 'working' && (
        <div className="flex flex-wrap items-center gap-3 rounded-card border-2 border-dashed border-line p-4">
          <FileButton accept=".csv,text/csv" onFile={onFile}>
            <FileUp aria-hidden="true" className="size-5 text-accent" />
            {t('catalogue.importChoose')}
          </FileButton>
          <p aria-hidden="true" className="text-soft pointer-coarse:hidden">
            {t('catalogue.importDrop')}
          </p>
        </div>
      )}
    </div>
  );
}

function Outcome({ state }: { state: CsvImport }) {
  const { t } = useTexts();
  if (state.step === 'idle') return null;
  const { name } = state;
  switch (state.step) {
    case 'working':
      return (
        <p className="flex items-center gap-3 py-6 font-bold">
          <Spinner className="size-6" />
          {t('catalogue.importing', { name })}
        </p>
      );
    case 'done':
      return <Done {...state} />;
    case 'refused':
      return <Refused {...state} />;
    case 'tooBig':
      return <Problem name={name} text={t('catalogue.tooBig', { size: MAX_FILE_MB })} />;
    case 'notUtf8':
      return <Problem name={name} text={t('catalogue.notUtf8')} />;
    case 'failed':
      return <Problem name={name} text={explainChange(state.error, t)} />;
  }
}

function Done({ name, created, updated, total }: Extract<CsvImport, { step: 'done' }>) {
  const { t } = useTexts();
  if (total === 0) return <p className="font-bold">{t('catalogue.importNone', { name })}</p>;
  return (
    <div className="flex items-start gap-3">
      <CheckCircle2 aria-hidden="true" className="size-8 shrink-0 text-up" />
      <div>
        <p className="text-lg font-bold">{t('catalogue.imported', { name, total })}</p>
        <p className="text-soft">{t('catalogue.importedParts', { created, updated })}</p>
      </div>
    </div>
  );
}

function Problem({ name, text }: { name: string; text: string }) {
  const { t } = useTexts();
  return (
    <div>
      <p className="font-bold text-danger">{text}</p>
      <p>{t('catalogue.nothingKept', { name })}</p>
    </div>
  );
}

type Refusal = Extract<CsvImport, { step: 'refused' }>;

function Refused({ name, rows }: Refusal) {
  const { t } = useTexts();
  return (
    <div>
      <p className="text-lg font-bold text-danger">{t('catalogue.refused', { name, count: rows.length })}</p>
      <p>{t('catalogue.refusedText')}</p>
    </div>
  );
}

function FaultyRows({ rows, lines }: Refusal) {
  const { t, number } = useTexts();
  return (
    <ol
      aria-label={t('catalogue.refusedList')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-80 overflow-y-auto rounded-control border border-line"
    >
      {rows.map(({ row, faults }) => (
        <li key={row} className="border-b border-line px-4 py-2 last:border-b-0">
          <p className="font-bold">{t('catalogue.line', { row: number(row) })}</p>
          <p className="truncate font-mono text-sm text-soft">{lines[row - 1]}</p>
          <ul>
            {faults.map(({ column, message }) => (
              <li key={`${column} ${message}`}>
                {column !== undefined && <code className="font-bold">{column} </code>}
                {explainFault(message, t)}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
