import { Menu } from '@base-ui/react/menu';
import { EllipsisVertical } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { Empty } from '#web/ui/states.tsx';
import type { ConsoleActions } from './console-actions.ts';
import { HistoryCounts } from './history-counts.tsx';
import type { NightGame, NightState } from './night-state.ts';
import { PlayedAt, PlayedTitle } from './played-title.tsx';

type Props = { state: NightState; actions: ConsoleActions };

/** The evening so far, the latest first. */
export function ConsoleTimeline({ state, actions }: Props) {
  const { t } = useTexts();
  const container = useRef<HTMLDivElement>(null);
  return (
    <div ref={container} tabIndex={-1} className="outline-none">
      {state.games.length === 0 && <Empty title={t('console.noGames')} />}
      <ol className="flex flex-col divide-y divide-line">
        {state.games.toReversed().map((game) => (
          <Entry
            key={game.id}
            game={game}
            votes={state.votesOf(game.game_id)}
            actions={actions}
            // What had the focus went with it.
            onRemoved={() => container.current?.focus({ preventScroll: true })}
          />
        ))}
      </ol>
    </div>
  );
}

type EntryProps = {
  game: NightGame;
  votes: { up: number; down: number };
  actions: ConsoleActions;
  onRemoved: () => void;
};

function Entry({ game, votes, actions, onRemoved }: EntryProps) {
  const { t } = useTexts();
  const { title } = game;
  const remove = async () => {
    try {
      await actions.remove.mutateAsync(game.id);
      onRemoved();
    } catch {
      // It has been told.
    }
  };
  return (
    <li className="flex animate-rise items-center gap-3 py-2">
      <PlayedAt game={game} />
      <div className="min-w-0 flex-1">
        <PlayedTitle game={game} />
        <p className="flex flex-wrap items-center gap-x-3 text-sm text-soft">
          <HistoryCounts {...votes} players={game.player_count} />
          {game.manually_added === 1 && <span>{t('console.byHand')}</span>}
        </p>
      </div>
      <Confirm
        title={t('console.removeTitle', { title })}
        confirmLabel={t('console.remove')}
        onConfirm={remove}
        trigger={(askToRemove) => <Actions game={game} actions={actions} onRemove={askToRemove} />}
      >
        {t('console.removeText')}
      </Confirm>
    </li>
  );
}

type ActionsProps = { game: NightGame; actions: ConsoleActions; onRemove: () => void };

function Actions({ game: { id, game_id, title, status }, actions, onRemove }: ActionsProps) {
  const { t } = useTexts();
  const set = (status: NightGame['status']) => actions.setStatus.mutate({ game: id, status });
  const isBusy = actions.play.isPending || actions.setStatus.isPending || actions.remove.isPending;
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place} className="relative">
      <Menu.Root>
        <Menu.Trigger
          disabled={isBusy}
          render={
            <IconButton
              label={t('console.actionsFor', { title })}
              icon={<EllipsisVertical className="size-5" />}
            />
          }
        />
        <Menu.Portal container={place}>
          <Menu.Positioner sideOffset={4} align="end" className="z-40">
            <Menu.Popup className="min-w-52 animate-rise rounded-card border border-line bg-raised p-1.5 shadow-card outline-none">
              {status !== 'playing' && (
                <>
                  <Item onClick={() => actions.play.mutate({ gameId: game_id, isPicked: false })}>
                    {t('console.replay')}
                  </Item>
                  <Item onClick={() => set('playing')}>{t('console.resume')}</Item>
                </>
              )}
              {status !== 'played' && <Item onClick={() => set('played')}>{t('console.markPlayed')}</Item>}
              {status !== 'skipped' && <Item onClick={() => set('skipped')}>{t('console.markSkipped')}</Item>}
              <Item onClick={onRemove}>{t('console.removeIt')}</Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}

const Item = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <Menu.Item
    onClick={onClick}
    className="flex min-h-11 cursor-pointer items-center rounded-control px-3 font-bold outline-none data-highlighted:bg-sunken"
  >
    {children}
  </Menu.Item>
);
