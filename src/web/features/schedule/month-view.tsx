import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { draftOf, type Entry } from './calendar-entry.ts';
import { DayList } from './day-list.tsx';
import { type Drag, DragNotice } from './drag-notice.tsx';
import { lanesIn, MonthCell, MonthCellBrief } from './month-cell.tsx';
import { followPointer } from './pointer-drag.ts';
import { useWindowHeight } from './use-media.ts';
import type { ViewProps } from './view-props.ts';
import { useTimes } from './viewer-zone.ts';
import { eveningOf, moveBy, type When } from './wall-clock.ts';

type Props = ViewProps & {
  isPhone: boolean;
  onSelect: (day: Temporal.PlainDate) => void;
};

const DAYS = 7;
/** Of a day's cell: what is above the month, a day's number, and one line. In pixels, as the styles have them. */
const ABOVE_PX = 250;
const NUMBER_PX = 34;
const LINE_PX = 26;
const MIN_LINES = 3;
const MAX_LINES = 8;

/** The whole month shall be seen at once where that leaves enough of each day. */
function linesOf(weeks: number, windowHeight: number): number {
  const room = (windowHeight - ABOVE_PX) / weeks - NUMBER_PX;
  return Math.min(MAX_LINES, Math.max(MIN_LINES, Math.floor(room / LINE_PX)));
}

/** A month as a grid of days, which the arrow keys go through. */
export function MonthView(props: Props) {
  const { days, date, today, zone, entries, isPhone, onSelect, onOpen, onOpenDay, onCreate } = props;
  const { t } = useTexts();
  const times = useTimes();
  const grid = useRef<HTMLTableElement>(null);
  const isKeyed = useRef(false);
  const { drag, target, begin } = useMonthDrag(props);
  const weeks = Array.from({ length: days.length / DAYS }, (_, week) =>
    days.slice(week * DAYS, (week + 1) * DAYS),
  );
  const lineCount = linesOf(weeks.length, useWindowHeight());
  const create =
    onCreate &&
    ((day: Temporal.PlainDate) => onCreate(draftOf(eveningOf(day, zone, Temporal.Now.instant()))));

  // Whoever goes from day to day by keys goes on in the month that this led to.
  const shown = date.toString();
  useEffect(() => {
    if (!isKeyed.current) return;
    isKeyed.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${shown}"]`)?.focus();
  }, [shown]);

  const act = (day: Temporal.PlainDate) => {
    if (isPhone || !create) onSelect(day);
    else create(day);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, target } = event;
    if (!(target instanceof HTMLElement) || target.dataset.day === undefined) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = stepByKey(key, date, days);
    if (!next) return;
    event.preventDefault();
    isKeyed.current = true;
    onSelect(next);
  };

  return (
    <>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the arrow keys go through its cells
        role="grid"
        aria-label={t('calendar.days')}
        onKeyDown={onKeyDown}
        className="w-full table-fixed border-separate border-spacing-0 overflow-hidden rounded-card border border-line bg-surface shadow-card"
      >
        <thead>
          <tr>
            {days.slice(0, DAYS).map((day) => (
              <th
                key={day.dayOfWeek}
                scope="col"
                abbr={times.plainDay(day, { weekday: 'long' })}
                className="border-b border-line px-2 py-2 text-center text-xs font-bold text-soft sm:text-left sm:text-sm"
              >
                {times.plainDay(day, { weekday: isPhone ? 'narrow' : 'short' })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => {
            const lanes = isPhone ? new Map<string, number>() : lanesIn(week, entries);
            return (
              <tr key={String(week[0])}>
                {week.map((day, column) => {
                  const cell = {
                    day,
                    column,
                    entries,
                    lanes,
                    lineCount,
                    isActive: day.equals(date),
                    isToday: day.equals(today),
                    isOutside: day.month !== date.month,
                    drop:
                      target === day.toString()
                        ? drag?.clash
                          ? ('taken' as const)
                          : ('free' as const)
                        : undefined,
                    onAct: () => act(day),
                    onOpen,
                    onOpenDay: () => onOpenDay(day),
                    onHold: begin,
                  };
                  return isPhone ? (
                    <MonthCellBrief key={day.toString()} {...cell} />
                  ) : (
                    <MonthCell key={day.toString()} {...cell} />
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
      {isPhone && (
        <section aria-labelledby="chosen-day" className="mt-6">
          <h2 id="chosen-day" aria-live="polite" className="mb-3 text-xl">
            {times.plainDay(date)}
          </h2>
          <DayList day={date} entries={entries} onOpen={onOpen} onCreate={create && (() => create(date))} />
        </section>
      )}
      <DragNotice drag={drag} />
    </>
  );
}

/** Where a key leads from a day, within its week or beyond. */
function stepByKey(
  key: string,
  date: Temporal.PlainDate,
  days: readonly Temporal.PlainDate[],
): Temporal.PlainDate | undefined {
  const column =
    Math.max(
      0,
      days.findIndex((day) => day.equals(date)),
    ) % DAYS;
  switch (key) {
    case 'ArrowLeft':
      return date.subtract({ days: 1 });
    case 'ArrowRight':
      return date.add({ days: 1 });
    case 'ArrowUp':
      return date.subtract({ days: DAYS });
    case 'ArrowDown':
      return date.add({ days: DAYS });
    case 'Home':
      return date.subtract({ days: column });
    case 'End':
      return date.add({ days: DAYS - 1 - column });
    case 'PageUp':
      return date.subtract({ months: 1 });
    case 'PageDown':
      return date.add({ months: 1 });
    default:
      return undefined;
  }
}

const dateAt = (x: number, y: number): string | undefined => {
  const cell = document.elementFromPoint(x, y)?.closest('[data-date]');
  return cell instanceof HTMLElement ? cell.dataset.date : undefined;
};

/** Entries can be held and let go of on another day. */
function useMonthDrag({ zone, onMove, clashOf }: ViewProps) {
  const [drag, setDrag] = useState<Drag & { target: string }>();
  const begin = (event: PointerEvent, { occurrence, canEdit }: Entry) => {
    const from = dateAt(event.clientX, event.clientY);
    if (!canEdit || !from) return;
    const grabbed = Temporal.PlainDate.from(from);
    let held: When | undefined;
    followPointer(event, {
      onMove({ x, y }) {
        const target = dateAt(x, y);
        if (!target) return;
        const { days } = grabbed.until(target);
        const to = moveBy(occurrence, { days, minutes: 0 }, zone);
        held = days === 0 ? undefined : to;
        setDrag({ target, to, clash: clashOf(occurrence, to) });
      },
      onDrop() {
        setDrag(undefined);
        if (held) onMove(occurrence, held);
      },
      onCancel: () => setDrag(undefined),
    });
  };
  return { drag, target: drag?.target, begin };
}
