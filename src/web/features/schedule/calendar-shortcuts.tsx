import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { useShortcuts } from '#web/lib/shortcuts.ts';
import { ShortcutsPopover } from '#web/ui/shortcuts-popover.tsx';
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
    <ShortcutsPopover
      title={t('calendar.shortcuts')}
      keys={keys}
      switchLabel={t('calendar.shortcutsOn')}
      isOpen={isOpen}
      onOpenChange={setOpen}
    />
  );
}
