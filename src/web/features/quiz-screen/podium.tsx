import { Crown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { RankingEntry } from '#protocol/quiz-live-fields.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Confetti } from '#web/ui/confetti.tsx';
import { Empty, Loading } from '#web/ui/states.tsx';
import { PODIUM_S } from './sound.ts';

/** The first in the middle; they come up from the third to the first. */
const STEPS = [
  { order: 'order-2', height: 'h-[38vh]', colour: 'bg-gold text-on-answer-2', at: PODIUM_S[2] },
  { order: 'order-1', height: 'h-[27vh]', colour: 'bg-accent text-on-accent', at: PODIUM_S[1] },
  { order: 'order-3', height: 'h-[19vh]', colour: 'bg-answer-6 text-on-answer-6', at: PODIUM_S[0] },
] as const;

const RUNNERS_UP = 7;
const PIECES = 140;

/** The winners of a game that is over. */
export function ScreenPodium({ rankings }: { rankings: readonly RankingEntry[] | undefined }) {
  const { t } = useTexts();
  if (!rankings) return <Loading />;
  const others = rankings.slice(STEPS.length, STEPS.length + RUNNERS_UP);
  return (
    <section aria-label={t('screen.podium')} className="flex flex-1 flex-col justify-end gap-[1.2em]">
      {rankings.length === 0 ? (
        <Empty title={t('screen.nobodyPlayed')} />
      ) : (
        <>
          <h2 className="text-center text-[2.2em]">{t('screen.winners')}</h2>
          <Confetti pieces={PIECES} delayMs={PODIUM_S[2] * 1_000} />
          <ol className="mx-auto flex w-full max-w-[54em] flex-1 items-end justify-center gap-[1em]">
            {STEPS.map((step, at) => {
              const entry = rankings[at];
              return entry && <Winner key={entry.playerId} entry={entry} step={step} />;
            })}
          </ol>
        </>
      )}
      {others.length > 0 && (
        <ol
          start={STEPS.length + 1}
          aria-label={t('screen.runnersUp')}
          className="flex flex-wrap justify-center gap-x-[2em] gap-y-[0.3em] text-[1.2em]"
        >
          {others.map((entry) => (
            <Runner key={entry.playerId} entry={entry} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Winner({ entry, step }: { entry: RankingEntry; step: (typeof STEPS)[number] }) {
  const { t, number } = useTexts();
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const rise = place.current?.animate(
      [
        { opacity: 0, transform: 'translateY(60%)' },
        { opacity: 1, transform: 'translateY(-3%)', offset: 0.7 },
        { opacity: 1, transform: 'none' },
      ],
      { duration: 700, delay: step.at * 1_000, easing: 'ease-out', fill: 'backwards' },
    );
    return () => rise?.cancel();
  }, [step]);
  return (
    <li ref={place} className={`flex min-w-0 flex-1 flex-col items-center gap-[0.5em] ${step.order}`}>
      {entry.rank === 1 && <Crown aria-hidden="true" className="size-[3em] fill-gold text-gold" />}
      <span className="line-clamp-2 max-w-full text-center text-[2.2em] font-extrabold leading-tight">
        {entry.displayName}
      </span>
      <span
        className={`flex w-full flex-col items-center rounded-t-card pt-[0.6em] ${step.height} ${step.colour}`}
      >
        <span className="text-[3.2em] font-extrabold leading-none">
          <span className="sr-only">{t('screen.place')} </span>
          {number(entry.rank)}
        </span>
        <span className="mt-[0.3em] text-[1.5em] font-bold tabular-nums">
          {t('screen.points', { points: entry.score })}
        </span>
      </span>
    </li>
  );
}

function Runner({ entry: { rank, displayName, score } }: { entry: RankingEntry }) {
  const { number } = useTexts();
  return (
    <li className="flex max-w-full items-baseline gap-[0.5em]">
      <span className="font-bold tabular-nums text-accent">{number(rank)}</span>
      <span className="max-w-[12em] truncate font-bold">{displayName}</span>
      <span className="tabular-nums text-soft">{number(score)}</span>
    </li>
  );
}
