import { ChevronRight, Gamepad2 } from 'lucide-react';
import { Link } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { Avatar } from '#web/ui/avatar.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Empty, Loaded } from '#web/ui/states.tsx';
import { type OpenNight, type useOpenNights, usePlaying } from './open-nights.ts';

/** The nights that are open now, side by side: as tall as one of them, however many there are. */
export function OnNow({ query }: { query: ReturnType<typeof useOpenNights> }) {
  const { t } = useTexts();
  const count = query.data?.length;
  return (
    <section aria-labelledby="on-now">
      <header className="mb-3 flex min-h-9 items-center gap-3">
        <h2 id="on-now" className="text-2xl">
          {t('home.now.title')}
        </h2>
        <span role="status">
          {count !== undefined && count > 0 && <Badge kind="live">{t('home.now.count', { count })}</Badge>}
        </span>
      </header>
      <div className="flex h-60 flex-col justify-center rounded-card bg-sunken">
        <Loaded query={query}>
          {(nights) =>
            nights.length > 0 ? (
              <ul className="flex h-full snap-x scroll-p-4 gap-4 overflow-x-auto p-4">
                {nights.map((night) => (
                  <li key={night.id} className="w-64 shrink-0 snap-start only:w-full sm:w-80 sm:only:w-80">
                    <NightCard night={night} />
                  </li>
                ))}
              </ul>
            ) : (
              <Empty icon={<Gamepad2 aria-hidden="true" />} title={t('home.now.none')}>
                {t('home.now.noneText')}
              </Empty>
            )
          }
        </Loaded>
      </div>
    </section>
  );
}

function NightCard({ night: { id, created_at, games_played, host } }: { night: OpenNight }) {
  const { t, ago } = useTexts();
  const playing = usePlaying(id);
  return (
    <Link
      href={`/join/${host.username}`}
      className="flex h-full flex-col gap-3 rounded-card border-2 border-line bg-surface p-4 shadow-card transition hover:border-accent animate-rise"
    >
      <span className="flex items-center gap-3">
        <Avatar name={host.display_name} url={host.avatar_url} className="size-12 shrink-0 text-xl" />
        <span className="min-w-0">
          <span className="block truncate text-lg font-bold">{host.display_name}</span>
          <span className="block truncate text-sm text-soft">@{host.username}</span>
        </span>
      </span>
      <span aria-live="polite" className="min-h-0 flex-1">
        {playing !== undefined && (
          <>
            <span className="block text-sm text-soft">
              {t(playing ? 'home.now.playing' : 'home.now.between')}
            </span>
            <span className="line-clamp-2 text-xl font-extrabold leading-tight">{playing?.title}</span>
          </>
        )}
      </span>
      <span className="flex items-center justify-between gap-2 text-sm text-soft">
        <span className="line-clamp-2">
          {t('home.now.since', { ago: ago(created_at) })} · {t('home.now.games', { count: games_played })}
        </span>
        <ChevronRight aria-hidden="true" className="size-5 shrink-0 text-accent" />
      </span>
    </Link>
  );
}
