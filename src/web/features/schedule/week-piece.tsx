import { Globe, TriangleAlert } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { type Entry, labelOf } from './calendar-entry.ts';
import type { Drag } from './drag-notice.tsx';
import type { Place } from './overlap-layout.ts';
import { TimelineMark } from './timeline-mark.tsx';
import { useTimes } from './viewer-zone.ts';
import { MINUTES_PER_DAY, type Piece } from './wall-clock.ts';

/** What is shorter has room for one line. */
const TWO_LINES_MINUTES = 40;
const THREE_LINES_MINUTES = 80;
const FOUR_LINES_MINUTES = 110;

const percent = (part: number): string => `${part * 100}%`;
const heightOf = ({ start, end }: Piece) => ({
  top: percent(start / MINUTES_PER_DAY),
  height: percent((end - start) / MINUTES_PER_DAY),
});

type Props = {
  entry: Entry;
  piece: Piece;
  place: Place;
  /** It is being moved: a ghost shows where to. */
  isHeld: boolean;
  onOpen: (entry: Entry) => void;
  onHold: (event: PointerEvent, entry: Entry) => void;
  onHoldEnd: (event: PointerEvent, entry: Entry) => void;
};

/** What of an entry is on a day. */
export function WeekPiece({ entry, piece, place, isHeld, onOpen, onHold, onHoldEnd }: Props) {
  const { t } = useTexts();
  const times = useTimes();
  const { occurrence, color, canEdit, elsewhere } = entry;
  const { lane, lanes, width } = place;
  const minutes = piece.end - piece.start;
  const isTall = minutes >= TWO_LINES_MINUTES;
  const away = elsewhere && t('calendar.elsewhere', elsewhere);
  return (
    <div
      className={`absolute p-px ${isHeld ? 'opacity-70' : ''}`}
      style={{ ...heightOf(piece), left: percent(lane / lanes), width: percent(width / lanes) }}
    >
      <button
        type="button"
        title={away}
        onClick={() => onOpen(entry)}
        onPointerDown={({ nativeEvent }) => onHold(nativeEvent, entry)}
        className={`@container relative size-full overflow-hidden border bg-surface text-left text-[0.8125rem] leading-tight outline-offset-[-2px] select-none ${color.edge} ${
          piece.isFirst ? 'rounded-t-lg' : 'border-t-0'
        } ${piece.isLast ? 'rounded-b-lg' : 'border-b-0'} ${canEdit ? 'active:cursor-grabbing' : ''}`}
      >
        <span className="sr-only">{[labelOf(entry, times), away].filter(Boolean).join(', ')}</span>
        <span
          aria-hidden="true"
          className={`flex size-full gap-x-1.5 px-1.5 @max-[3rem]:px-0.5 sm:px-2 ${color.tint} ${isTall ? 'flex-col' : 'flex-wrap items-center overflow-hidden'} ${minutes >= THREE_LINES_MINUTES ? 'gap-y-0.5 py-1' : 'py-0.5'}`}
        >
          <span className="flex min-w-0 gap-1.5">
            <TimelineMark
              color={color}
              className="mt-0.5 size-3 shrink-0 @max-[3.5rem]:hidden max-sm:hidden"
            />
            <span
              className={`min-w-0 font-bold @max-[3rem]:whitespace-nowrap ${isTall ? '@max-[3rem]:[writing-mode:vertical-rl]' : ''} ${minutes >= THREE_LINES_MINUTES ? 'hyphens-auto' : 'truncate'}`}
            >
              {occurrence.name}
            </span>
          </span>
          <span className="flex min-w-0 shrink-0 items-center gap-1 text-xs tabular-nums @max-[3rem]:hidden">
            <span className="truncate">
              {isTall
                ? times.hours(occurrence.startDateTime, occurrence.endDateTime)
                : times.time(occurrence.startDateTime)}
            </span>
            {elsewhere && !isTall && <Globe aria-hidden="true" className="size-3 shrink-0" />}
          </span>
          {elsewhere && isTall && (
            <span className="flex min-w-0 items-center gap-1 text-xs @max-[3rem]:hidden">
              <Globe aria-hidden="true" className="size-3 shrink-0" />
              <span className={minutes >= FOUR_LINES_MINUTES ? '' : 'truncate'}>{away}</span>
            </span>
          )}
        </span>
      </button>
      {canEdit && piece.isLast && (
        // For pointers alone: the form changes the end, too.
        <span
          aria-hidden="true"
          data-resize
          onPointerDown={({ nativeEvent }) => onHoldEnd(nativeEvent, entry)}
          className="absolute inset-x-1 bottom-0 h-2 cursor-ns-resize pointer-coarse:hidden"
        />
      )}
    </div>
  );
}

/** Where what is held, or drawn, would be. */
export function WeekGhost({ piece, drag }: { piece: Piece; drag: Drag }) {
  const { t } = useTexts();
  const times = useTimes();
  const { to, clash } = drag;
  return (
    <div
      aria-hidden="true"
      className={`pointer-events-none absolute inset-x-0.5 z-10 overflow-hidden rounded-lg border-2 border-dashed bg-raised/95 px-2 py-1 text-xs font-bold shadow-card ${
        clash ? 'border-danger text-danger' : 'border-soft'
      }`}
      style={heightOf(piece)}
    >
      {piece.isFirst && (
        <span className="flex flex-wrap items-center gap-1 tabular-nums">
          {clash && <TriangleAlert className="size-3.5 shrink-0" />}
          {times.hours(to.startDateTime, to.endDateTime)}
          {clash && <span>{t('calendar.taken')}</span>}
        </span>
      )}
    </div>
  );
}
