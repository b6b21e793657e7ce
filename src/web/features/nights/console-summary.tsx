import { Download, Heart, PartyPopper } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Page } from '#web/ui/page.tsx';
import { Failed, Loading } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { summarise } from './audience-summary.ts';
import { download } from './download.ts';
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
  const { t, number } = useTexts();
  const { fail } = useToasts();
  const content = useRef<HTMLDivElement>(null);
  // What had the focus is gone with the console.
  useEffect(() => content.current?.focus({ preventScroll: true }), []);
  const { gamesPlayed, up, down, mostLoved, mostPlayers, minutes } = summarise(loaded);
  const save = (format: 'txt' | 'json') =>
    download(`/api/sessions/${id}/export?format=${format}`, `session-${id}.${format}`).catch(fail);
  return (
    <div ref={content} tabIndex={-1} className="flex animate-rise flex-col gap-6 outline-none">
      <p className="text-lg text-soft">
        {t('console.summaryText')}
        {loaded.night?.notes && <span className="block text-ink">{loaded.night.notes}</span>}
      </p>
      <Card>
        <dl className="grid grid-cols-2 gap-5 sm:grid-cols-4">
          <Figure name={t('audience.figureGames')} value={number(gamesPlayed)} />
          <Figure name={t('audience.figureVotes')} value={number(up + down)} />
          {minutes !== undefined && (
            <Figure
              name={t('audience.figureTime')}
              value={t('audience.duration', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })}
            />
          )}
          {mostPlayers !== undefined && (
            <Figure name={t('audience.figurePlayers')} value={number(mostPlayers)} />
          )}
        </dl>
        {mostLoved && (
          <p className="mt-6 flex items-center gap-4 rounded-card bg-sunken p-5">
            <Heart aria-hidden="true" className="size-10 shrink-0 text-accent" />
            <span>
              <span className="block text-soft">{t('audience.mostLoved')}</span>
              <span className="block text-2xl font-extrabold">{mostLoved.title}</span>
              <span className="block text-soft">
                {t('history.upDown', loaded.votesOf(mostLoved.game_id))}
              </span>
            </span>
          </p>
        )}
      </Card>
      <Card title={t('history.votesOverTime')}>
        <VotesOverTime id={id} games={loaded.games} />
      </Card>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href={`/host/nights/${id}`}>{t('console.wholeEvening')}</ButtonLink>
        <Button kind="secondary" onClick={() => void save('txt')}>
          <Download className="size-5" />
          {t('history.asText')}
        </Button>
        <Button kind="secondary" onClick={() => void save('json')}>
          <Download className="size-5" />
          {t('history.asJson')}
        </Button>
      </div>
    </div>
  );
}

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div className="flex flex-col-reverse justify-end">
    <dt className="text-soft">{name}</dt>
    <dd className="text-4xl font-extrabold tabular-nums">{value}</dd>
  </div>
);
