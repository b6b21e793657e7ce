/** As they are written on keyboards; that of the next step is the space bar. */
export const KEYS = {
  show: 'N',
  pause: 'P',
  extend: 'E',
  result: '←',
  board: '→',
  lock: 'L',
  full: 'F',
  sound: 'M',
  help: '?',
} as const;
