import type { PointerEvent as ReactPointerEvent } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { AnswerShape } from '#web/ui/answer-shape.tsx';
import { daysLeft, type Entry, isOn, labelOf, widthOver } from './calendar-entry.ts';
import { lanesOf } from './overlap-layout.ts';
import { TimelineMark } from './timeline-mark.tsx';
import { useTimes } from './viewer-zone.ts';

const MAX_MARKS = 3;
const DAYS_PER_WEEK = 7;

export type CellProps = {
  day: Temporal.PlainDate;
  /** From 0, within its week. */
  column: number;
  entries: readonly Entry[];
  /** On which line of its week each entry is. */
  lanes: ReadonlyMap<string, number>;
  /** The one that the keys are at. */
  isActive: boolean;
  isToday: boolean;
  /** Of the month before or after. */
  isOutside: boolean;
  /** Whether what is held would be dropped here, and could be. */
  drop: 'free' | 'taken' | undefined;
  /** So many a day has room for, the last of which may say how many there are more. */
  lineCount: number;
  onAct: () => void;
  onOpen: (entry: Entry) => void;
  onOpenDay: () => void;
  onHold: (event: PointerEvent, entry: Entry) => void;
};

/** What is on several days keeps its line over all of them. */
export function lanesIn(
  week: readonly Temporal.PlainDate[],
  entries: readonly Entry[],
): ReadonlyMap<string, number> {
  const dates = week.map(String);
  const shown = entries.filter((entry) => dates.some((date) => isOn(entry, date)));
  const spans = shown.map((entry) => ({
    start: dates.findIndex((date) => isOn(entry, date)),
    end: dates.findLastIndex((date) => isOn(entry, date)) + 1,
  }));
  const lanes = lanesOf(spans);
  return new Map(shown.map(({ key }, index) => [key, lanes[index] ?? 0]));
}

const DROPS = { free: 'bg-sunken', taken: 'bg-sunken ring-2 ring-inset ring-danger' };
const CELL = 'relative border-line align-top outline-offset-[-3px]';
const edges = (column: number) => `border-b [tr:last-child>&]:border-b-0 ${column > 0 ? 'border-l' : ''}`;

/** The day itself, to the keys; a click on it is one on its cell. */
const DayNumber = ({ day, isToday, isOutside, isActive, label }: CellProps & { label: string }) => (
  <button
    type="button"
    data-day={day.toString()}
    tabIndex={isActive ? 0 : -1}
    aria-current={isToday ? 'date' : undefined}
    className={`relative inline-flex size-7 items-center justify-center rounded-full text-sm font-bold tabular-nums ${
      isToday ? 'bg-accent text-on-accent' : isOutside ? 'text-soft' : ''
    }`}
  >
    <span className="sr-only">{label}</span>
    <span aria-hidden="true">{day.day}</span>
  </button>
);

function useCell({ day, entries, isActive }: CellProps) {
  const { t } = useTexts();
  const times = useTimes();
  const date = day.toString();
  const shown = entries.filter((entry) => isOn(entry, date));
  return {
    shown,
    label: `${times.plainDay(day)}, ${t('calendar.count', { count: shown.length })}`,
    attributes: { role: 'gridcell', 'data-date': date, 'aria-selected': isActive },
  };
}

/** A day with its entries, line by line. */
export function MonthCell(props: CellProps) {
  const { column, lanes, isActive, isOutside, drop, lineCount, onAct, onOpenDay } = props;
  const { t } = useTexts();
  const { shown, label, attributes } = useCell(props);
  const fits = Math.max(0, ...shown.map(({ key }) => (lanes.get(key) ?? 0) + 1)) <= lineCount;
  const lines = fits ? lineCount : lineCount - 1;
  const rest = shown.filter(({ key }) => (lanes.get(key) ?? 0) >= lines).length;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    <td
      {...attributes}
      onClick={({ target, currentTarget }) => {
        // What is open over the page belongs to it, too, as React has it.
        const isHere = target instanceof Element && currentTarget.contains(target);
        if (isHere && !target.closest('button:not([data-day])')) onAct();
      }}
      className={`${CELL} ${edges(column)} cursor-pointer transition-colors ${drop ? DROPS[drop] : isOutside ? 'bg-canvas/60' : ''}`}
    >
      <div
        className="grid grid-cols-1 gap-y-0.5 pb-1"
        style={{ gridTemplateRows: `1.75rem repeat(${lineCount}, 1.5rem)` }}
      >
        <div className="row-start-1 px-0.5 pt-0.5">
          <DayNumber {...props} label={label} />
        </div>
        {shown
          .filter(({ key }) => (lanes.get(key) ?? 0) < lines)
          .map((entry) => (
            <Line key={entry.key} entry={entry} lane={lanes.get(entry.key) ?? 0} {...props} />
          ))}
        {rest > 0 && (
          <button
            type="button"
            tabIndex={isActive ? 0 : -1}
            onClick={onOpenDay}
            style={{ gridRowStart: lineCount + 1 }}
            className="mx-1 rounded-md px-1.5 text-left text-sm font-bold text-soft hover:bg-sunken hover:text-ink"
          >
            {t('calendar.more', { count: rest })}
          </button>
        )}
      </div>
    </td>
  );
}

