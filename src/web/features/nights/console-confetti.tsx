import { useEffect, useRef } from 'react';

const PIECES = 60;
const COLOURS = ['bg-gold', 'bg-accent', 'bg-up', 'bg-down'] as const;

/** What falls on an evening that is over, once: for the eye only. */
export function ConsoleConfetti() {
  const sky = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const falls = [...(sky.current?.children ?? [])].map((piece) =>
      piece.animate(
        [
          { opacity: 1, transform: 'translateY(-2rem)' },
          { opacity: 1, offset: 0.7 },
          {
            opacity: 0,
            transform: `translate(${Math.random() * 12 - 6}rem, 90vh) rotate(${Math.random() * 1_440 - 720}deg)`,
          },
        ],
        {
          duration: 1_800 + Math.random() * 1_800,
          delay: Math.random() * 500,
          easing: 'cubic-bezier(0.3, 0.1, 0.7, 1)',
        },
      ),
    );
    return () => {
      for (const fall of falls) fall.cancel();
    };
  }, []);
  return (
    <div ref={sky} aria-hidden="true" className="pointer-events-none fixed inset-0 z-40 overflow-hidden">
      {Array.from({ length: PIECES }, (_, piece) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: none of them moves among the others
          key={piece}
          style={{ left: `${(100 * (piece + 0.5)) / PIECES}%` }}
          className={`absolute top-0 h-4 w-2 rounded-sm opacity-0 ${COLOURS[piece % COLOURS.length]}`}
        />
      ))}
    </div>
  );
}
