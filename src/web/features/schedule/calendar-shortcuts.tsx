import { Popover } from '@base-ui/react/popover';
import { Keyboard } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { useShortcuts } from '#web/lib/shortcuts.ts';
import { IconButton } from '#web/ui/button.tsx';
import { ShortcutList } from '#web/ui/shortcut-list.tsx';
import type { View } from './calendar-period.ts';

type Actions = {
  onToday: () => void;
  onView: (view: View) => void;
  onStep: (direction: -1 | 1) => void;
  onCreate: (() => void) | undefined;
};

/** Which keys there are, and whether they do anything. */
export function CalendarShortcuts({ onToday, onView, onStep, onCreate }: Actions) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  useShortcuts({
    T: onToday,
    M: () => onView('month'),
    W: () => onView('week'),
    A: () => onView('agenda'),
    J: () => onStep(1),
    K: () => onStep(-1),
    ArrowRight: () => onStep(1),
    ArrowLeft: () => onStep(-1),
    '?': () => setOpen(true),
    ...(onCreate && { N: onCreate }),
  });
  const keys = [
    ['T', t('calendar.keyToday')],
    ['M', t('calendar.keyMonth')],
    ['W', t('calendar.keyWeek')],
    ['A', t('calendar.keyAgenda')],
    ['J', t('calendar.keyNext')],
    ['K', t('calendar.keyPrevious')],
    ['N', t('calendar.keyNew')],
    ['?', t('calendar.keyHelp')],
  ] as const;
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        render={
          <IconButton
            label={t('calendar.shortcuts')}
            icon={<Keyboard className="size-5" />}
            className="max-sm:hidden pointer-coarse:hidden"
          />
        }
      />
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className="z-40">
          <Popover.Popup className="w-80 max-w-[calc(100vw-2rem)] animate-rise rounded-card border border-line bg-surface p-5 shadow-card">
            <Popover.Title className="mb-3 text-lg font-extrabold">{t('calendar.shortcuts')}</Popover.Title>
            <ShortcutList keys={keys} switchLabel={t('calendar.shortcutsOn')} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
