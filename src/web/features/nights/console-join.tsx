import { useTexts } from '#web/lib/i18n.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { QrCode } from '#web/ui/qr-code.tsx';

/** The address where a host's audience follows the evening: to click, to copy, and to hold a camera to. */
export function ConsoleJoin({ username }: { username: string }) {
  const { t } = useTexts();
  const url = new URL(`/join/${encodeURIComponent(username)}`, location.origin).href;
  return (
    <div className="flex items-center gap-4">
      <QrCode text={url} label={t('console.joinQr')} className="size-28 shrink-0 sm:size-32" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2 [&>button]:min-h-11">
        <p className="text-soft">{t('console.joinText')}</p>
        <a href={url} className="max-w-full break-all font-bold text-accent underline underline-offset-4">
          {url.replace(/^https?:\/\//, '')}
        </a>
        <CopyButton text={url} label={t('console.copyJoin')} />
      </div>
    </div>
  );
}
