import { Medal, Trophy } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { rankValues } from './rank.ts';
import type { RoomState } from './state.ts';

/** The end of a game: where one came, and who won. */
export function PlayFinal({ state }: { state: RoomState }) {
  const { t } = useTexts();
  return (
    <div className="flex flex-1 flex-col overflow-y-auto px-5 py-6 short:py-3">
      <div className="m-auto flex w-full max-w-md flex-col gap-6 text-center short:gap-3">
        <FinalRank state={state} />
        <FirstThree state={state} />
        <p className="text-soft">{t('play.final.stay')}</p>
      </div>
    </div>
  );
}

/** Where the player came, as far as it is known yet. */
function FinalRank({ state }: { state: RoomState }) {
  const { t, number } = useTexts();
  const { standing } = state;
  const isOnPodium = standing !== undefined && standing.rank <= 3;
  const Icon = isOnPodium ? Trophy : Medal;
  return (
    <div className="flex flex-col items-center gap-2">
      <Icon
        aria-hidden="true"
        className={`size-20 animate-pop short:size-10 ${isOnPodium ? 'text-accent' : 'text-soft'}`}
      />
      <h1 className="text-4xl">
        {standing ? t('play.final.rank', rankValues(state)) : t('play.final.over')}
      </h1>
      <p className="min-h-9 text-2xl font-extrabold tabular-nums">
        {standing && t('play.final.score', { score: number(standing.score) })}
      </p>
    </div>
  );
}

function FirstThree({ state }: { state: RoomState }) {
  const { t, number } = useTexts();
  const podium = state.rankings.filter(({ rank }) => rank <= 3).slice(0, 3);
  return (
    <ol aria-label={t('play.final.podium')} className="flex min-h-48 flex-col gap-2">
      {podium.map(({ playerId, displayName, rank, score }) => (
        <li
          key={playerId}
          className={`flex items-center gap-3 rounded-card border-2 bg-surface px-4 py-2.5 font-bold ${playerId === state.playerId ? 'border-accent' : 'border-line'}`}
        >
          <span className="w-6 text-xl text-accent tabular-nums">{number(rank)}</span>
          <span className="min-w-0 flex-1 truncate text-left">{displayName}</span>
          <span className="shrink-0 text-soft tabular-nums">
            {t('play.bar.score', { score: number(score) })}
          </span>
        </li>
      ))}
    </ol>
  );
}
