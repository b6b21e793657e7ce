import { Check, Dices, Radio, SkipForward, Users } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Empty } from '#web/ui/states.tsx';
import { VoteMeter } from '#web/ui/vote-meter.tsx';
import type { ConsoleActions } from './console-actions.ts';
import type { NightGame, NightState } from './night-state.ts';

type Props = { state: NightState; actions: ConsoleActions };

/** What is on: its votes as they land, its room, its players. */
export function ConsolePlaying({ state: { playing, votesOf }, actions }: Props) {
  const { t } = useTexts();
  if (!playing)
    return (
      <Card title={t('console.nowPlaying')}>
        <Empty icon={<Dices className="size-10" />} title={t('console.nothingOn')}>
          {t('console.nothingOnText')}
        </Empty>
      </Card>
    );
  const isBusy = actions.setStatus.isPending;
  const end = (status: 'played' | 'skipped') => actions.setStatus.mutate({ game: playing.id, status });
  return (
    <Card title={t('console.nowPlaying')} actions={<Badge kind="live">{t('console.live')}</Badge>}>
      <p className="text-3xl font-extrabold">{playing.title}</p>
      <p className="mb-5 text-soft">{playing.pack_name}</p>
      <VoteMeter {...votesOf(playing.game_id)} isLarge />
      <div className="mt-6 flex flex-wrap gap-3">
        <Button kind="secondary" isBusy={isBusy} onClick={() => end('played')}>
          <Check className="size-5" />
          {t('console.done')}
        </Button>
        <Button kind="quiet" isBusy={isBusy} onClick={() => end('skipped')}>
          <SkipForward className="size-5" />
          {t('console.skip')}
        </Button>
      </div>
      <RoomCode key={`${playing.id}-${playing.room_code}`} game={playing} actions={actions} />
      <Players game={playing} actions={actions} />
    </Card>
  );
}

function RoomCode({ game, actions }: { game: NightGame; actions: ConsoleActions }) {
  const { t } = useTexts();
  const [isEditing, setEditing] = useState(game.room_code === null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code');
    if (typeof code === 'string')
      actions.setRoomCode.mutate({ game: game.id, code: code.trim().toUpperCase() });
  };
  if (!isEditing && game.room_code)
    return (
      <div className="mt-6 flex flex-wrap items-center gap-4 border-t border-line pt-5">
        <div className="min-w-0 flex-1">
          <p className="text-sm text-soft">{t('console.roomCode')}</p>
          <p className="whitespace-nowrap font-mono text-4xl font-extrabold tracking-widest sm:text-5xl">
            {game.room_code}
          </p>
        </div>
        <CopyButton text={game.room_code} />
        <Button kind="quiet" size="small" onClick={() => setEditing(true)}>
          {t('console.change')}
        </Button>
      </div>
    );
  return (
    <form onSubmit={submit} className="mt-6 flex items-end gap-3 border-t border-line pt-5">
      <div className="min-w-0 flex-1">
        <TextField
          label={t('console.roomCode')}
          name="code"
          defaultValue={game.room_code ?? ''}
          pattern="[A-Za-z0-9]{4}"
          title={t('console.roomCodeHint')}
          maxLength={4}
          autoCapitalize="characters"
          autoComplete="off"
          className="font-mono text-2xl uppercase tracking-widest"
          required
        />
      </div>
      <Button type="submit" kind="secondary" isBusy={actions.setRoomCode.isPending}>
        {t('console.set')}
      </Button>
    </form>
  );
}

/** Counted by the monitor while it watches the room, or set by hand. */
function Players({ game, actions }: { game: NightGame; actions: ConsoleActions }) {
  const { t, number } = useTexts();
  const isWatching = ['monitoring', 'unreachable'].includes(game.player_count_check_status);
  const step = (by: number) =>
    actions.setPlayerCount.mutate({ game: game.id, count: Math.max(0, (game.player_count ?? 0) + by) });
  return (
    <div className="mt-5 flex flex-wrap items-center gap-3 border-t border-line pt-5">
      <Users aria-hidden="true" className="size-6 text-soft" />
      <p aria-live="polite" className="min-w-0 flex-1">
        <span className="text-xl font-extrabold tabular-nums">
          {game.player_count === null ? t('console.playersUnknown') : number(game.player_count)}
        </span>{' '}
        <span className="text-soft">
          {t('console.playersOf', { min: game.min_players, max: game.max_players })}
          {game.player_count_check_status === 'unreachable' && ` · ${t('console.roomAway')}`}
        </span>
      </p>
      <Button kind="secondary" size="small" aria-label={t('console.fewer')} onClick={() => step(-1)}>
        −
      </Button>
      <Button kind="secondary" size="small" aria-label={t('console.more')} onClick={() => step(1)}>
        +
      </Button>
      {game.room_code && (
        <Button
          kind={isWatching ? 'primary' : 'secondary'}
          size="small"
          isBusy={actions.startMonitor.isPending || actions.stopMonitor.isPending}
          onClick={() => (isWatching ? actions.stopMonitor : actions.startMonitor).mutate(game.id)}
        >
          <Radio className="size-4" />
          {isWatching ? t('console.stopCounting') : t('console.count')}
        </Button>
      )}
    </div>
  );
}
