import { Radio } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Avatar } from '#web/ui/avatar.tsx';
import { Badge } from '#web/ui/badge.tsx';
import type { Night } from './night-state.ts';

/** Whose evening it is. */
export function AudienceHeader({ host, isLive }: { host: Night['host']; isLive: boolean }) {
  const { t } = useTexts();
  return (
    <header className="mb-5 flex items-center gap-3 sm:gap-4 lg:mb-8">
      <Avatar
        name={host.display_name}
        url={host.avatar_url}
        className="size-12 shrink-0 text-xl sm:size-16 sm:text-3xl"
      />
      <h1 className="min-w-0 flex-1 text-2xl sm:text-4xl 2xl:text-5xl">
        {t('audience.title', { name: host.display_name })}
      </h1>
      <span
        className={`shrink-0 transition-opacity 2xl:[&>span]:text-xl ${isLive ? '' : 'opacity-0'}`}
        aria-hidden={!isLive}
      >
        <Badge kind="live">
          <Radio aria-hidden="true" className="size-4" />
          {t('audience.live')}
        </Badge>
      </span>
    </header>
  );
}
