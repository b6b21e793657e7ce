import { type CSSProperties, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { findPlace, type Span } from './editor-places.ts';

type Dragging = { from: number; to: number; offset: number; size: number };
type Grip = { index: number; pointerY: number; startY: number; spans: Span[]; startScroll: number };

/** So near to the edge of what scrolls, it scrolls by itself. */
const EDGE_PX = 48;
const SCROLL_PX = 9;

/**
 * Lets the items of a list be dragged to another place by their handles, with any pointer. Those that are children of
 * the list with `data-item` count.
 */
export function useReorder(
  list: RefObject<HTMLElement | null>,
  isEnabled: boolean,
  onMove: (from: number, to: number) => void,
) {
  const [dragging, setDragging] = useState<Dragging>();
  const grip = useRef<Grip>(undefined);
  const isDragging = dragging !== undefined;

  const end = (isDone: boolean) => {
    grip.current = undefined;
    setDragging(undefined);
    if (isDone && dragging && dragging.from !== dragging.to) onMove(dragging.from, dragging.to);
  };

  // What is beyond the edge comes into view while the pointer rests there.
  useEffect(() => {
    if (!isDragging) return;
    const scroller = findScroller(list.current);
    let frame = 0;
    const follow = () => {
      const held = grip.current;
      if (held) {
        const { top, bottom } = edgesOf(scroller);
        if (held.pointerY < top + EDGE_PX) scroller.scrollBy(0, -SCROLL_PX);
        if (held.pointerY > bottom - EDGE_PX) scroller.scrollBy(0, SCROLL_PX);
        const offset = held.pointerY - held.startY + scroller.scrollTop - held.startScroll;
        const to = findPlace(held.spans, held.index, offset);
        setDragging((present) =>
          present && (present.offset !== offset || present.to !== to) ? { ...present, offset, to } : present,
        );
      }
      frame = requestAnimationFrame(follow);
    };
    const cancel = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return;
      grip.current = undefined;
      setDragging(undefined);
    };
    frame = requestAnimationFrame(follow);
    addEventListener('keydown', cancel);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('keydown', cancel);
    };
  }, [isDragging, list]);

  return {
    draggedIndex: dragging?.from,

    handleProps: (index: number) => ({
      onPointerDown(event: PointerEvent<HTMLElement>) {
        if (event.button !== 0 || !isEnabled || !list.current) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const items = [...list.current.children].filter((item) => item.hasAttribute('data-item'));
        const spans = items.map((item) => {
          const { top, height } = item.getBoundingClientRect();
          return { top, height };
        });
        const { scrollTop } = findScroller(list.current);
        const y = event.clientY;
        grip.current = { index, pointerY: y, startY: y, spans, startScroll: scrollTop };
        const [first, second] = spans;
        const gap = first && second ? second.top - first.top - first.height : 0;
        const size = (spans[index]?.height ?? 0) + gap;
        setDragging({ from: index, to: index, offset: 0, size });
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        if (grip.current) grip.current.pointerY = event.clientY;
      },
      onPointerUp: () => end(true),
      onPointerCancel: () => end(false),
    }),

    /** Where an item is drawn while one of them is dragged. */
    styleOf(index: number): CSSProperties | undefined {
      if (!dragging) return undefined;
      const { from, to, offset, size } = dragging;
      if (index === from) return { transform: `translateY(${offset}px)`, zIndex: 10, position: 'relative' };
      const isAfter = index > from && index <= to;
      const isBefore = index < from && index >= to;
      const shift = isAfter ? -size : isBefore ? size : 0;
      return { transform: `translateY(${shift}px)`, transition: 'transform 150ms' };
    },
  };
}

function findScroller(element: HTMLElement | null): Element {
  for (let one = element; one; one = one.parentElement)
    if (one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY))
      return one;
  return document.scrollingElement ?? document.documentElement;
}

function edgesOf(scroller: Element): { top: number; bottom: number } {
  if (scroller === document.scrollingElement) return { top: 0, bottom: innerHeight };
  return scroller.getBoundingClientRect();
}
