import { useTexts } from '#web/lib/i18n.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { QrCode } from '#web/ui/qr-code.tsx';

/** How others come: the link, also for a phone’s camera. The password is told apart from it. */
export function PartyInvite({ partyId }: { partyId: string }) {
  const { t } = useTexts();
  const { href } = new URL(`/join/${partyId}`, location.origin);
  return (
    <div className="flex flex-col items-center gap-4 sm:flex-row sm:items-start">
      <QrCode text={href} label={t('watch.invite.qr')} className="size-44 shrink-0" />
      <div className="flex min-w-0 flex-col items-start gap-3">
        <p>{t('watch.invite.text')}</p>
        <p className="max-w-full rounded-control bg-sunken px-3 py-2 font-bold [overflow-wrap:anywhere]">
          {href}
        </p>
        <CopyButton text={href} label={t('watch.invite.copy')} />
        <p className="text-soft">{t('watch.invite.password')}</p>
      </div>
    </div>
  );
}
