import { Popover } from '@base-ui/react/popover';
import { Keyboard } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { Checkbox } from '#web/ui/field.tsx';
import { SHORTCUTS, type Shortcut, useShortcut, useShortcutsOn } from './console-keys.ts';

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
  const [isOn, setOn] = useShortcutsOn();
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
              label={t('console.shortcutsOn')}
              checked={isOn}
              onChange={({ currentTarget }) => setOn(currentTarget.checked)}
              className="mt-3"
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
