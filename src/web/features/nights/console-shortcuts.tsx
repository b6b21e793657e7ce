import { Popover } from '@base-ui/react/popover';
import { Keyboard } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { useShortcutsOn } from '#web/lib/shortcuts.ts';
import { IconButton } from '#web/ui/button.tsx';
import { ShortcutList } from '#web/ui/shortcut-list.tsx';
import { SHORTCUTS, type Shortcut, useShortcut } from './console-keys.ts';

/** The key beside what it does; not for fingers, who have no keys, nor for voices, who are told otherwise. */
export function Key({ of }: { of: Shortcut }) {
  const [isOn] = useShortcutsOn();
  return isOn ? (
    <span
      aria-hidden="true"
      className="rounded border border-current px-1.5 font-sans text-xs leading-5 opacity-70 max-lg:hidden pointer-coarse:hidden"
    >
      {SHORTCUTS[of]}
    </span>
  ) : null;
}

/** Which keys there are, and whether they do anything. */
export function ConsoleShortcuts() {
  const { t } = useTexts();
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  useShortcut('help', () => {
    trigger.current?.scrollIntoView({ block: 'center' });
    setOpen(true);
  });
  const keys = [
    [SHORTCUTS.roll, t('console.keyRoll')],
    [SHORTCUTS.play, t('console.keyPlay')],
    [SHORTCUTS.done, t('console.keyDone')],
    [SHORTCUTS.skip, t('console.keySkip')],
    [SHORTCUTS.search, t('console.keySearch')],
    [SHORTCUTS.help, t('console.keyHelp')],
  ] as const;
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        ref={trigger}
        render={
          <IconButton
            label={t('console.shortcuts')}
            icon={<Keyboard className="size-5" />}
            className="max-sm:hidden pointer-coarse:hidden"
          />
        }
      />
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className="z-40">
          <Popover.Popup className="w-80 max-w-[calc(100vw-2rem)] animate-rise rounded-card border border-line bg-surface p-5 shadow-card">
            <Popover.Title className="mb-3 text-lg font-extrabold">{t('console.shortcuts')}</Popover.Title>
            <ShortcutList keys={keys} switchLabel={t('console.shortcutsOn')} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
