/** How far the string hangs down, in the drawing's units, `x` of the way along it. */
const sag = (x: number): number => 34 * Math.sin(Math.PI * x);

const COLOURS = ['fill-accent', 'fill-gold', 'fill-up', 'fill-down'];
const COUNT = 15;

const flags = Array.from({ length: COUNT }, (_, index) => {
  const x = (index + 0.5) / COUNT;
  return { x: x * 600, y: 4 + sag(x), colour: COLOURS[index % COLOURS.length] };
});

/** Flags on a string, across the head of the page. */
export const Bunting = () => (
  <svg viewBox="0 0 600 68" aria-hidden="true" className="mx-auto block aspect-[600/68] w-full max-w-4xl">
    <path d="M0 4 Q300 72 600 4" fill="none" className="stroke-line" strokeWidth="2" />
    {flags.map(({ x, y, colour }) => (
      <path key={x} d={`M${x - 13} ${y}h26l-13 25z`} className={colour} />
    ))}
  </svg>
);
