import { setImmediate } from 'node:timers/promises';

/** As long as others may wait. */
const TURN_MS = 10;

/** For work of many steps: lets others have their turn between two of them, whenever it has taken long. */
export function createTurns(): () => Promise<void> {
  let sinceMs = performance.now();
  return async () => {
    if (performance.now() - sinceMs < TURN_MS) return;
    await setImmediate();
    sinceMs = performance.now();
  };
}
