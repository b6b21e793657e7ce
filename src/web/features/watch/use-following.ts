import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ChatLine } from './party-state.ts';

/** Whoever is so close to the end follows what is new. Pixels. */
const NEAR_END = 80;

/** Keeps a list at its end while lines come, unless somebody reads further up: they are told that there is more. */
export function useFollowing(lines: readonly ChatLine[], userId: string) {
  const list = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [hasMore, setMore] = useState(false);
  const last = lines.at(-1);

  function goToEnd(): void {
    isFollowing.current = true;
    setMore(false);
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }

  const hear = useEffectEvent((line: ChatLine | undefined) => {
    // Who says something wants to see it.
    if (isFollowing.current || (line?.kind === 'said' && line.user_id === userId)) goToEnd();
    else if (line?.kind === 'said') setMore(true);
  });
  useEffect(() => hear(last), [last]);

  const stay = useEffectEvent(() => {
    if (isFollowing.current) goToEnd();
  });
  useEffect(() => {
    const present = list.current;
    if (!present) return;
    // It was out of sight, or has less room than before.
    const observer = new ResizeObserver(() => stay());
    observer.observe(present);
    return () => observer.disconnect();
  }, []);

  return {
    list,
    hasMore,
    goToEnd,
    onScroll(): void {
      const present = list.current;
      if (!present || present.clientHeight === 0) return;
      const { scrollHeight, scrollTop, clientHeight } = present;
      isFollowing.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
      if (isFollowing.current) setMore(false);
    },
  };
}
