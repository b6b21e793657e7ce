import { WifiOff } from 'lucide-react';
import { useTexts } from '../lib/i18n.tsx';
import type { LiveState } from '../lib/live.ts';

type Props = {
  live: LiveState;
  /** Higher up, where toasts come too. */
  isAboveToasts?: boolean;
};

/** A word while the page may be behind. It comes a moment late, so that a hiccup isn't worth one. */
export function OfflineNotice({ live, isAboveToasts = false }: Props) {
  const { t } = useTexts();
  return (
    <div
      role="status"
      className={`pointer-events-none fixed inset-x-3 z-40 flex justify-center pb-[env(safe-area-inset-bottom)] ${isAboveToasts ? 'bottom-20' : 'bottom-3'}`}
    >
      {live === 'offline' && (
        <p
          className={`flex animate-rise items-center gap-2 rounded-full bg-raised px-5 py-2 font-bold shadow-card [animation-delay:800ms] [animation-fill-mode:backwards] ${isAboveToasts ? 'border-2 border-accent' : 'border border-line 2xl:text-2xl'}`}
        >
          <WifiOff aria-hidden="true" className="size-5 shrink-0 text-accent" />
          {t('common.reconnecting')}
        </p>
      )}
    </div>
  );
}
