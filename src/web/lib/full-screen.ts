import { useLayoutEffect, useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}

export const useFullScreen = (): boolean =>
  useSyncExternalStore(subscribe, () => document.fullscreenElement !== null);

/** Refused where the page may not, or nobody has pressed anything: then nothing happens. */
export function toggleFullScreen(part: Element = document.documentElement): void {
  const done = document.fullscreenElement ? document.exitFullscreen() : part.requestFullscreen();
  done.catch(() => undefined);
}

/** Pages leave room for a scroll bar, so that none moves when there is one; some are looked at as a whole. */
export function useWholeWidth(): void {
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    style.scrollbarGutter = 'auto';
    return () => {
      style.scrollbarGutter = '';
    };
  }, []);
}
