import { useEffect, useSyncExternalStore } from 'react';
import type { Editor } from './editor-store.ts';

/** Whoever comes back has often just been in another tab. */
const REFRESH_MS = 2_000;

/** Looks for what others have changed when the page is come back to, and keeps it open until everything is saved. */
export function usePresence(editor: Editor): void {
  useEffect(() => {
    let refreshedAt = Date.now();
    const refresh = () => {
      if (document.visibilityState !== 'visible') {
        void editor.flush();
        return;
      }
      if (Date.now() - refreshedAt < REFRESH_MS) return;
      refreshedAt = Date.now();
      // It shows what there was; the next time may do better.
      editor.reload().catch(() => undefined);
    };
    const keepOpen = (event: BeforeUnloadEvent) => {
      if (editor.get().saving.state !== 'saved') event.preventDefault();
    };
    addEventListener('focus', refresh);
    document.addEventListener('visibilitychange', refresh);
    addEventListener('beforeunload', keepOpen);
    return () => {
      removeEventListener('focus', refresh);
      document.removeEventListener('visibilitychange', refresh);
      removeEventListener('beforeunload', keepOpen);
    };
  }, [editor]);
}

const wide = matchMedia('(min-width: 64rem)');

function subscribe(listener: () => void): () => void {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
}

/** Whether there is room for things side by side. */
export const useIsWide = (): boolean => useSyncExternalStore(subscribe, () => wide.matches);
