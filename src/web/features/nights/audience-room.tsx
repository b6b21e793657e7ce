import { ExternalLink } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';

/** Loaded after the rest, which is to be there first: whoever holds a phone has no camera to hold to it. */
const QrCode = lazy(async () => ({ default: (await import('#web/ui/qr-code.tsx')).QrCode }));

/** Where the game's own players join, with the room's code filled in. */
export const joinGameUrl = (code: string) => `https://jackbox.tv/?code=${encodeURIComponent(code)}`;

/** The room to join: its code huge, and the same for cameras. */
export function AudienceRoom({ code }: { code: string | null }) {
  const { t } = useTexts();
  if (!code)
    return (
      <p className="mt-6 rounded-card bg-sunken p-5 text-center text-lg text-soft 2xl:text-3xl">
        {t('audience.noRoom')}
      </p>
    );
  const url = joinGameUrl(code);
  return (
    <div
      key={code}
      className="mt-6 flex animate-pop flex-wrap items-center justify-center gap-x-8 gap-y-6 rounded-card bg-sunken p-5 sm:p-8 2xl:gap-x-14"
    >
      <div className="flex flex-col items-center gap-3">
        <p className="text-lg font-bold text-soft 2xl:text-3xl">{t('audience.roomCode')}</p>
        <p className="font-mono text-[clamp(4rem,8vw,11rem)] font-black leading-none tracking-[0.08em]">
          {code}
        </p>
        <div className="flex flex-wrap items-center justify-center gap-2 [&>button]:min-h-11">
          <a
            href={url}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-11 items-center gap-2 rounded-control bg-accent px-4 font-bold text-on-accent hover:bg-accent-strong 2xl:text-2xl"
          >
            {t('audience.joinAt')}
            <ExternalLink aria-hidden="true" className="size-4" />
          </a>
          <CopyButton text={code} label={t('audience.copyCode')} />
        </div>
      </div>
      <div className="size-44 shrink-0 xl:size-52 2xl:size-72">
        <Suspense>
          <QrCode text={url} label={t('audience.roomQr', { code })} className="size-full" />
        </Suspense>
      </div>
    </div>
  );
}
