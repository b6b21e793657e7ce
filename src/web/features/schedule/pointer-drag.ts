/** So far a hand may slip on a click, in pixels. */
const SLIP_PX = 4;

export type Point = { x: number; y: number };
type Handlers = {
  /** Called once it is a drag rather than a click. */
  onMove: (point: Point) => void;
  onDrop: () => void;
  /** Where it comes to nothing: by Escape, or because the browser took the pointer away. */
  onCancel: () => void;
};

type Press = { pointerType: string; button: number; pointerId: number; clientX: number; clientY: number };

/** Follows a pointer that was pressed, wherever it goes. Fingers scroll instead: for them there is the form. */
export function followPointer(press: Press, { onMove, onDrop, onCancel }: Handlers): void {
  if (press.pointerType === 'touch' || press.button !== 0) return;
  const over = new AbortController();
  let isDrag = false;
  let isCancelled = false;

  const listen = <K extends keyof WindowEventMap>(type: K, listener: (event: WindowEventMap[K]) => void) =>
    addEventListener(type, listener, { signal: over.signal, capture: true });

  listen('pointermove', ({ pointerId, clientX: x, clientY: y }) => {
    if (pointerId !== press.pointerId || isCancelled) return;
    isDrag ||= Math.hypot(x - press.clientX, y - press.clientY) > SLIP_PX;
    if (!isDrag) return;
    getSelection()?.removeAllRanges();
    onMove({ x, y });
  });
  listen('pointerup', ({ pointerId }) => {
    if (pointerId !== press.pointerId) return;
    over.abort();
    if (!isDrag) return;
    swallowClick();
    if (!isCancelled) onDrop();
  });
  listen('pointercancel', () => {
    over.abort();
    if (isDrag && !isCancelled) onCancel();
  });
  listen('keydown', (event) => {
    if (event.key !== 'Escape' || !isDrag || isCancelled) return;
    event.preventDefault();
    event.stopPropagation();
    // The button is still down: what is let go of later is no click either.
    isCancelled = true;
    onCancel();
  });
}

/** Where a pointer is let go of after a drag is no click. It would come at once. */
function swallowClick(): void {
  const refuse = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', refuse, { capture: true });
  setTimeout(() => removeEventListener('click', refuse, { capture: true }));
}
