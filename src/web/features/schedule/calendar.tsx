import { CalendarHeart } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Page, useTitle } from '#web/ui/page.tsx';
import { Empty, Failed, Loaded, Loading } from '#web/ui/states.tsx';
import { AgendaView } from './agenda-view.tsx';
import { useCalendarAddress } from './calendar-address.ts';
import { isEditable, type Timeline, useOccurrences, useTimelines } from './calendar-data.ts';
import { draftOf, keyOf, useEntries } from './calendar-entry.ts';
import { daysShown, type Shape, startOfDay, stepBy, type View } from './calendar-period.ts';
import { CalendarShortcuts } from './calendar-shortcuts.tsx';
import { CalendarToolbar } from './calendar-toolbar.tsx';
import { CalendarWindows, type Opened } from './calendar-windows.tsx';
import { findClash } from './clash.ts';
import { MonthView } from './month-view.tsx';
import { TimelineCreate } from './timeline-create.tsx';
import { TimelineList, useHiddenTimelines } from './timeline-list.tsx';
import { useIsPhone } from './use-media.ts';
import { useMove } from './use-move.tsx';
import { useNow } from './use-now.ts';
import { firstDayOfWeek, type Times, useTimes } from './viewer-zone.ts';
import { eveningOf } from './wall-clock.ts';
import { WeekView } from './week-view.tsx';

const DAYS_IN_WEEK = 7;
const DAYS_ON_PHONE = 3;
const AGENDA_DAYS = 28;
/** That much more is listed at once where somebody looks further. */
const MAX_AGENDA_DAYS = 52 * 7;

/** The calendar, once there is one. */
export default function Calendar() {
  const timelines = useTimelines();
  return (
    <Loaded query={timelines}>
      {(all) => (all.length === 0 ? <FirstCalendar /> : <CalendarOf timelines={all} />)}
    </Loaded>
  );
}

function FirstCalendar() {
  const { t } = useTexts();
  const [isMaking, setMaking] = useState(false);
  return (
    <Page title={t('nav.calendar')} isNarrow>
      <Empty
        icon={<CalendarHeart className="size-10" />}
        title={t('calendar.firstTitle')}
        action={
          <Button size="large" onClick={() => setMaking(true)}>
            {t('calendar.firstAction')}
          </Button>
        }
      >
        {t('calendar.firstText')}
      </Empty>
      {isMaking && <TimelineCreate onClose={() => setMaking(false)} />}
    </Page>
  );
}

