import { RotateCcw, Trash2 } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { Empty } from '#web/ui/states.tsx';
import type { ConsoleActions } from './console-actions.ts';
import type { NightGame, NightState } from './night-state.ts';

type Props = { state: NightState; actions: ConsoleActions };

/** The evening so far, the latest first. */
export function ConsoleTimeline({ state, actions }: Props) {
  const { t } = useTexts();
  if (state.games.length === 0) return <Empty title={t('console.noGames')} />;
  return (
    <ol className="flex flex-col divide-y divide-line">
      {state.games.toReversed().map((game) => (
        <Entry key={game.id} game={game} votes={state.votesOf(game.game_id)} actions={actions} />
      ))}
    </ol>
  );
}

type EntryProps = { game: NightGame; votes: { up: number; down: number }; actions: ConsoleActions };

function Entry({ game, votes, actions }: EntryProps) {
  const { t, date } = useTexts();
  const { title } = game;
  return (
    <li className="flex flex-wrap items-center gap-3 py-2.5">
      <time dateTime={game.played_at} className="w-20 shrink-0 whitespace-nowrap tabular-nums text-soft">
        {date(game.played_at, { timeStyle: 'short' })}
      </time>
      <span className="min-w-0 flex-1 basis-32">
        <span className="font-bold">{title}</span>
        <span className="block text-sm text-soft">{t('history.upDown', votes)}</span>
      </span>
      {game.status !== 'played' && (
        <Badge kind={game.status === 'playing' ? 'live' : 'plain'}>
          {game.status === 'playing' ? t('history.playing') : t('history.skipped')}
        </Badge>
      )}
      {game.status !== 'playing' && (
        <IconButton
          label={t('console.replay', { title })}
          icon={<RotateCcw className="size-4" />}
          size="small"
          disabled={actions.play.isPending}
          onClick={() => actions.play.mutate({ gameId: game.game_id, isPicked: false })}
        />
      )}
      <Confirm
        title={t('console.removeTitle', { title })}
        confirmLabel={t('console.remove')}
        onConfirm={() => actions.remove.mutateAsync(game.id)}
        trigger={(open) => (
          <IconButton
            label={t('console.removeGame', { title })}
            icon={<Trash2 className="size-4" />}
            size="small"
            onClick={open}
          />
        )}
      >
        {t('console.removeText')}
      </Confirm>
    </li>
  );
}
