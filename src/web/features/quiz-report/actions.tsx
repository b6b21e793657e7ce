import { Download, MonitorPlay, Printer } from 'lucide-react';
import { useState } from 'react';
import { download } from '#web/lib/download.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import type { Report } from './figures.ts';
import type { Flow } from './state.ts';

/** What can be done with a report: kept as a file, printed; and its room gone to, while that is open. */
export function ReportActions({ report, flow }: { report: Report; flow: Flow }) {
  const { t } = useTexts();
  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      {flow.ended_at === null && (
        <ButtonLink href={`/host/quiz/${flow.game_id}`}>
          <MonitorPlay className="size-5" />
          {t('report.toRoom')}
        </ButtonLink>
      )}
      <SaveButton report={report} />
      <Button kind="secondary" className="max-sm:hidden" onClick={() => print()}>
        <Printer className="size-5" />
        {t('report.print')}
      </Button>
    </div>
  );
}

function SaveButton({ report: { game_id: id, game_number: game } }: { report: Report }) {
  const { t } = useTexts();
  const { fail } = useToasts();
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    setIsSaving(true);
    try {
      await download(`/game-flows/${id}/report.csv?game_number=${game}`, `game-${id}-${game}.csv`);
    } catch (error) {
      fail(error);
    } finally {
      setIsSaving(false);
    }
  };
  return (
    <Button kind="secondary" isBusy={isSaving} onClick={() => void save()}>
      {!isSaving && <Download className="size-5" />}
      {t('report.csv')}
    </Button>
  );
}
