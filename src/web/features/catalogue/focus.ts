import { useCallback, useEffect, useRef } from 'react';

export const editButtonId = (gameId: number): string => `edit-game-${gameId}`;
export const ADD_BUTTON_ID = 'add-game';

/**
 * Lets the focus go on elsewhere when what has it goes away: a form that is closed, or a game that moves to another
 * pack or is removed. It is given as soon as it is free, and is forgotten once somebody presses anything.
 * @returns tells the id of the element that shall have it
 */
export function useNextFocus(): (elementId: string) => void {
  const wanted = useRef<string>(undefined);

  useEffect(() => {
    const forget = () => {
      wanted.current = undefined;
    };
    addEventListener('pointerdown', forget, true);
    addEventListener('keydown', forget, true);
    return () => {
      removeEventListener('pointerdown', forget, true);
      removeEventListener('keydown', forget, true);
    };
  }, []);

  // After each time of drawing: what goes away, and where it is gone to, may come in steps.
  useEffect(() => {
    if (wanted.current === undefined || document.activeElement !== document.body) return;
    document.getElementById(wanted.current)?.focus();
  });

  return useCallback((elementId) => {
    wanted.current = elementId;
  }, []);
}
