import { PartyPopper } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Confetti } from '#web/ui/confetti.tsx';
import { Page } from '#web/ui/page.tsx';
import { Failed, Loading } from '#web/ui/states.tsx';
import { NightExport } from './night-page-export.tsx';
import { NightFigures } from './night-page-figures.tsx';
import { type LoadedNight, useLoadedNight, useNextNight } from './night-state.ts';
import { VotesOverTime } from './votes-over-time.tsx';

type Props = {
  id: number;
  /** The next night may have begun. */
  onMaybe: () => void;
  /** The host has seen it. */
  onDone: () => void;
};

/** The evening that has just ended, in figures. */
export function ConsoleSummary({ id, onMaybe, onDone }: Props) {
  const { t } = useTexts();
  useNextNight(onMaybe);
  const loaded = useLoadedNight(id);
  return (
    <Page
      title={t('console.summary')}
      actions={
        <Button kind="secondary" onClick={onDone}>
          <PartyPopper className="size-5" />
          {t('console.another')}
        </Button>
      }
    >
      {loaded.isPending ? (
        <Loading />
      ) : loaded.night ? (
        <Evening id={id} loaded={loaded} />
      ) : (
        <Failed error={loaded.error} onRetry={loaded.refetch} />
      )}
    </Page>
  );
}

function Evening({ id, loaded }: { id: number; loaded: LoadedNight }) {
  const { t } = useTexts();
  const content = useRef<HTMLDivElement>(null);
  // What had the focus is gone with the console.
  useEffect(() => content.current?.focus({ preventScroll: true }), []);
  return (
    <div ref={content} tabIndex={-1} className="flex animate-rise flex-col gap-4 outline-none sm:gap-6">
      <Confetti pieces={60} />
      <p className="-mt-2 text-lg text-soft">
        {t('console.summaryText')}
        {loaded.night?.notes && (
          <span className="block whitespace-pre-line text-ink">{loaded.night.notes}</span>
        )}
      </p>
      <Card>
        <NightFigures loaded={loaded} />
      </Card>
      <Card title={t('history.votesOverTime')}>
        <VotesOverTime id={id} games={loaded.games} />
      </Card>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href={`/host/nights/${id}`}>{t('console.wholeEvening')}</ButtonLink>
        <NightExport id={id} />
      </div>
    </div>
  );
}