function CalendarOf({ timelines }: { timelines: readonly Timeline[] }) {
  const { t } = useTexts();
  const times = useTimes();
  const isPhone = useIsPhone();
  const now = useNow();
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(times.zone).toPlainDate();
  const { view, date, show } = useCalendarAddress(isPhone ? 'agenda' : 'month', today);
  const [agendaDays, setAgendaDays] = useState(AGENDA_DAYS);
  const [opened, setOpened] = useState<Opened>();
  const { hidden, toggle } = useHiddenTimelines();
  const { shownAt, move, dialog } = useMove();

  const shape: Shape = {
    firstDay: firstDayOfWeek(times.locale),
    daysInWeek: isPhone ? DAYS_ON_PHONE : DAYS_IN_WEEK,
    daysInAgenda: agendaDays,
  };
  const days = daysShown(view, date, shape);
  const first = days[0] ?? date;
  const last = days.at(-1) ?? date;
  const from = startOfDay(first, times.zone);
  const to = startOfDay(last.add({ days: 1 }), times.zone);
  const query = useOccurrences(from, to);
  const { data } = query;
  const occurrences = useMemo(
    () => data?.map((occurrence) => ({ ...occurrence, ...shownAt.get(keyOf(occurrence)) })),
    [data, shownAt],
  );
  const entries = useEntries({ occurrences, timelines, hidden, times });

  const period = periodOf(view, date, first, last, today, isPhone, times);
  useTitle(`${t('nav.calendar')}: ${period}`);

  const step = (direction: -1 | 1) => {
    setAgendaDays(AGENDA_DAYS);
    show({ date: stepBy(view, date, direction, { ...shape, daysInAgenda: AGENDA_DAYS }) });
  };
  const showToday = () => show({ date: today });
  const showView = (next: View) => show({ view: next });
  const canCreate = timelines.some(isEditable);
  const createOn = canCreate
    ? (day: Temporal.PlainDate) => {
        const evening = eveningOf(day, times.zone, Temporal.Now.instant());
        setOpened({ kind: 'draft', draft: draftOf(evening) });
      }
    : undefined;
  const create = createOn && (() => createOn(date));

  const common = {
    days,
    date,
    today,
    zone: times.zone,
    entries,
    onOpen: ({ occurrence }: { occurrence: (typeof entries)[number]['occurrence'] }) =>
      setOpened({ kind: 'details', occurrence }),
    onOpenDay: (day: Temporal.PlainDate) => setOpened({ kind: 'day', day }),
    onCreate: canCreate
      ? (draft: { start?: string; end?: string }) => setOpened({ kind: 'draft', draft })
      : undefined,
    onMove: move,
    clashOf: (...[occurrence, at]: Parameters<typeof move>) =>
      findClash(occurrence, at, { occurrences: occurrences ?? [], timelines }),
  };

  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto grid w-full max-w-6xl grid-cols-1 items-start gap-5 px-3 pb-16 pt-4 outline-none sm:px-6 sm:pt-5 lg:grid-cols-[12.5rem_minmax(0,1fr)]"
    >
      <aside className="sticky top-20 max-lg:hidden" aria-label={t('calendar.calendars')}>
        <TimelineList hidden={hidden} onToggle={toggle} />
      </aside>
      <div className="min-w-0">
        <CalendarToolbar
          period={period}
          view={view}
          date={date}
          isPhone={isPhone}
          onToday={showToday}
          onStep={step}
          onView={showView}
          onDate={(day) => show({ date: day })}
          onCreate={create}
          onCalendars={() => setOpened({ kind: 'calendars' })}
          shortcuts={
            <CalendarShortcuts onToday={showToday} onView={showView} onStep={step} onCreate={create} />
          }
        />
        {occurrences === undefined ? (
          query.error ? (
            <Failed error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <Loading />
          )
        ) : view === 'month' ? (
          <MonthView
            {...common}
            isPhone={isPhone}
            onSelect={(day) => show({ date: day }, { replace: true })}
          />
        ) : view === 'week' ? (
          <WeekView {...common} now={now} onStep={step} />
        ) : (
          <AgendaView
            {...common}
            isLoading={query.isPlaceholderData}
            onCreate={create}
            onLater={
              agendaDays < MAX_AGENDA_DAYS ? () => setAgendaDays((count) => count + AGENDA_DAYS) : undefined
            }
          />
        )}
      </div>
      <CalendarWindows opened={opened} entries={entries} onChange={setOpened} onCreateOn={createOn} />
      {opened?.kind === 'calendars' && (
        <Dialog isOpen onClose={() => setOpened(undefined)} title={t('calendar.calendars')}>
          <TimelineList hidden={hidden} onToggle={toggle} />
        </Dialog>
      )}
      {dialog}
    </main>
  );
}

/** What a view shows, as a heading. */
function periodOf(
  view: View,
  date: Temporal.PlainDate,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
  today: Temporal.PlainDate,
  isPhone: boolean,
  times: Times,
): string {
  if (view === 'month') return times.plainDay(date, { month: 'long', year: 'numeric' });
  if (!isPhone) return times.plainDays(first, last, { day: 'numeric', month: 'long', year: 'numeric' });
  // A short heading: it is this year unless it says otherwise.
  const isThisYear = first.year === today.year && last.year === today.year;
  const month = times.locale.startsWith('ja') ? 'long' : 'short';
  return times.plainDays(first, last, { day: 'numeric', month, ...(!isThisYear && { year: 'numeric' }) });
}
