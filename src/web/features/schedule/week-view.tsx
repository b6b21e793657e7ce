import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { isOn } from './calendar-entry.ts';
import { hoursOf } from './calendar-period.ts';
import { DragNotice } from './drag-notice.tsx';
import { lanesOf } from './overlap-layout.ts';
import type { ViewProps } from './view-props.ts';
import { useTimes } from './viewer-zone.ts';
import { piecesOf } from './wall-clock.ts';
import { headHeight, WeekColumn } from './week-column.tsx';
import { useWeekDrag } from './week-drag.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const MINUTES_PER_HOUR = 60;
/** What is looked at first: what begins by day, else the evening. */
const MORNING = 6 * MINUTES_PER_HOUR;
const EVENING = 17 * MINUTES_PER_HOUR;
const ORDINARY_DAY = 24;

type Props = ViewProps & {
  /** Epoch milliseconds. */
  now: number;
  onStep: (direction: -1 | 1) => void;
};

/** Some days side by side, hour by hour. */
export function WeekView(props: Props) {
  const { days, today, zone, entries, now, onOpen, onOpenDay, onStep } = props;
  const { t } = useTexts();
  const times = useTimes();
  const hours = useRef<HTMLDivElement>(null);
  const { drag, onHold, onHoldEnd, onDraw, onTap } = useWeekDrag({ ...props, hours });

  const dates = days.map(String);
  const long = entries.filter(({ first, last }) => first !== last);
  const onHours = entries.filter(({ first, last }) => first === last);
  const bars = long.filter((entry) => dates.some((date) => isOn(entry, date)));
  const barLanes = lanesOf(
    bars.map((entry) => ({
      start: dates.findIndex((date) => isOn(entry, date)),
      end: dates.findLastIndex((date) => isOn(entry, date)) + 1,
    })),
  );
  const lanes = new Map(bars.map(({ key }, index) => [key, barLanes[index] ?? 0]));
  const lineCount = Math.max(0, ...barLanes.map((lane) => lane + 1));
  const hasClockChange = days.some((day) => hoursOf(day, zone) !== ORDINARY_DAY);

  const starts = onHours.flatMap(({ occurrence }) =>
    piecesOf(occurrence, days, zone)
      .filter(({ isFirst, start }) => isFirst && start >= MORNING)
      .map(({ start }) => start),
  );
  const firstMinute = Math.min(EVENING, ...starts);
  // biome-ignore lint/correctness/useExhaustiveDependencies: from then on it stays where one has scrolled to
  useLayoutEffect(() => {
    const box = hours.current;
    if (!box) return;
    const hourPx = (box.querySelector('[data-column]')?.clientHeight ?? 0) / HOURS.length;
    box.scrollTop = Math.max(0, (firstMinute / MINUTES_PER_HOUR - 0.5) * hourPx);
  }, [dates[0]]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    onStep(event.key === 'ArrowLeft' ? -1 : 1);
  };

  return (
    <>
      <section
        ref={hours}
        aria-label={t('calendar.hours')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="relative isolate flex items-start h-[max(26rem,calc(100dvh-17.5rem))] overflow-x-hidden overflow-y-auto overscroll-contain rounded-card border border-line bg-surface shadow-card sm:h-[max(30rem,calc(100dvh-13.75rem))]"
      >
        <HourNames hasClockChange={hasClockChange} lineCount={lineCount} />
        {days.map((day, column) => (
          <WeekColumn
            key={day.toString()}
            day={day}
            column={column}
            columns={days.length}
            isToday={day.equals(today)}
            zone={zone}
            now={now}
            hours={hoursOf(day, zone)}
            hasClockChange={hasClockChange}
            entries={onHours}
            bars={bars}
            lanes={lanes}
            lineCount={lineCount}
            drag={drag}
            onOpen={onOpen}
            onOpenDay={() => onOpenDay(day)}
            onHold={onHold}
            onHoldEnd={onHoldEnd}
            onDraw={props.onCreate && onDraw}
            onTap={onTap}
            label={times.plainDay(day)}
          />
        ))}
      </section>
      <DragNotice drag={drag} />
    </>
  );
}

function HourNames({ hasClockChange, lineCount }: { hasClockChange: boolean; lineCount: number }) {
  const times = useTimes();
  return (
    <div aria-hidden="true" className="w-11 shrink-0 sm:w-16">
      <div
        className="sticky top-0 z-30 border-b border-line bg-surface"
        style={{ height: headHeight(hasClockChange, lineCount) }}
      />
      <div className="relative h-[78rem]">
        {HOURS.slice(1).map((hour) => (
          <span
            key={hour}
            className="absolute right-1.5 -translate-y-1/2 text-right text-[0.6875rem] leading-tight text-soft tabular-nums sm:right-2.5 sm:text-xs"
            style={{ top: `${(hour / HOURS.length) * 100}%` }}
          >
            {times.hour(hour)}
          </span>
        ))}
      </div>
    </div>
  );
}
