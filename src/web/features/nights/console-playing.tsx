import { Check, Dices, SkipForward } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Failed, Loading } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { VoteMeter } from '#web/ui/vote-meter.tsx';
import type { ConsoleActions } from './console-actions.ts';
import { SHORTCUTS, useShortcut } from './console-keys.ts';
import { ConsoleLights } from './console-lights.tsx';
import { ConsolePlayers } from './console-players.tsx';
import { ConsoleRoom } from './console-room.tsx';
import { Key } from './console-shortcuts.tsx';
import { ConsoleSparks } from './console-sparks.tsx';
import type { NightGame, NightState } from './night-state.ts';

type Props = { state: NightState; actions: ConsoleActions };

/** What is on: its votes as they land, its room, its players. */
export function ConsolePlaying({ state, actions }: Props) {
  const { t } = useTexts();
  const { playing } = state;
  return (
    <section
      aria-label={t('console.nowPlaying')}
      className="relative flex flex-col overflow-hidden rounded-card border border-line bg-surface p-4 shadow-card sm:p-6"
    >
      {playing && (
        <div className="absolute inset-x-0 top-0 animate-rise">
          <ConsoleLights />
        </div>
      )}
      <header className={`flex items-center justify-between gap-3 ${playing ? 'mt-4 sm:mt-2' : ''}`}>
        <h2 className="text-xl">{t('console.nowPlaying')}</h2>
        {playing && (
          <Badge kind="live">
            <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-current" />
            {t('console.live')}
          </Badge>
        )}
      </header>
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
        // On a phone only a line: what comes next is what matters then.
        <div className="mt-3 flex items-center gap-4 text-soft lg:my-auto lg:flex-col lg:gap-3 lg:text-center">
          <div className="rounded-full bg-sunken p-3 text-accent lg:p-5">
            <Dices aria-hidden="true" className="size-7 lg:size-12" />
          </div>
          <p>
            <span className="block text-lg font-bold text-ink lg:text-xl">{t('console.nothingOn')}</span>
            {t('console.nothingOnText')}
          </p>
        </div>
      )}
    </section>
  );
}

type GameProps = { game: NightGame; votes: { up: number; down: number }; actions: ConsoleActions };

function Game({ game, votes, actions }: GameProps) {
  const { t, date } = useTexts();
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
      <h3 className="mt-2 text-3xl leading-tight sm:text-4xl">{game.title}</h3>
      <p className="mb-5 text-soft">
        {game.pack_name} · {t('console.since', { from: date(game.played_at, { timeStyle: 'short' }) })}
      </p>
      <div className="relative">
        <VoteMeter {...votes} isLarge />
        <ConsoleSparks {...votes} />
      </div>
      <div className="mb-auto mt-5 flex flex-col gap-4 border-t border-line pt-4">
        <ConsoleRoom game={game} actions={actions} />
        <ConsolePlayers game={game} actions={actions} />
      </div>
      <div className="mt-6 flex flex-wrap gap-3 max-sm:[&>*]:grow">
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
