import { ThumbsDown, ThumbsUp, Users } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Card } from '#web/ui/card.tsx';
import { Empty } from '#web/ui/states.tsx';
import type { LoadedNight, NightGame } from './night-state.ts';

type Evening = Pick<LoadedNight, 'games' | 'votesOf'> & { isOver?: boolean };

/** The games so far, the last one first. */
export function AudienceEvening({ games, votesOf, isOver = false }: Evening) {
  const { t } = useTexts();
  return (
    <Card title={t(isOver ? 'audience.eveningWas' : 'audience.evening')} className="2xl:[&_h2]:text-3xl">
      {games.length === 0 ? (
        <Empty title={t('audience.eveningEmpty')} />
      ) : (
        <ol className="divide-y divide-line">
          {games.toReversed().map((game) => (
            <Played key={game.id} game={game} votes={votesOf(game.game_id)} />
          ))}
        </ol>
      )}
    </Card>
  );
}

type PlayedProps = { game: NightGame; votes: { up: number; down: number } };

function Played({ game, votes }: PlayedProps) {
  const { t, date, number } = useTexts();
  const { status, player_count: players } = game;
  return (
    <li className="grid animate-rise grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1 py-3 sm:grid-cols-[auto_1fr_auto] 2xl:py-5 2xl:text-2xl">
      <time dateTime={game.played_at} className="self-start tabular-nums text-soft">
        {date(game.played_at, { timeStyle: 'short' })}
      </time>
      <div className="min-w-0">
        <p className="font-bold">{game.title}</p>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
          {status === 'playing' && <Badge kind="live">{t('audience.nowPlaying')}</Badge>}
          {status === 'skipped' && <Badge>{t('audience.skipped')}</Badge>}
          {players !== null && (
            <span className="inline-flex items-center gap-1.5">
              <Users aria-hidden="true" className="size-4" />
              <span className="sr-only">{t('audience.playersNow', { count: players })}</span>
              <span aria-hidden="true">{number(players)}</span>
            </span>
          )}
        </p>
      </div>
      <p className="col-start-2 flex gap-3 font-bold tabular-nums sm:col-start-3">
        <span className="sr-only">{t('votes.meter', votes)}</span>
        <span aria-hidden="true" className="inline-flex items-center gap-1 text-up">
          <ThumbsUp className="size-4" />
          {number(votes.up)}
        </span>
        <span aria-hidden="true" className="inline-flex items-center gap-1 text-down">
          <ThumbsDown className="size-4" />
          {number(votes.down)}
        </span>
      </p>
    </li>
  );
}
