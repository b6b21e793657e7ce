import { useQuery } from '@tanstack/react-query';
import { ChevronRight, MoonStar } from 'lucide-react';
import { Link } from 'wouter';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Empty, Loaded } from '#web/ui/states.tsx';
import { lastNightsKey } from './open-nights.ts';

const COUNT = 4;

/** The newest nights of whoever is signed in; the name is undefined until it is known. */
export function LastNights({ username }: { username: string | undefined }) {
  const { t, date } = useTexts();
  const query = useQuery({
    queryKey: [...lastNightsKey, username],
    enabled: username !== undefined,
    queryFn: () =>
      read(
        api.GET('/api/sessions', {
          params: { query: { ...(username && { host: username }), limit: COUNT } },
        }),
      ),
  });
  return (
    <Card
      title={t('home.last.title')}
      actions={
        <ButtonLink href="/host/nights" kind="quiet">
          {t('home.last.all')}
        </ButtonLink>
      }
    >
      <Loaded query={query}>
        {(nights) =>
          nights.length > 0 ? (
            <ul className="flex flex-col divide-y divide-line">
              {nights.map(({ id, is_active, created_at, games_played, notes }) => (
                <li key={id}>
                  <Link
                    href={`/host/nights/${id}`}
                    className="-mx-2 flex min-h-16 items-center gap-4 rounded-control px-2 py-2 hover:bg-sunken"
                  >
                    <span className="min-w-0 flex-1">
                      <span className="block font-bold">
                        <time dateTime={created_at}>{date(created_at, { dateStyle: 'full' })}</time>
                      </span>
                      <span className="block truncate text-sm text-soft">
                        {t('home.now.games', { count: games_played })}
                        {notes && ` · ${notes}`}
                      </span>
                    </span>
                    {is_active === 1 && <Badge kind="live">{t('home.last.open')}</Badge>}
                    <ChevronRight aria-hidden="true" className="size-5 shrink-0 text-soft" />
                  </Link>
                </li>
              ))}
            </ul>
          ) : (
            <Empty
              icon={<MoonStar aria-hidden="true" />}
              title={t('home.last.none')}
              action={<ButtonLink href="/host">{t('home.last.start')}</ButtonLink>}
            >
              {t('home.last.noneText')}
            </Empty>
          )
        }
      </Loaded>
    </Card>
  );
}
