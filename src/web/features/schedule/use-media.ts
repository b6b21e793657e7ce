import { useSyncExternalStore } from 'react';

const watch = (query: string) => (listener: () => void) => {
  const media = matchMedia(query);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
};

const PHONE = '(max-width: 40rem)';
const watchPhone = watch(PHONE);

const watchSize = (listener: () => void) => {
  addEventListener('resize', listener);
  return () => removeEventListener('resize', listener);
};

/** In pixels. */
export const useWindowHeight = (): number => useSyncExternalStore(watchSize, () => innerHeight);

/** Where there is room for one thing beside another at most. */
export const useIsPhone = (): boolean => useSyncExternalStore(watchPhone, () => matchMedia(PHONE).matches);
