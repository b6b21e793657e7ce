import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { createStored } from '#web/lib/stored.ts';

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

/** Where letters are typed, or choose something already. */
const TAKES_LETTERS = [
  'input:not([type=checkbox], [type=radio])',
  'textarea',
  'select',
  '[contenteditable]',
  '[role=dialog]',
  '[role=alertdialog]',
  '[role=menu]',
  '[role=listbox]',
].join();

/** Letters alone are easily hit by mistake, and by speech recognition: they can be switched off. */
const stored = createStored('soiree.shortcuts', (value) => (typeof value === 'boolean' ? value : undefined));

export function useShortcutsOn(): [boolean, (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(stored.subscribe, () => stored.get() ?? true);
  return [isOn, stored.set];
}

function isMeant({ repeat, ctrlKey, metaKey, altKey, isComposing, defaultPrevented, target }: KeyboardEvent) {
  if (repeat || ctrlKey || metaKey || altKey || isComposing || defaultPrevented) return false;
  return !(target instanceof Element) || target.closest(TAKES_LETTERS) === null;
}

/** Runs something at a key, unless it is meant for what has the focus. */
export function useShortcut(name: Shortcut, run: () => void): void {
  const [isOn] = useShortcutsOn();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toUpperCase() !== SHORTCUTS[name] || !isMeant(event)) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    if (!isOn) return;
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [isOn]);
}
