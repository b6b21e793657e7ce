import { PartyPopper } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty, Failed, Loaded } from '#web/ui/states.tsx';
import { HistoryNight } from './history-night.tsx';
import { HistoryOverview } from './history-overview.tsx';
import { useNights } from './history-state.ts';

/** All evenings of whoever is signed in, the newest first, and what they came to. */
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
  const query = useNights(host);
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const entries = pages.flat();
        if (entries.length === 0)
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
            <HistoryOverview host={host} entries={entries} />
            <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
              {entries.map((entry) => (
                <li key={entry.night.id}>
                  <HistoryNight {...entry} />
                </li>
              ))}
            </ul>
            {query.isFetchNextPageError && <Failed error={query.error} />}
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
