import { useEffect, useSyncExternalStore } from 'react';
import { createStored } from '#web/lib/stored.ts';

type Volume = { level: number; isMuted: boolean };

const LOUD: Volume = { level: 1, isMuted: false };

/** How loud it is here, whatever the host has set for all. */
const stored = createStored<Volume>('soiree.volume', (value) =>
  typeof value === 'object' &&
  value !== null &&
  'level' in value &&
  typeof value.level === 'number' &&
  'isMuted' in value &&
  typeof value.isMuted === 'boolean'
    ? { level: value.level, isMuted: value.isMuted }
    : undefined,
);

export function useVolume(): [Volume, (change: Partial<Volume>) => void] {
  const volume = useSyncExternalStore(stored.subscribe, () => stored.get() ?? LOUD);
  return [volume, (change) => stored.set({ ...volume, ...change })];
}

/** @param party what the host has set */
export function useVolumeOf(video: HTMLVideoElement | null, party: number): void {
  const [{ level, isMuted }] = useVolume();
  useEffect(() => {
    if (!video) return;
    video.volume = Math.max(0, Math.min(1, level * party));
    video.muted = isMuted;
  }, [video, level, isMuted, party]);
}
