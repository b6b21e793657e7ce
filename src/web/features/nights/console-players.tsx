import { Minus, Plus, Radio, Users } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type MessageId, useTexts } from '#web/lib/i18n.tsx';
import { Button, IconButton } from '#web/ui/button.tsx';
import type { ConsoleActions } from './console-actions.ts';
import type { NightGame } from './night-state.ts';

type Props = { game: NightGame; actions: ConsoleActions };

/** Several steps are one change. */
const SETTLE_MS = 700;

/** How the room's monitor is, in words; the others need none. */
const STATES: Record<string, MessageId> = {
  monitoring: 'console.roomWatched',
  unreachable: 'console.roomAway',
  not_found: 'console.roomNotFound',
  closed: 'console.roomClosed',
  failed: 'console.roomFailed',
  stopped: 'console.roomStopped',
  completed: 'console.roomByHand',
};

/** Counted by the monitor while it watches the room, or set by hand. */
export function ConsolePlayers({ game, actions }: Props) {
  const { t, number } = useTexts();
  const { setPlayerCount, startMonitor, stopMonitor } = actions;
  const [typed, setTyped] = useState<number>();
  const count = typed ?? game.player_count;
  /** What isn't sent yet. */
  const unsent = useRef<number>(undefined);
  const step = (by: number) => {
    unsent.current = count === null ? game.min_players : Math.max(0, count + by);
    setTyped(unsent.current);
  };
  const send = useEffectEvent(() => {
    const count = unsent.current;
    if (count === undefined) return;
    unsent.current = undefined;
    setPlayerCount.mutate(
      { game: game.id, count },
      { onSettled: () => setTyped((latest) => (latest === count ? undefined : latest)) },
    );
  });
  useEffect(() => {
    if (typed === undefined) return;
    const timer = setTimeout(() => send(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  // The game may end right after the last step.
  useEffect(() => () => send(), []);

  const isWatching = ['monitoring', 'unreachable'].includes(game.player_count_check_status);
  const state = STATES[game.player_count_check_status];
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-4">
        <div className="flex items-center gap-2">
          <IconButton
            kind="secondary"
            label={t('console.fewer')}
            icon={<Minus className="size-5" />}
            onClick={() => step(-1)}
          />
          <p className="flex min-w-16 items-center justify-center gap-2 text-2xl font-extrabold tabular-nums">
            <Users aria-hidden="true" className="size-5 text-soft" />
            <span className="sr-only">{t('console.players')}</span>
            {count === null ? '–' : number(count)}
          </p>
          <IconButton
            kind="secondary"
            label={t('console.more')}
            icon={<Plus className="size-5" />}
            onClick={() => step(1)}
          />
        </div>
        <p className="min-w-0 text-sm text-soft">
          {t('console.playersOf', { min: game.min_players, max: game.max_players })}
        </p>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p role="status" className="flex min-w-0 flex-1 basis-36 items-center gap-2 text-sm">
          {game.player_count_check_status === 'monitoring' && (
            <span aria-hidden="true" className="size-2.5 shrink-0 animate-pulse rounded-full bg-up" />
          )}
          {state ? t(state) : !game.room_code && <span className="text-soft">{t('console.roomFirst')}</span>}
        </p>
        {game.room_code && (
          <Button
            kind="secondary"
            size="small"
            className="min-h-11"
            isBusy={startMonitor.isPending || stopMonitor.isPending}
            onClick={() => (isWatching ? stopMonitor : startMonitor).mutate(game.id)}
          >
            <Radio className="size-4" />
            {isWatching ? t('console.stopCounting') : t('console.count')}
          </Button>
        )}
      </div>
    </div>
  );
}
