import { ClockAlert } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { AnswerShape } from '#web/ui/answer-shape.tsx';
import { daysLeft, type Entry, isOn, labelOf, widthOver } from './calendar-entry.ts';
import { placeSideBySide } from './overlap-layout.ts';
import { useTimes } from './viewer-zone.ts';
import { MINUTES_PER_DAY, type Piece, piecesOf } from './wall-clock.ts';
import type { useWeekDrag } from './week-drag.ts';
import { WeekGhost, WeekPiece } from './week-piece.tsx';

/** What is shorter takes as much room, so that there is something to read and to hit. */
const MIN_MINUTES = 30;
const ORDINARY_DAY = 24;
/** Above what scrolls below it. */
const HEAD_LAYER = 20;

type Drag = ReturnType<typeof useWeekDrag>;
type Props = Pick<Drag, 'drag' | 'onHold' | 'onHoldEnd' | 'onTap'> & {
  day: Temporal.PlainDate;
  label: string;
  /** From 0. */
  column: number;
  /** How many there are. */
  columns: number;
  isToday: boolean;
  zone: string;
  now: number;
  /** Of the day. */
  hours: number;
  hasClockChange: boolean;
  entries: readonly Entry[];
  /** What takes days, above the hours, and on which line each is. */
  bars: readonly Entry[];
  lanes: ReadonlyMap<string, number>;
  lineCount: number;
  onOpen: (entry: Entry) => void;
  onOpenDay: () => void;
  onDraw: Drag['onDraw'] | undefined;
};

/** The height of what is above the hours: the same over all columns. */
export const headHeight = (hasClockChange: boolean, lineCount: number): string =>
  `${4.25 + (hasClockChange ? 1.25 : 0) + lineCount * 1.625 + (lineCount > 0 ? 0.375 : 0)}rem`;

type Shown = Piece & { entry: Entry };

/** A day of the week view. */
export function WeekColumn(props: Props) {
  const { day, label, column, zone, now, isToday, entries, drag, onOpen, onHold, onHoldEnd, onDraw, onTap } =
    props;
  const pieces = entries.flatMap((entry) =>
    piecesOf(entry.occurrence, [day], zone).map((piece): Shown => ({ ...readable(piece), entry })),
  );
  const places = placeSideBySide(pieces);
  const ghosts = drag ? piecesOf(drag.to, [day], zone) : [];
  const isGhostBar = drag?.entry !== undefined && drag.entry.first !== drag.entry.last;
  const present = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);

  return (
    <section aria-label={label} className="relative min-w-0 flex-1">
      <Head {...props} />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: for keys there is the day's button above */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
      <div
        data-column={column}
        onPointerDown={({ nativeEvent, target, currentTarget }) => {
          if (target === currentTarget) onDraw?.(nativeEvent, day);
        }}
        onClick={({ clientX: x, clientY: y, target, currentTarget }) => {
          if (target === currentTarget) onTap({ x, y }, day);
        }}
        className={`relative h-[78rem] border-l border-line ${isToday ? 'bg-canvas/50' : ''} [background-image:linear-gradient(to_bottom,var(--color-line)_1px,transparent_1px)] [background-size:100%_3.25rem] [background-position-y:-1px] ${onDraw ? 'cursor-cell' : ''}`}
      >
        {pieces.map((piece, index) => {
          const place = places[index];
          return (
            place && (
              <WeekPiece
                key={piece.entry.key}
                entry={piece.entry}
                piece={piece}
                place={place}
                isHeld={drag?.entry?.key === piece.entry.key}
                onOpen={onOpen}
                onHold={onHold}
                onHoldEnd={onHoldEnd}
              />
            )
          );
        })}
        {drag &&
          !isGhostBar &&
          ghosts.map((piece) => <WeekGhost key={piece.start} piece={readable(piece)} drag={drag} />)}
        {isToday && <NowLine minute={present.hour * 60 + present.minute} />}
      </div>
    </section>
  );
}

/** At least so long that it can be read, and within its day. */
function readable(piece: Piece): Piece {
  const end = Math.max(piece.end, Math.min(MINUTES_PER_DAY, piece.start + MIN_MINUTES));
  return { ...piece, end, start: Math.min(piece.start, end - MIN_MINUTES) };
}

