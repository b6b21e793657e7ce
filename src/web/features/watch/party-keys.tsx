import type { MessageId } from '#web/lib/i18n.tsx';
import { useTexts } from '#web/lib/i18n.tsx';
import { useShortcutsOn } from '#web/lib/shortcuts.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { Checkbox } from '#web/ui/field.tsx';

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
  const [isOn, setOn] = useShortcutsOn();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('watch.keys.title')}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {[...(isHost ? HOST_KEYS : []), ...KEYS].map(([key, text]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-block min-w-8 rounded border border-line bg-sunken px-2 py-0.5 text-center font-sans font-bold">
                {key}
              </kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <Checkbox
        label={t('watch.keys.on')}
        checked={isOn}
        onChange={({ currentTarget }) => setOn(currentTarget.checked)}
        className="mt-3"
      />
    </Dialog>
  );
}
