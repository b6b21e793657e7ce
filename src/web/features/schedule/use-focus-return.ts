import { useEffect, useRef } from 'react';

const WINDOWS = '[role=dialog], [role=alertdialog], [data-base-ui-focus-guard]';

/** Who closes what lay over the page goes on where they were, whichever of several windows they came through. */
export function useFocusReturn(isOpen: boolean): void {
  const opener = useRef<Element>(null);

  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      if (target instanceof Element && !target.closest(WINDOWS)) opener.current = target;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);

  useEffect(() => {
    const { current } = opener;
    if (isOpen || !(current instanceof HTMLElement)) return;
    // After the window itself has tried: it may not know where one was before, and go back to what opened another.
    queueMicrotask(() => {
      if (current.isConnected) current.focus({ preventScroll: true });
    });
  }, [isOpen]);
}
