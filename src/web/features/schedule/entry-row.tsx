import { Globe, Repeat } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import type { Entry } from './calendar-entry.ts';
import { TimelineMark } from './timeline-mark.tsx';
import { type Times, useTimes } from './viewer-zone.ts';

type Props = { entry: Entry; day: string; onOpen: (entry: Entry) => void };

/** An entry of a day's list. */
export function EntryRow({ entry, day, onOpen }: Props) {
  const { t } = useTexts();
  const times = useTimes();
  const { occurrence, timeline, color, elsewhere, isSeries } = entry;
  const [first, second] = timesOn(entry, day, times, t);
  return (
    <button
      type="button"
      onClick={() => onOpen(entry)}
      className="flex w-full items-stretch gap-4 rounded-card border border-line bg-surface p-3 text-left shadow-card transition hover:border-accent sm:p-4"
    >
      <span className="flex w-20 shrink-0 flex-col tabular-nums leading-tight sm:w-24">
        <span className="font-bold">{first}</span>
        <span className="text-sm text-soft">{second}</span>
      </span>
      <span className={`w-1 shrink-0 rounded-full border-l-4 ${color.edge}`} />
      <span className="min-w-0 flex-1">
        <span className="block font-bold leading-snug [overflow-wrap:anywhere]">{occurrence.name}</span>
        <span className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-sm text-soft">
          <span className="inline-flex min-w-0 items-center gap-1.5">
            <TimelineMark color={color} className="size-3.5 shrink-0" />
            <span className="min-w-0 [overflow-wrap:anywhere]">{timeline.name}</span>
          </span>
          {isSeries && (
            <span className="inline-flex items-center gap-1.5">
              <Repeat aria-hidden="true" className="size-3.5 shrink-0" />
              {t('calendar.repeats')}
            </span>
          )}
          {elsewhere && (
            <span className="inline-flex items-center gap-1.5">
              <Globe aria-hidden="true" className="size-3.5 shrink-0" />
              {t('calendar.elsewhere', elsewhere)}
            </span>
          )}
        </span>
      </span>
    </button>
  );
}

/** Two lines: when it begins and ends, as far as that is on this day. */
function timesOn(
  { occurrence: { startDateTime, endDateTime }, first, last }: Entry,
  day: string,
  times: Times,
  t: ReturnType<typeof useTexts>['t'],
): [string, string] {
  const start = times.time(startDateTime);
  const end = times.time(endDateTime);
  if (day < first || day > last) return [t('calendar.goesOn'), t('calendar.until', { time: end })];
  if (first !== last) {
    if (day === first) return [start, t('calendar.untilDay', { day: times.shortDay(endDateTime) })];
    if (day === last) return [t('calendar.until', { time: end }), ''];
    return [t('calendar.allDay'), ''];
  }
  const isSameDay = times.day(startDateTime) === times.day(endDateTime);
  return [start, isSameDay ? `– ${end}` : `– ${end} ${times.weekday(endDateTime)}`];
}
