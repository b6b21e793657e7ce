import { CalendarHeart, Plus } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Empty, Loading } from '#web/ui/states.tsx';
import { type Entry, isOn } from './calendar-entry.ts';
import { EntryRow } from './entry-row.tsx';
import { useTimes } from './viewer-zone.ts';

type Props = {
  days: readonly Temporal.PlainDate[];
  today: Temporal.PlainDate;
  entries: readonly Entry[];
  /** What is here may not be all. */
  isLoading: boolean;
  onOpen: (entry: Entry) => void;
  onCreate: (() => void) | undefined;
  /** Absent where there is enough. */
  onLater: (() => void) | undefined;
};

/** What is to come, day by day; days with nothing are left out. */
export function AgendaView({ days, today, entries, isLoading, onOpen, onCreate, onLater }: Props) {
  const { t } = useTexts();
  const times = useTimes();
  const first = String(days[0]);
  const busy = days
    .map((day) => {
      const date = day.toString();
      // What began on a day before and isn't over is told on the first.
      const isListed = (entry: Entry) => isOn(entry, date) || (date === first && entry.last < first);
      return { day, date, entries: entries.filter(isListed) };
    })
    .filter(({ entries }) => entries.length > 0);

  return (
    <>
      {busy.length === 0 && isLoading && <Loading />}
      {busy.length === 0 && !isLoading && (
        <Empty
          icon={<CalendarHeart className="size-8" />}
          title={t('calendar.nothingSoon')}
          action={
            onCreate && (
              <Button onClick={onCreate}>
                <Plus className="size-5" />
                {t('calendar.new')}
              </Button>
            )
          }
        />
      )}
      <ol className="flex flex-col gap-6">
        {busy.map(({ day, date, entries }) => (
          <li key={date} className="grid gap-x-5 gap-y-2 sm:grid-cols-[6.5rem_1fr]">
            <h2 className="sm:pt-2" aria-current={day.equals(today) ? 'date' : undefined}>
              <span className="sr-only">{times.plainDay(day)}</span>
              <span aria-hidden="true" className="flex items-baseline gap-2 sm:flex-col sm:gap-0">
                <span
                  className={`text-3xl font-extrabold tabular-nums ${day.equals(today) ? 'text-accent' : ''}`}
                >
                  {day.day}
                </span>
                <span className="text-base font-bold tracking-normal">
                  {day.equals(today) ? t('calendar.today') : times.plainDay(day, { weekday: 'long' })}
                </span>
                <span className="text-sm font-normal tracking-normal text-soft">
                  {times.plainDay(day, { month: 'long' })}
                </span>
              </span>
            </h2>
            <ul className="flex min-w-0 flex-col gap-2">
              {entries.map((entry) => (
                <li key={entry.key}>
                  <EntryRow entry={entry} day={date} onOpen={onOpen} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {onLater && (
        <div className="mt-8 flex justify-center">
          <Button kind="secondary" onClick={onLater}>
            {t('calendar.later')}
          </Button>
        </div>
      )}
    </>
  );
}
