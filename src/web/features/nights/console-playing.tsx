import { Check, Dices, SkipForward } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Empty, Failed, Loading } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { VoteMeter } from '#web/ui/vote-meter.tsx';
import type { ConsoleActions } from './console-actions.ts';
import { SHORTCUTS, useShortcut } from './console-keys.ts';
import { ConsolePlayers } from './console-players.tsx';
import { ConsoleRoom } from './console-room.tsx';
import { Key } from './console-shortcuts.tsx';
import type { NightGame, NightState } from './night-state.ts';

type Props = { state: NightState; actions: ConsoleActions };

/** What is on: its votes as they land, its room, its players. */
export function ConsolePlaying({ state, actions }: Props) {
  const { t } = useTexts();
  const { playing } = state;
  return (
    <Card
      title={t('console.nowPlaying')}
      actions={playing && <Badge kind="live">{t('console.live')}</Badge>}
      className="flex flex-col"
    >
      <p role="status" className="sr-only">
        {playing && t('console.isOn', { title: playing.title })}
      </p>
      {state.isPending && <Loading />}
      {state.games.length === 0 && state.error ? (
        <Failed error={state.error} onRetry={state.refetch} />
      ) : null}
      {playing && (
        <Game key={playing.id} game={playing} votes={state.votesOf(playing.game_id)} actions={actions} />
      )}
      {!playing && !state.isPending && !state.error && (
        <div className="my-auto">
          <Empty icon={<Dices className="size-10" />} title={t('console.nothingOn')}>
            {t('console.nothingOnText')}
          </Empty>
        </div>
      )}
    </Card>
  );
}

type GameProps = { game: NightGame; votes: { up: number; down: number }; actions: ConsoleActions };

function Game({ game, votes, actions }: GameProps) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const { setStatus } = actions;
  const isBusy = setStatus.isPending;
  const end = (status: 'played' | 'skipped') => {
    if (isBusy) return;
    const { id, title } = game;
    const undo = () => setStatus.mutate({ game: id, status: 'playing' });
    // Not the call's own callback: the card is gone by then.
    void setStatus
      .mutateAsync({ game: id, status })
      .then(() =>
        tell(status === 'played' ? t('console.isDone', { title }) : t('console.isSkipped', { title }), {
          label: t('console.undo'),
          run: undo,
        }),
      )
      // It has been told.
      .catch(() => undefined);
  };
  useShortcut('done', () => end('played'));
  useShortcut('skip', () => end('skipped'));
  return (
    <div className="flex animate-rise grow flex-col">
      <p className="text-3xl font-extrabold leading-tight sm:text-4xl">{game.title}</p>
      <p className="mb-5 text-soft">{game.pack_name}</p>
      <VoteMeter {...votes} isLarge />
      <div className="mb-auto mt-6 flex flex-col gap-5 border-t border-line pt-5">
        <ConsoleRoom game={game} actions={actions} />
        <ConsolePlayers game={game} actions={actions} />
      </div>
      <div className="mt-6 flex flex-wrap gap-3">
        <Button
          kind="secondary"
          isBusy={isBusy}
          aria-keyshortcuts={SHORTCUTS.done}
          onClick={() => end('played')}
        >
          <Check className="size-5" />
          {t('console.done')}
          <Key of="done" />
        </Button>
        <Button
          kind="quiet"
          isBusy={isBusy}
          aria-keyshortcuts={SHORTCUTS.skip}
          onClick={() => end('skipped')}
        >
          <SkipForward className="size-5" />
          {t('console.skip')}
          <Key of="skip" />
        </Button>
      </div>
    </div>
  );
}
