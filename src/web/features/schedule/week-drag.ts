import { type RefObject, useState } from 'react';
import { draftOf, type Entry } from './calendar-entry.ts';
import type { Drag } from './drag-notice.tsx';
import { followPointer, type Point } from './pointer-drag.ts';
import type { ViewProps } from './view-props.ts';
import { drawn, endAt, isLong, MINUTES_PER_DAY, moveBy, SNAP_MINUTES, type When } from './wall-clock.ts';

/** So near to an edge, in pixels, what is held makes the hours scroll, by so much at a time. */
const EDGE_PX = 48;
const SCROLL_PX = 14;

const TAP_SNAP_MINUTES = 30;
const TAP_MINUTES = 60;

type WeekDrag = Drag & { entry: Entry | undefined };
type Options = Pick<ViewProps, 'days' | 'zone' | 'onCreate' | 'onMove' | 'clashOf'> & {
  /** Has the columns, marked by `data-column`, and scrolls. */
  hours: RefObject<HTMLElement | null>;
};

/** Entries are held and let go of elsewhere, or made longer by their ends; new ones are drawn over free hours. */
export function useWeekDrag({ days, zone, onCreate, onMove, clashOf, hours }: Options) {
  const [drag, setDrag] = useState<WeekDrag>();

  /** In which column, and at which minute of its day; outside of them at what is nearest. */
  const placeAt = ({ x, y }: Point): { day: number; minute: number } => {
    const columns = [...(hours.current?.querySelectorAll('[data-column]') ?? [])];
    const boxes = columns.map((column) => column.getBoundingClientRect());
    const found = boxes.findIndex(({ right }) => x < right);
    const day = found === -1 ? boxes.length - 1 : found;
    const { top, height } = boxes[day] ?? { top: 0, height: 1 };
    const minute = ((y - top) / height) * MINUTES_PER_DAY;
    return { day, minute: Math.min(MINUTES_PER_DAY, Math.max(0, minute)) };
  };

  const scrollNear = ({ y }: Point) => {
    const box = hours.current?.getBoundingClientRect();
    if (!box) return;
    if (y > box.bottom - EDGE_PX) hours.current?.scrollBy(0, SCROLL_PX);
    if (y < box.top + EDGE_PX * 2) hours.current?.scrollBy(0, -SCROLL_PX);
  };

  /** Follows a press, and tells where it was let go of. */
  const follow = (
    event: PointerEvent,
    entry: Entry | undefined,
    timesAt: (place: ReturnType<typeof placeAt>, from: ReturnType<typeof placeAt>) => When,
    onDrop: (to: When) => void,
  ) => {
    const from = placeAt({ x: event.clientX, y: event.clientY });
    let to: When | undefined;
    followPointer(event, {
      onMove(point) {
        scrollNear(point);
        to = timesAt(placeAt(point), from);
        setDrag({ entry, to, clash: entry && clashOf(entry.occurrence, to) });
      },
      onDrop() {
        setDrag(undefined);
        if (to) onDrop(to);
      },
      onCancel: () => setDrag(undefined),
    });
  };

  const place =
    ({ occurrence }: Entry) =>
    (to: When) => {
      const isElsewhere =
        to.startDateTime !== occurrence.startDateTime || to.endDateTime !== occurrence.endDateTime;
      if (isElsewhere) onMove(occurrence, to);
    };

  return {
    drag,

    onHold(event: PointerEvent, entry: Entry): void {
      const { occurrence, canEdit } = entry;
      if (!canEdit) return;
      const byDays = isLong(occurrence);
      follow(
        event,
        entry,
        (at, from) => {
          const minutes = at.minute - from.minute;
          const isSameTime = byDays || Math.abs(minutes) < SNAP_MINUTES / 2;
          return moveBy(occurrence, { days: at.day - from.day, minutes: isSameTime ? 0 : minutes }, zone);
        },
        place(entry),
      );
    },

    onHoldEnd(event: PointerEvent, entry: Entry): void {
      const { occurrence, canEdit } = entry;
      if (!canEdit) return;
      follow(
        event,
        entry,
        ({ day, minute }) => {
          const date = days[day];
          return date ? endAt(occurrence, date, minute, zone) : occurrence;
        },
        place(entry),
      );
    },

    /** A press without a drag: an hour, from the half hour before it. */
    onTap(point: Point, day: Temporal.PlainDate): void {
      const start = Math.floor(placeAt(point).minute / TAP_SNAP_MINUTES) * TAP_SNAP_MINUTES;
      onCreate?.(draftOf(drawn(day, start, start + TAP_MINUTES - 1, zone)));
    },

    onDraw(event: PointerEvent, day: Temporal.PlainDate): void {
      if (!onCreate) return;
      follow(
        event,
        undefined,
        (at, from) => drawn(day, from.minute, at.minute, zone),
        (to) => onCreate(draftOf(to)),
      );
    },
  };
}
