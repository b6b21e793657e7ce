import { useEffect } from 'react';

/** Keeps the device's screen on while the page is looked at, where the browser can and may. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | undefined;
    let isOver = false;
    async function ask(): Promise<void> {
      if (document.visibilityState !== 'visible') return;
      // Refused, for one where the battery is low: the screen then goes dark as ever.
      lock = await navigator.wakeLock.request('screen').catch(() => undefined);
      if (isOver) await lock?.release();
    }
    // The browser takes it back from a page that is out of sight.
    const listener = () => void ask();
    document.addEventListener('visibilitychange', listener);
    void ask();
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', listener);
      void lock?.release();
    };
  }, []);
}
