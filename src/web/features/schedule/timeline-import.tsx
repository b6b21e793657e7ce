import { CheckCircle2, Download, FileUp, TriangleAlert } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { FileButton } from '#web/ui/file-button.tsx';
import { FileDrop } from '#web/ui/file-drop.tsx';
import { Spinner } from '#web/ui/spinner.tsx';
import type { Timeline } from './calendar-data.ts';
import { explainRefusal, explainSkip } from './timeline-faults.ts';
import { type FileImport, MAX_FILE_MB, useFileImport } from './timeline-import-file.ts';

/** Takes what another calendar program wrote down, and says what came of it. */
export function TimelineImport({ timeline: { id, name } }: { timeline: Timeline }) {
  const { t } = useTexts();
  const { state, send } = useFileImport(id);
  return (
    <Card title={t('timelines.import')}>
      <div className="flex flex-col gap-5">
        <p>{t('timelines.importText')}</p>
        <div aria-live="polite" className="empty:-mb-5">
          <Outcome state={state} />
        </div>
        {state.step === 'done' && state.report.skipped.length > 0 && <Skipped {...state} />}
        {state.step !== 'working' && (
          <div className="flex flex-wrap items-center gap-3 rounded-card border-2 border-dashed border-line p-4">
            <FileButton accept=".ics,.ical,.ifb,text/calendar" onFile={send}>
              <FileUp aria-hidden="true" className="size-5 text-accent" />
              {t('timelines.importChoose')}
            </FileButton>
            <p aria-hidden="true" className="text-soft pointer-coarse:hidden">
              {t('timelines.importDrop')}
            </p>
          </div>
        )}
      </div>
      <FileDrop label={t('timelines.importDropInto', { name })} onFile={send} />
    </Card>
  );
}

function Outcome({ state }: { state: FileImport }) {
  const { t } = useTexts();
  switch (state.step) {
    case 'idle':
      return null;
    case 'working':
      return (
        <p className="flex items-center gap-3 py-4 font-bold">
          <Spinner className="size-6" />
          {t('timelines.importing', { name: state.name })}
        </p>
      );
    case 'done':
      return <Done {...state} />;
    case 'tooBig':
      return <Problem name={state.name} text={t('timelines.tooBig', { size: MAX_FILE_MB })} />;
    case 'failed':
      return <Problem name={state.name} text={explainRefusal(state.error, t)} />;
  }
}

function Problem({ name, text }: { name: string; text: string }) {
  const { t } = useTexts();
  return (
    <div>
      <p className="font-bold text-danger">{text}</p>
      <p>{t('timelines.nothingKept', { name })}</p>
    </div>
  );
}

type Report = Extract<FileImport, { step: 'done' }>;

function Done({ name, report: { created, updated, skipped } }: Report) {
  const { t } = useTexts();
  const taken = created + updated;
  if (taken === 0 && skipped.length === 0)
    return <p className="font-bold">{t('timelines.importEmpty', { name })}</p>;
  const Icon = taken === 0 ? TriangleAlert : CheckCircle2;
  return (
    <div className="flex items-start gap-3">
      <Icon aria-hidden="true" className={`size-8 shrink-0 ${taken === 0 ? 'text-danger' : 'text-up'}`} />
      <div className="min-w-0">
        <p className="text-lg font-bold [overflow-wrap:anywhere]">
          {t('timelines.imported', { name, count: taken })}
        </p>
        <p className="text-soft">
          {t('timelines.importedParts', { created, updated, skipped: skipped.length })}
        </p>
      </div>
    </div>
  );
}

/** What wasn't taken, and why; and all of it as a file, to be mended or kept elsewhere. */
function Skipped({ name, report: { skipped }, file }: Report) {
  const { t, date } = useTexts();
  const save = () => {
    const text = file.pick(new Set(skipped.map(({ uid }) => uid)));
    saveText(text, name.replace(/(\.\w+)?$/, `-${t('timelines.leftOutFile')}.ics`));
  };
  return (
    <section aria-label={t('timelines.leftOut')} className="flex flex-col items-start gap-3">
      <h3 className="text-lg">{t('timelines.leftOut')}</h3>
      <ul
        aria-label={t('timelines.leftOut')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-80 w-full overflow-y-auto rounded-control border border-line"
      >
        {skipped.map(({ uid, reason }, index) => {
          const event = file.find(uid);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: several of one event may be left out, and none moves
            <li key={index} className="border-b border-line px-4 py-2 last:border-b-0">
              <p className="[overflow-wrap:anywhere]">
                <span className="font-bold">{event?.name ?? t('timelines.nameless')}</span>
                {event?.day && (
                  <span className="text-soft">
                    {' '}
                    · {date(event.day, { dateStyle: 'medium', timeZone: 'UTC' })}
                  </span>
                )}
              </p>
              <p className="text-sm">{explainSkip(reason, t)}</p>
            </li>
          );
        })}
      </ul>
      <Button kind="secondary" size="small" onClick={save}>
        <Download aria-hidden="true" className="size-4" />
        {t('timelines.leftOutSave')}
      </Button>
      <p className="text-sm text-soft">{t('timelines.leftOutText')}</p>
    </section>
  );
}

function saveText(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
