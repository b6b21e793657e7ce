import { useTexts } from '#web/lib/i18n.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { QrCode } from '#web/ui/qr-code.tsx';
import { ShortcutList } from '#web/ui/shortcut-list.tsx';
import { KEYS } from './keys.ts';

type Opened = { isOpen: boolean; onClose: () => void };

/** Which keys there are, and whether they do anything. */
export function KeysDialog(opened: Opened) {
  const { t } = useTexts();
  const keys = [
    [t('screen.space'), t('screen.keyNext')],
    [KEYS.show, t('screen.keyShow')],
    [KEYS.pause, t('screen.keyPause')],
    [KEYS.extend, t('screen.extend')],
    [`${KEYS.result} ${KEYS.board}`, t('screen.keyStage')],
    [KEYS.lock, t('screen.keyLock')],
    [KEYS.full, t('screen.fullScreen')],
    [KEYS.sound, t('screen.keySound')],
    [KEYS.help, t('screen.keyHelp')],
  ] as const;
  return (
    <Dialog {...opened} title={t('screen.keys')}>
      <ShortcutList keys={keys} switchLabel={t('screen.keysOn')} />
    </Dialog>
  );
}

/** The way to the remote: for the host's phone, which asks who they are. */
export function RemoteDialog({ url, ...opened }: Opened & { url: string }) {
  const { t } = useTexts();
  return (
    <Dialog {...opened} title={t('screen.remote')}>
      <p className="text-soft">{t('screen.remoteText')}</p>
      <div className="mt-4 flex flex-wrap items-center gap-4">
        <QrCode text={url} label={t('screen.remoteQr')} className="size-48" />
        <CopyButton text={url} label={t('screen.copyRemote')} />
      </div>
    </Dialog>
  );
}
