import { Clock, Dices, Heart, Users, Vote } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { summarise } from './audience-summary.ts';
import { HistoryFigure, HistoryFigures } from './history-figures.tsx';
import type { LoadedNight } from './night-state.ts';

/** An evening in a few figures, and what was loved most. */
export function NightFigures({ loaded }: { loaded: LoadedNight }): ReactNode {
  const { t, number } = useTexts();
  const { gamesPlayed, up, down, mostLoved, mostPlayers, minutes } = summarise(loaded);
  return (
    <>
      <HistoryFigures>
        <HistoryFigure icon={Dices} name={t('history.figureGames')} value={number(gamesPlayed)} />
        <HistoryFigure icon={Vote} name={t('history.figureVotes')} value={number(up + down)} />
        {mostPlayers !== undefined && (
          <HistoryFigure icon={Users} name={t('history.figurePlayers')} value={number(mostPlayers)} />
        )}
        {minutes !== undefined && (
          <HistoryFigure
            icon={Clock}
            name={t('history.figureTime')}
            value={t('history.duration', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })}
          />
        )}
      </HistoryFigures>
      {mostLoved && (
        <p className="mt-5 flex items-center gap-4 rounded-card bg-sunken p-4 sm:p-5">
          <Heart aria-hidden="true" className="size-10 shrink-0 fill-accent text-accent" />
          <span className="min-w-0">
            <span className="block text-soft">{t('history.mostLoved')}</span>
            <span className="block text-2xl font-extrabold leading-tight">{mostLoved.title}</span>
            <span className="block text-soft">{t('history.upDown', loaded.votesOf(mostLoved.game_id))}</span>
          </span>
        </p>
      )}
    </>
  );
}
