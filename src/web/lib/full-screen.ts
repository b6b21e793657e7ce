import { useLayoutEffect, useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}

export const useFullScreen = (): boolean =>
  useSyncExternalStore(subscribe, () => document.fullscreenElement !== null);

/**
 * The whole page, since dialogs and what else lies over it aren’t seen where only a part of it is. Refused where the
 * page may not, or nobody has pressed anything: then nothing happens.
 */
export function toggleFullScreen(): void {
  const { documentElement, fullscreenElement } = document;
  const done = fullscreenElement ? document.exitFullscreen() : documentElement.requestFullscreen();
  done.catch(() => undefined);
}

/** For a page that has filled the screen, and is left. */
export function leaveFullScreen(): void {
  if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
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
