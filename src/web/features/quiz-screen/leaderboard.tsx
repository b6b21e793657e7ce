import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RankingEntry } from '#protocol/quiz-live-fields.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Empty, Loading } from '#web/ui/states.tsx';
import { type BoardRow, toBoard } from './board.ts';

const ROWS = 10;
const ROW_EM = 3.3;
/** How long the places of before are seen. */
const BEFORE_MS = 1_000;

/** The first ten: at first where they were, then where they are now. */
export function ScreenLeaderboard({ rankings }: { rankings: readonly RankingEntry[] | undefined }) {
  const { t } = useTexts();
  const [isMoved, setMoved] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setMoved(true), BEFORE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!rankings) return <Loading />;
  const rows = toBoard(rankings).slice(0, ROWS);
  return (
    <section
      aria-label={t('screen.leaderboard')}
      className="mx-auto flex w-full max-w-[58em] flex-1 flex-col"
    >
      <h2 className="mb-[0.6em] text-center text-[2.2em]">{t('screen.leaderboard')}</h2>
      {rows.length === 0 && <Empty title={t('screen.nobodyPlayed')} />}
      <ol className="relative" style={{ height: `${rows.length * ROW_EM}em` }}>
        {rows.map((row) => (
          <Row key={row.playerId} row={row} isMoved={isMoved || row.before === undefined} />
        ))}
      </ol>
    </section>
  );
}

function Row({ row, isMoved }: { row: BoardRow; isMoved: boolean }) {
  const { t, number } = useTexts();
  const { rank, displayName, score, delta, streak, before = rank } = row;
  const place = isMoved ? rank : Math.min(before, ROWS + 1);
  return (
    <li
      style={{ transform: `translateY(${(place - 1) * ROW_EM}em)`, height: `${ROW_EM - 0.3}em` }}
      className={`absolute inset-x-0 flex items-center gap-[0.8em] rounded-control border border-line px-[1em] transition-transform duration-1000 ease-in-out ${rank === 1 ? 'bg-raised' : 'bg-surface'}`}
    >
      <span className="w-[2em] text-right text-[1.5em] font-extrabold tabular-nums text-accent">
        {number(rank)}
      </span>
      <Movement steps={before - rank} />
      <span className="min-w-0 flex-1 truncate text-[1.6em] font-bold">{displayName}</span>
      {streak > 1 && <span className="shrink-0 text-soft">{t('screen.streak', { streak })}</span>}
      {delta > 0 && <span className="shrink-0 font-bold tabular-nums text-up">+{number(delta)}</span>}
      <span className="min-w-[4em] text-right text-[1.6em] font-extrabold tabular-nums">
        {number(isMoved ? score : score - delta)}
      </span>
    </li>
  );
}

function Movement({ steps }: { steps: number }) {
  const { t, number } = useTexts();
  const places = Math.abs(steps);
  return (
    <span
      className={`flex w-[3em] shrink-0 items-center gap-[0.1em] font-bold tabular-nums ${steps > 0 ? 'text-up' : 'text-soft'}`}
    >
      {steps !== 0 && (
        <>
          {steps > 0 ? (
            <ArrowUp aria-hidden="true" strokeWidth={3} className="size-[1.1em]" />
          ) : (
            <ArrowDown aria-hidden="true" strokeWidth={3} className="size-[1.1em]" />
          )}
          <span aria-hidden="true">{number(places)}</span>
          <span className="sr-only">
            {steps > 0 ? t('screen.movedUp', { places }) : t('screen.movedDown', { places })}
          </span>
        </>
      )}
    </span>
  );
}
