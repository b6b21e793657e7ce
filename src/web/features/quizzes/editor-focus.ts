import { useCallback, useEffect, useRef, useState } from 'react';

/** What is on another tab is drawn some frames later than that tab is chosen. */
const MAX_FRAMES = 20;

function find(idOrName: string): HTMLElement | null {
  const name = CSS.escape(idOrName);
  // The document's head has names of its own.
  return document.getElementById(idOrName) ?? document.querySelector<HTMLElement>(`#main [name="${name}"]`);
}

/**
 * Puts the focus into an element that may be there only after the next drawing.
 * @returns tells its id, or its name where it is a field
 */
export function useFocusRequest(): (idOrName: string) => void {
  const wanted = useRef<string>(undefined);
  const [, setCount] = useState(0);

  useEffect(() => {
    if (wanted.current === undefined) return;
    let frames = MAX_FRAMES;
    let frame = 0;
    const look = () => {
      const element = wanted.current === undefined ? null : find(wanted.current);
      if (element) {
        wanted.current = undefined;
        element.focus();
      } else if (frames-- > 0) frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  });

  return useCallback((idOrName) => {
    wanted.current = idOrName;
    // In case nothing else is drawn anew.
    setCount((count) => count + 1);
  }, []);
}
