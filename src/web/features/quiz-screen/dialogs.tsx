import { useTexts } from '#web/lib/i18n.tsx';
import { useShortcutsOn } from '#web/lib/shortcuts.ts';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Checkbox } from '#web/ui/field.tsx';
import { QrCode } from '#web/ui/qr-code.tsx';
import { KEYS } from './keys.ts';

type Opened = { isOpen: boolean; onClose: () => void };

/** Which keys there are, and whether they do anything. */
export function KeysDialog(opened: Opened) {
  const { t } = useTexts();
  const [isOn, setOn] = useShortcutsOn();
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
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {keys.map(([key, text]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-block min-w-8 rounded border border-line bg-sunken px-2 py-0.5 text-center font-sans font-bold">
                {key}
              </kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Checkbox
        label={t('screen.keysOn')}
        checked={isOn}
        onChange={({ currentTarget }) => setOn(currentTarget.checked)}
        className="mt-3"
      />
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
