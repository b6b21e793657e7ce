import { useInfiniteQuery } from '@tanstack/react-query';
import { CalendarHeart, PartyPopper } from 'lucide-react';
import { Link } from 'wouter';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty, Loaded } from '#web/ui/states.tsx';
import type { Night } from './night-state.ts';

const AT_A_TIME = 20;

/** All evenings of whoever is signed in, the newest first. */
export default function HistoryPage() {
  const { t } = useTexts();
  return (
    <Page title={t('history.title')}>
      <RequireSignIn>{(me) => <Nights host={me.username} />}</RequireSignIn>
    </Page>
  );
}

function Nights({ host }: { host: string }) {
  const { t } = useTexts();
  const query = useInfiniteQuery({
    queryKey: ['nights', host],
    queryFn: ({ pageParam: before }) =>
      read(
        api.GET('/api/sessions', {
          params: { query: { host, limit: AT_A_TIME, ...(before > 0 && { before }) } },
        }),
      ),
    // Before none: from the newest on.
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length < AT_A_TIME ? undefined : page.at(-1)?.id),
  });
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const nights = pages.flat();
        if (nights.length === 0)
          return (
            <Empty
              icon={<PartyPopper className="size-10" />}
              title={t('history.empty')}
              action={<ButtonLink href="/host">{t('history.start')}</ButtonLink>}
            >
              {t('history.emptyText')}
            </Empty>
          );
        return (
          <>
            <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
              {nights.map((night) => (
                <li key={night.id}>
                  <NightCard night={night} />
                </li>
              ))}
            </ul>
            {query.hasNextPage && (
              <div className="mt-6 text-center">
                <Button
                  kind="secondary"
                  isBusy={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t('history.more')}
                </Button>
              </div>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function NightCard({ night }: { night: Night }) {
  const { t, date } = useTexts();
  return (
    <Link
      href={`/host/nights/${night.id}`}
      className="flex h-full flex-col gap-2 rounded-card border border-line bg-surface p-5 shadow-card transition hover:border-accent"
    >
      <span className="flex items-center justify-between gap-2">
        <span className="flex items-center gap-2 text-lg font-extrabold">
          <CalendarHeart aria-hidden="true" className="size-5 text-accent" />
          {date(night.created_at, { dateStyle: 'medium' })}
        </span>
        {night.is_active === 1 && <Badge kind="live">{t('history.open')}</Badge>}
      </span>
      {night.notes && <span className="line-clamp-2">{night.notes}</span>}
      <span className="mt-auto text-soft">{t('history.games', { count: night.games_played })}</span>
    </Link>
  );
}
