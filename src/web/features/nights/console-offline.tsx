import { WifiOff } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import type { LiveState } from '#web/lib/live.ts';

/** A word while the console may be behind, above the toasts. It comes a moment late: a hiccup isn't worth one. */
export function ConsoleOffline({ live }: { live: LiveState }) {
  const { t } = useTexts();
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-3 bottom-20 z-40 flex justify-center pb-[env(safe-area-inset-bottom)]"
    >
      {live === 'offline' && (
        <p className="flex animate-rise items-center gap-2 rounded-full border-2 border-accent bg-raised px-5 py-2 font-bold shadow-card [animation-delay:800ms] [animation-fill-mode:backwards]">
          <WifiOff aria-hidden="true" className="size-5 shrink-0 text-accent" />
          {t('console.reconnecting')}
        </p>
      )}
    </div>
  );
}
