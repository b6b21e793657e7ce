import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { createStored } from './stored.ts';

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
/** What the space bar presses. */
const TAKES_SPACE = 'button, input, summary, [role=button]';
/** Where the arrow keys go from one choice to the next. */
const TAKES_ARROWS = 'input[type=radio], [role=tab]';

/** Letters alone are easily hit by mistake, and by speech recognition: they can be switched off. */
const stored = createStored('soiree.shortcuts', (value) => (typeof value === 'boolean' ? value : undefined));

export function useShortcutsOn(): [boolean, (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(stored.subscribe, () => stored.get() ?? true);
  return [isOn, stored.set];
}

function isMeant(event: KeyboardEvent): boolean {
  const { key, repeat, ctrlKey, metaKey, altKey, isComposing, defaultPrevented, target } = event;
  if (repeat || ctrlKey || metaKey || altKey || isComposing || defaultPrevented) return false;
  if (!(target instanceof Element)) return true;
  if (key === ' ' && target.closest(TAKES_SPACE)) return false;
  if (key.startsWith('Arrow') && target.closest(TAKES_ARROWS)) return false;
  return target.closest(TAKES_LETTERS) === null;
}

/**
 * Runs what a key stands for, unless it is meant for what has the focus.
 * @param actions by the key's name as events have it, letters as capitals
 */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const [isOn] = useShortcutsOn();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const name = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action || !isMeant(event)) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    if (!isOn) return;
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [isOn]);
}
