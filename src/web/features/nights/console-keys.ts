import { useShortcuts } from '#web/lib/shortcuts.ts';

/** What a busy host does without a pointer. */
export const SHORTCUTS = {
  roll: 'R',
  play: 'P',
  done: 'D',
  skip: 'S',
  search: 'N',
  help: '?',
} as const;

export type Shortcut = keyof typeof SHORTCUTS;

export const useShortcut = (name: Shortcut, run: () => void): void =>
  useShortcuts({ [SHORTCUTS[name]]: run });
