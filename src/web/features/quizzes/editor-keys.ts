import { useEffect, useEffectEvent } from 'react';

type Actions = {
  undo: () => void;
  redo: () => void;
  save: () => void;
  add: () => void;
  /** To the next question, or by −1 to the one before. */
  step: (by: 1 | -1) => void;
};

/** What the editor does at keys, wherever the focus is, unless in a window over it. */
export function useEditorKeys(actions: Actions): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const action = chooseAction(event, actions);
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}

function chooseAction(event: KeyboardEvent, actions: Actions): (() => void) | undefined {
  const { key, altKey, shiftKey, isComposing, defaultPrevented, target } = event;
  const isCommand = event.ctrlKey || event.metaKey;
  if (isComposing || defaultPrevented) return undefined;
  if (target instanceof Element && target.closest('[role=dialog], [role=alertdialog]')) return undefined;
  if (altKey && !isCommand) {
    if (key === 'PageDown') return () => actions.step(1);
    return key === 'PageUp' ? () => actions.step(-1) : undefined;
  }
  if (!isCommand || altKey) return undefined;
  switch (key.toLowerCase()) {
    case 'z':
      return shiftKey ? actions.redo : actions.undo;
    case 'y':
      return actions.redo;
    case 's':
      return actions.save;
    case 'enter':
      return actions.add;
    default:
      return undefined;
  }
}
