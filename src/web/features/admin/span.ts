import type { Texts } from '#web/lib/i18n.tsx';

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A length of time in its two largest units, such as “3 hr 12 min”. */
export function writeSpan(seconds: number, number: Texts['number']): string {
  const whole = Math.max(0, Math.floor(seconds));
  const largest = UNITS.findIndex(([unit, size]) => whole >= size || unit === 'second');
  return UNITS.slice(largest, largest + 2)
    .map(([unit, size], index) => {
      const count = Math.floor(index === 0 ? whole / size : (whole % (UNITS[largest]?.[1] ?? 1)) / size);
      return number(count, { style: 'unit', unit, unitDisplay: 'short' });
    })
    .join(' ');
}