type LineProps = CellProps & { entry: Entry; lane: number };

function Line({ entry, lane, day, column, isActive, onOpen, onHold }: LineProps) {
  const times = useTimes();
  const { occurrence, color, first, last, canEdit } = entry;
  const date = day.toString();
  const isLong = first !== last;
  const begins = date === first;
  const ends = date === last;
  const isNamed = begins || column === 0;
  const hold = (event: ReactPointerEvent) => onHold(event.nativeEvent, entry);
  return (
    <button
      type="button"
      tabIndex={isActive ? 0 : -1}
      title={`${times.time(occurrence.startDateTime)} ${occurrence.name}`}
      onClick={() => onOpen(entry)}
      onPointerDown={hold}
      style={{ gridRowStart: lane + 2 }}
      className={`relative flex h-6 min-w-0 text-left text-[0.8125rem] leading-6 select-none hover:brightness-95 ${canEdit ? 'active:cursor-grabbing' : ''} ${
        isLong
          ? `${color.fill} font-bold ${begins ? 'ml-1 rounded-l-md pl-1.5' : '-ml-px pl-1.5'} ${ends ? 'mr-1 rounded-r-md' : ''}`
          : `${color.tint} mx-1 rounded-md px-1.5`
      }`}
    >
      <span className="sr-only">{labelOf(entry, times)}</span>
      {isNamed && (
        <span
          aria-hidden="true"
          className={`pointer-events-none flex h-6 flex-wrap items-center gap-x-1 overflow-hidden ${isLong ? 'absolute inset-y-0 left-1.5 z-10' : 'w-full'}`}
          style={isLong ? { width: widthOver(daysLeft(entry, day, DAYS_PER_WEEK - column)) } : undefined}
        >
          <AnswerShape index={color.shape} className={`size-2.5 shrink-0 ${isLong ? '' : color.ink}`} />
          <span className={`max-w-[calc(100%-0.875rem)] truncate ${isLong ? '' : 'font-semibold'}`}>
            {occurrence.name}
          </span>
          {!isLong && (
            <span className="ml-auto text-xs text-soft tabular-nums">
              {times.time(occurrence.startDateTime)}
            </span>
          )}
        </span>
      )}
    </button>
  );
}

/** A day on a phone: how much there is, not what. */
export function MonthCellBrief(props: CellProps) {
  const { isActive, isOutside, onAct } = props;
  const { shown, label, attributes } = useCell(props);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    <td
      {...attributes}
      onClick={onAct}
      className={`${CELL} h-14 cursor-pointer rounded-control text-center ${isOutside ? 'bg-canvas/60' : ''} ${isActive ? 'bg-sunken ring-2 ring-inset ring-soft' : ''}`}
    >
      <div className="flex flex-col items-center gap-0.5 py-1">
        <DayNumber {...props} label={label} />
        <span
          aria-hidden="true"
          className="flex h-3.5 items-center gap-0.5 text-[0.6875rem] font-bold leading-none"
        >
          {shown.length <= MAX_MARKS ? (
            shown.map(({ key, color }) => <TimelineMark key={key} color={color} className="size-2" />)
          ) : (
            <>
              {shown.slice(0, MAX_MARKS - 1).map(({ key, color }) => (
                <TimelineMark key={key} color={color} className="size-2" />
              ))}
              <span className="text-soft">+{shown.length - MAX_MARKS + 1}</span>
            </>
          )}
        </span>
      </div>
    </td>
  );
}
