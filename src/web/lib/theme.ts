import { useSyncExternalStore } from 'react';
import { createStored } from './stored.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);
const stored = createStored<Theme>('soiree.theme', (value) => (isTheme(value) ? value : undefined));

function apply(): void {
  const theme = stored.get() ?? 'system';
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Before anything is drawn, and at every change, also of another tab. */
export function followTheme(): void {
  apply();
  stored.subscribe(apply);
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(stored.subscribe, () => stored.get() ?? 'system');
  return [theme, (next) => stored.set(next === 'system' ? undefined : next)];
}
