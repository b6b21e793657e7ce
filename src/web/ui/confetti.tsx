import { useEffect, useRef } from 'react';

const COLOURS = [
  'bg-answer-0',
  'bg-answer-1',
  'bg-answer-2',
  'bg-answer-3',
  'bg-answer-4',
  'bg-answer-5',
] as const;

/** What falls on winners, once, after a while: for the eye only. */
export function Confetti({ pieces, delayMs = 0 }: { pieces: number; delayMs?: number }) {
  const sky = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const falls = [...(sky.current?.children ?? [])].map((piece) =>
      piece.animate(
        [
          { opacity: 1, transform: 'translateY(-2rem)' },
          { opacity: 1, offset: 0.75 },
          {
            opacity: 0,
            transform: `translate(${Math.random() * 20 - 10}vw, 100vh) rotate(${Math.random() * 1_800 - 900}deg)`,
          },
        ],
        {
          duration: 2_400 + Math.random() * 2_600,
          delay: delayMs + Math.random() * 1_500,
          easing: 'cubic-bezier(0.3, 0.1, 0.7, 1)',
        },
      ),
    );
    return () => {
      for (const fall of falls) fall.cancel();
    };
  }, [delayMs]);
  return (
    <div ref={sky} aria-hidden="true" className="pointer-events-none fixed inset-0 z-20 overflow-hidden">
      {Array.from({ length: pieces }, (_, piece) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: none of them moves among the others
          key={piece}
          style={{ left: `${(100 * (piece + 0.5)) / pieces}%` }}
          className={`absolute top-0 h-[0.9em] w-[0.45em] rounded-sm opacity-0 ${COLOURS[piece % COLOURS.length]}`}
        />
      ))}
    </div>
  );
}
