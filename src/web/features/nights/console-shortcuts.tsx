import { useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { useShortcutsOn } from '#web/lib/shortcuts.ts';
import { ShortcutsPopover } from '#web/ui/shortcuts-popover.tsx';
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
    <ShortcutsPopover
      title={t('console.shortcuts')}
      keys={keys}
      switchLabel={t('console.shortcutsOn')}
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={trigger}
    />
  );
}
