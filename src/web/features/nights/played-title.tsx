import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import type { NightGame } from './night-state.ts';

/** When a game of the night was played. */
export function PlayedAt({ game }: { game: NightGame }) {
  const { date } = useTexts();
  return (
    <time dateTime={game.played_at} className="w-18 shrink-0 whitespace-nowrap tabular-nums text-soft">
      {date(game.played_at, { timeStyle: 'short' })}
    </time>
  );
}

/** A game of the night, and what became of it. */
export function PlayedTitle({ game: { title, status } }: { game: NightGame }) {
  const { t } = useTexts();
  return (
    <p className="flex flex-wrap items-center gap-x-3">
      <span className={`font-bold ${status === 'skipped' ? 'text-soft line-through' : ''}`}>{title}</span>
      {status !== 'played' && (
        <Badge kind={status === 'playing' ? 'live' : 'plain'}>
          {status === 'playing' ? t('history.playing') : t('history.skipped')}
        </Badge>
      )}
    </p>
  );
}
