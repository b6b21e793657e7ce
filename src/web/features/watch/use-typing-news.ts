import { useEffect, useRef } from 'react';
import type { Party } from './party.ts';

/** Said again so often while somebody goes on, since the others forget it. */
const AGAIN_MS = 3_000;

/** Tells the party that one writes, and that one has stopped: no more than there is to tell. */
export function useTypingNews(party: Party) {
  const toldAt = useRef<number | undefined>(undefined);
  const stop = () => {
    if (toldAt.current !== undefined) party.setTyping(false);
    toldAt.current = undefined;
  };
  const write = () => {
    const now = performance.now();
    if (toldAt.current !== undefined && now - toldAt.current < AGAIN_MS) return;
    if (party.setTyping(true)) toldAt.current = now;
  };
  useEffect(
    () => () => {
      toldAt.current = undefined;
    },
    [],
  );
  return { write, stop };
}
