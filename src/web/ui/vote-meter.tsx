import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useTexts } from '../lib/i18n.tsx';

type Votes = { up: number; down: number; isLarge?: boolean };

/** How the votes stand: two numbers, and a bar between them that moves as they do. */
export function VoteMeter({ up, down, isLarge = false }: Votes) {
  const { t, number } = useTexts();
  const total = up + down;
  const share = total === 0 ? 50 : (100 * up) / total;
  return (
    <div role="img" aria-label={t('votes.meter', { up, down })} className={isLarge ? 'text-3xl' : 'text-lg'}>
      <div aria-hidden="true" className="mb-2 flex items-center justify-between font-extrabold tabular-nums">
        <span className="inline-flex items-center gap-2 text-up">
          <ThumbsUp className={isLarge ? 'size-8' : 'size-5'} />
          <span key={up} className="animate-pop">
            {number(up)}
          </span>
        </span>
        <span className="inline-flex items-center gap-2 text-down">
          <span key={down} className="animate-pop">
            {number(down)}
          </span>
          <ThumbsDown className={isLarge ? 'size-8' : 'size-5'} />
        </span>
      </div>
      <div
        aria-hidden="true"
        className={`flex gap-0.5 overflow-hidden rounded-full bg-sunken ${isLarge ? 'h-6' : 'h-3'}`}
      >
        <div style={{ width: `${share}%` }} className="bg-up transition-[width] duration-300" />
        <div style={{ width: `${100 - share}%` }} className="bg-down transition-[width] duration-300" />
      </div>
    </div>
  );
}
