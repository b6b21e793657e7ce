import { useEffect } from 'react';

/** Keeps the screen on, where the browser can: whoever waits for a question doesn't touch it. */
export function useWakeLock(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted || !('wakeLock' in navigator)) return;
    let lock: Promise<WakeLockSentinel | undefined> | undefined;
    const hold = () => {
      // Refused to save the battery, say; and let go by itself whenever the page is hidden.
      if (document.visibilityState === 'visible')
        lock = navigator.wakeLock.request('screen').catch(() => undefined);
    };
    hold();
    document.addEventListener('visibilitychange', hold);
    return () => {
      document.removeEventListener('visibilitychange', hold);
      void lock?.then((held) => held?.release());
    };
  }, [isWanted]);
}

const PULSES = { tap: [15], right: [30, 60, 30], wrong: [160] };

/** A short pulse, on devices that have them. */
export function buzz(kind: keyof typeof PULSES): void {
  // Browsers refuse it to pages that nobody has touched yet.
  if ('vibrate' in navigator && navigator.userActivation.hasBeenActive) navigator.vibrate(PULSES[kind]);
}
