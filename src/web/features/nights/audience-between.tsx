import { Heart, MoonStar, PartyPopper } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Card } from '#web/ui/card.tsx';
import { OfflineNotice } from '#web/ui/offline-notice.tsx';
import { Failed, Loading } from '#web/ui/states.tsx';
import { AudienceEvening } from './audience-evening.tsx';
import { AudienceHeader } from './audience-header.tsx';
import { summarise } from './audience-summary.ts';
import { type Night, useLoadedNight, useNextNight } from './night-state.ts';

/** Who comes so late still finds the evening that was. */
const FAREWELL_MS = 12 * 60 * 60 * 1000;

type Props = {
  username: string;
  /** The host's last night, if there was one. */
  last: Night | null;
  /** The next one may have begun. */
  onMaybe: () => void;
};

/** No night is open: a farewell to the last one while it is fresh, and the wait for the next. */
export function AudienceBetween({ username, last, onMaybe }: Props) {
  const { t } = useTexts();
  const live = useNextNight(onMaybe);
  const host = last?.host ?? { username, display_name: username, avatar_url: null };
  const name = host.display_name;
  const isFresh = last?.closed_at && Date.now() - Date.parse(last.closed_at) < FAREWELL_MS;
  return (
    <>
      <AudienceHeader host={host} isLive={false} />
      {last && isFresh ? (
        <>
          <Words
            icon={<PartyPopper className="size-full" />}
            title={t('audience.farewell')}
            text={t('audience.farewellText', { name })}
          />
          <Summary id={last.id} />
        </>
      ) : (
        <Words
          icon={<MoonStar className="size-full" />}
          title={t('audience.waiting')}
          text={t('audience.waitingText', { name })}
        />
      )}
      <OfflineNotice live={live} />
    </>
  );
}

function Words({ icon, title, text }: { icon: ReactNode; title: string; text: string }) {
  return (
    <section
      role="status"
      className="flex animate-rise flex-col items-center gap-4 rounded-card border border-line bg-surface px-5 py-10 text-center shadow-card 2xl:py-20"
    >
      <div aria-hidden="true" className="size-16 text-accent 2xl:size-28">
        {icon}
      </div>
      <h2 className="text-[clamp(1.75rem,4vw,4.5rem)]">{title}</h2>
      <p className="max-w-xl text-lg text-soft 2xl:max-w-4xl 2xl:text-3xl">{text}</p>
    </section>
  );
}

function Summary({ id }: { id: number }) {
  const { t, number } = useTexts();
  const loaded = useLoadedNight(id);
  if (loaded.isPending) return <Loading />;
  if (!loaded.night) return <Failed error={loaded.error} onRetry={loaded.refetch} />;
  const { gamesPlayed, up, down, mostLoved, mostPlayers, minutes } = summarise(loaded);
  return (
    <div className="mt-4 grid items-start gap-4 sm:mt-6 sm:gap-6 lg:grid-cols-2">
      <Card title={t('audience.summary')} className="2xl:[&_h2]:text-3xl">
        <dl className="grid grid-cols-2 gap-4">
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
          <p className="mt-5 flex items-center gap-4 rounded-card bg-sunken p-4 2xl:text-2xl">
            <Heart aria-hidden="true" className="size-8 shrink-0 text-accent" />
            <span>
              <span className="block text-soft">{t('audience.mostLoved')}</span>
              <span className="block text-xl font-extrabold 2xl:text-4xl">{mostLoved.title}</span>
            </span>
          </p>
        )}
      </Card>
      <AudienceEvening games={loaded.games} votesOf={loaded.votesOf} isOver />
    </div>
  );
}

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div className="flex flex-col-reverse justify-end">
    <dt className="text-soft 2xl:text-2xl">{name}</dt>
    <dd className="text-3xl font-extrabold tabular-nums 2xl:text-6xl">{value}</dd>
  </div>
);
