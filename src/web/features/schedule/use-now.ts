import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;

/** The present minute: what stays open over midnight knows of it. Epoch milliseconds. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const look = () => setNow(Date.now());
    const timer = setInterval(look, MINUTE_MS / 2);
    // The clock of a device that slept may be far ahead.
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return now;
}
