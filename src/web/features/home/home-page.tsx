import { useTexts } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/me.ts';
import { useTitle } from '#web/ui/page.tsx';
import { Bunting } from './bunting.tsx';
import { CalendarCard } from './calendar-card.tsx';
import { HostCard } from './host-card.tsx';
import { JoinBox } from './join-box.tsx';
import { LastNights } from './last-nights.tsx';
import { OnNow } from './on-now.tsx';
import { useOpenNights } from './open-nights.ts';
import { Points } from './points.tsx';
import { WatchCard } from './watch-card.tsx';

/** The start: join a night, see what is on, or host one. */
export default function HomePage() {
  const { t } = useTexts();
  const { isSignedIn, me } = useMe();
  const openNights = useOpenNights();
  const own = openNights.data?.find(({ host }) => host.username === me?.username);
  useTitle(t('home.title'));

  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl pb-24 outline-none">
      <Bunting />
      <div className="flex flex-col gap-10 px-4 sm:px-6">
        <header className="flex flex-col gap-3 pt-2 text-center">
          <h1 className="text-4xl sm:text-6xl">{t('home.title')}</h1>
          <p className="mx-auto max-w-2xl text-balance text-lg text-soft sm:text-xl">{t('home.lead')}</p>
        </header>
        <div className="grid gap-4 md:grid-cols-[3fr_2fr]">
          <JoinBox />
          <HostCard isSignedIn={isSignedIn} name={me?.displayName} hasOpenNight={own !== undefined} />
        </div>
        <div className="grid gap-4 lg:grid-cols-2">
          <CalendarCard isSignedIn={isSignedIn} />
          <WatchCard />
        </div>
        <OnNow query={openNights} />
        {isSignedIn ? <LastNights username={me?.username} /> : <Points />}
      </div>
    </main>
  );
}