const NowLine = ({ minute }: { minute: number }) => (
  <div
    aria-hidden="true"
    className="pointer-events-none absolute inset-x-0 z-10 border-t-2 border-accent before:absolute before:-left-1 before:-top-[5px] before:size-2 before:rounded-full before:bg-accent before:content-['']"
    style={{ top: `${(minute / MINUTES_PER_DAY) * 100}%` }}
  />
);

function Head(props: Props) {
  const {
    day,
    label,
    isToday,
    hours,
    hasClockChange,
    entries,
    bars,
    lanes,
    lineCount,
    zone,
    column,
    columns,
  } = props;
  const { t } = useTexts();
  const times = useTimes();
  const date = day.toString();
  const count =
    bars.filter((entry) => isOn(entry, date)).length +
    entries.filter(({ occurrence }) => piecesOf(occurrence, [day], zone).length > 0).length;
  return (
    <div
      className="sticky top-0 flex flex-col border-b border-l border-line bg-surface"
      // Before those that follow: what is written on a bar goes on over them.
      style={{ height: headHeight(hasClockChange, lineCount), zIndex: HEAD_LAYER + columns - column }}
    >
      <h2 className="font-normal tracking-normal">
        <button
          type="button"
          onClick={props.onOpenDay}
          aria-current={isToday ? 'date' : undefined}
          className="flex h-17 w-full flex-col items-center justify-center gap-0.5 outline-offset-[-3px] hover:bg-sunken"
        >
          <span className="sr-only">{`${label}, ${t('calendar.count', { count })}`}</span>
          <span aria-hidden="true" className="text-xs font-bold text-soft">
            {times.plainDay(day, { weekday: 'short' })}
          </span>
          <span
            aria-hidden="true"
            className={`inline-flex size-9 items-center justify-center rounded-full text-xl font-extrabold tabular-nums ${isToday ? 'bg-accent text-on-accent' : ''}`}
          >
            {day.day}
          </span>
        </button>
      </h2>
      {hasClockChange && (
        <p className="flex h-5 items-center justify-center gap-1 text-xs text-soft">
          {hours !== ORDINARY_DAY && (
            <>
              <ClockAlert aria-hidden="true" className="size-3.5 shrink-0" />
              {t('calendar.clockChange', { hours })}
            </>
          )}
        </p>
      )}
      <div
        className="grid grid-cols-1 gap-y-0.5"
        style={{ gridTemplateRows: `repeat(${lineCount}, 1.5rem)` }}
      >
        {bars
          .filter((entry) => isOn(entry, date))
          .map((entry) => (
            <Bar key={entry.key} entry={entry} lane={lanes.get(entry.key) ?? 0} {...props} />
          ))}
      </div>
    </div>
  );
}

function Bar({
  entry,
  lane,
  day,
  column,
  columns,
  onOpen,
  onHold,
  drag,
}: Props & { entry: Entry; lane: number }) {
  const times = useTimes();
  const date = day.toString();
  const begins = date === entry.first;
  const ends = date === entry.last;
  const isHeld = drag?.entry?.key === entry.key;
  return (
    <button
      type="button"
      onClick={() => onOpen(entry)}
      onPointerDown={({ nativeEvent }) => onHold(nativeEvent, entry)}
      style={{ gridRowStart: lane + 1 }}
      className={`relative min-w-0 text-left text-[0.8125rem] font-bold leading-6 select-none ${entry.color.fill} ${
        begins ? 'ml-0.5 rounded-l-md' : '-ml-px'
      } ${ends ? 'mr-0.5 rounded-r-md' : ''} ${isHeld ? 'opacity-60' : ''}`}
    >
      <span className="sr-only">{labelOf(entry, times)}</span>
      {(begins || column === 0) && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 left-1.5 truncate"
          style={{ width: widthOver(daysLeft(entry, day, columns - column)) }}
        >
          <AnswerShape index={entry.color.shape} className="mr-1.5 inline size-2.5" />
          {entry.occurrence.name}
        </span>
      )}
    </button>
  );
}
