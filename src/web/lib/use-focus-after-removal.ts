import { type RefObject, useEffect, useRef } from 'react';

/** Where the focus goes when what had it is removed, so that nobody at a keyboard has to begin at the top again. */
export function useFocusAfterRemoval(count: number | undefined, target: RefObject<HTMLElement | null>): void {
  const before = useRef(count);
  useEffect(() => {
    const isFewer = count !== undefined && before.current !== undefined && count < before.current;
    before.current = count;
    if (isFewer && document.activeElement === document.body) target.current?.focus();
  }, [count, target]);
}
