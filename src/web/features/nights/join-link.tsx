import { useTexts } from '#web/lib/i18n.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { QrCode } from '#web/ui/qr-code.tsx';

/** The address where a host's audience follows the evening: to click, to copy, and to hold a camera to. */
export function JoinLink({ username }: { username: string }) {
  const { t } = useTexts();
  const url = new URL(`/join/${encodeURIComponent(username)}`, location.origin).href;
  return (
    <div className="flex flex-wrap items-center gap-4">
      <QrCode text={url} label={t('audience.linkQr', { name: username })} className="size-32 shrink-0" />
      <div className="flex min-w-0 flex-1 basis-48 flex-col items-start gap-3 [&>button]:min-h-11">
        <p className="text-soft">{t('audience.linkHint')}</p>
        <a href={url} className="max-w-full break-all font-bold text-accent underline underline-offset-4">
          {url.replace(/^https?:\/\//, '')}
        </a>
        <CopyButton text={url} label={t('audience.copyLink')} />
      </div>
    </div>
  );
}
