import type { MessageId } from '#web/lib/i18n.tsx';
import { useTexts } from '#web/lib/i18n.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { ShortcutList } from '#web/ui/shortcut-list.tsx';

const HOST_KEYS: readonly [key: string, text: MessageId][] = [
  ['K', 'watch.keys.toggle'],
  ['←', 'watch.back'],
  ['→', 'watch.forward'],
];
const KEYS: readonly [key: string, text: MessageId][] = [
  ['M', 'watch.mute'],
  ['T', 'watch.theatre'],
  ['F', 'watch.fullScreen'],
  ['P', 'watch.picture'],
  ['C', 'watch.chat.write'],
  ['?', 'watch.keys.title'],
];

/** Which keys there are, and whether they do anything. */
export function PartyKeys({
  isHost,
  isOpen,
  onClose,
}: {
  isHost: boolean;
  isOpen: boolean;
  onClose: () => void;
}) {
  const { t } = useTexts();
  const keys = [...(isHost ? HOST_KEYS : []), ...KEYS].map(([key, text]) => [key, t(text)] as const);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('watch.keys.title')}>
      <ShortcutList keys={keys} switchLabel={t('watch.keys.on')} />
    </Dialog>
  );
}
