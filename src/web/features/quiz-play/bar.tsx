import { WifiOff } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import type { RoomState } from './state.ts';

/** Who one is, where the game is, and how one does. */
export function PlayBar({ state }: { state: RoomState }) {
  const { t, number } = useTexts();
  const { displayName, title, index, total, standing, phase } = state;
  const isOn = phase !== 'lobby' && phase !== 'finished';
  return (
    <header className="flex min-h-12 items-center gap-3 border-b border-line bg-surface px-4 pt-[env(safe-area-inset-top)] font-bold">
      <p className="min-w-0 flex-1 truncate">{displayName}</p>
      {isOn ? (
        <p className="shrink-0 text-soft tabular-nums">
          <span className="sr-only">{t('play.bar.question', { index: index + 1, total })}</span>
          <span aria-hidden="true">
            {number(index + 1)} / {number(total)}
          </span>
        </p>
      ) : (
        <p className="min-w-0 truncate text-soft">{title}</p>
      )}
      {standing && (
        <p className="shrink-0 rounded-full bg-sunken px-3 py-0.5 tabular-nums">
          {t('play.bar.score', { score: number(standing.score) })}
        </p>
      )}
    </header>
  );
}

/** A quiet bar while the connection is gone, in the place of the other: nothing moves. It comes a moment late. */
export function PlayOffline({ isOffline }: { isOffline: boolean }) {
  const { t } = useTexts();
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-0 z-40">
      {isOffline && (
        <p className="flex min-h-12 animate-rise items-center justify-center gap-2 border-b border-line bg-raised px-5 pt-[env(safe-area-inset-top)] font-bold [animation-delay:800ms] [animation-fill-mode:backwards]">
          <WifiOff aria-hidden="true" className="size-5 text-accent" />
          {t('play.reconnecting')}
        </p>
      )}
    </div>
  );
}
