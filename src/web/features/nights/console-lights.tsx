import { useId } from 'react';

/** How far it is from where the string hangs to where it hangs again. */
const SPAN = 128;
const BULBS = [
  { x: 16, y: 13.5, className: 'fill-gold' },
  { x: 48, y: 19.5, className: 'fill-accent' },
  { x: 80, y: 19.5, className: 'fill-up' },
  { x: 112, y: 13.5, className: 'fill-down' },
];

/** A string of party lights along the upper edge: an evening is on. */
export function ConsoleLights() {
  const id = useId();
  return (
    <svg aria-hidden="true" className="h-7 w-full">
      <defs>
        <pattern id={id} width={SPAN} height="28" patternUnits="userSpaceOnUse">
          <path d={`M0 1Q${SPAN / 2} 24 ${SPAN} 1`} className="fill-none stroke-line" strokeWidth="2" />
          {BULBS.map(({ x, y, className }) => (
            <circle key={x} cx={x} cy={y} r="4.5" className={className} />
          ))}
        </pattern>
      </defs>
      <rect width="100%" height="28" fill={`url(#${id})`} />
    </svg>
  );
}
