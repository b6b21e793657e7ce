import { useQuery } from '@tanstack/react-query';
import { CalendarDays } from 'lucide-react';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { ButtonLink } from '#web/ui/button.tsx';

const DAY_MS = 86_400_000;
const AHEAD_DAYS = 28;
const COUNT = 3;

/** The way to the calendar, with what comes next in it. */
export function CalendarCard({ isSignedIn }: { isSignedIn: boolean }) {
  const { t } = useTexts();
  return (
    <section className="flex flex-col items-start gap-5 rounded-card border border-line bg-surface p-5 shadow-card sm:p-7">
      <div className="w-full flex-1">
        <h2 className="mb-2 flex items-center gap-3 text-2xl">
          <CalendarDays aria-hidden="true" className="size-8 shrink-0 text-accent" />
          {t('home.calendar.title')}
        </h2>
        {isSignedIn ? <ComingUp /> : <p className="text-soft">{t('home.calendar.text')}</p>}
      </div>
      <ButtonLink href="/calendar" kind="secondary" size="large">
        {t('home.calendar.go')}
      </ButtonLink>
    </section>
  );
}

function ComingUp() {
  const { t, date } = useTexts();
  const { data: occurrences, isError } = useQuery({
    queryKey: ['schedule', 'coming-up'],
    async queryFn() {
      const from = new Date();
      const to = new Date(from.getTime() + AHEAD_DAYS * DAY_MS);
      const query = { from: from.toISOString(), to: to.toISOString(), take: COUNT };
      return (await read(api.GET('/occurrences', { params: { query } }))).data;
    },
  });
  // The page is about more than this: without it, the way there is enough.
  if (isError) return <p className="text-soft">{t('home.calendar.text')}</p>;
  if (occurrences?.length === 0)
    return <p className="min-h-36 text-soft sm:min-h-24">{t('home.calendar.none')}</p>;
  return (
    <ul
      aria-label={t('home.calendar.next')}
      className="grid min-h-36 content-start gap-x-4 gap-y-1 sm:min-h-24 sm:grid-cols-[auto_minmax(0,1fr)]"
    >
      {occurrences?.map(({ sessionId, originalStart, startDateTime, name }) => (
        <li key={`${sessionId} ${originalStart}`} className="grid-cols-subgrid sm:col-span-2 sm:grid">
          <time dateTime={startDateTime} className="block text-soft">
            {date(startDateTime, {
              weekday: 'short',
              day: 'numeric',
              month: 'short',
              hour: 'numeric',
              minute: '2-digit',
            })}
          </time>
          <span className="block truncate font-bold">{name}</span>
        </li>
      ))}
    </ul>
  );
}
