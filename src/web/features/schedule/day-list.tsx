import { Plus } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { type Entry, isOn } from './calendar-entry.ts';
import { EntryRow } from './entry-row.tsx';
import { useTimes } from './viewer-zone.ts';

type Props = {
  day: Temporal.PlainDate;
  entries: readonly Entry[];
  onOpen: (entry: Entry) => void;
  /** Absent where there is no calendar that the viewer may write to. */
  onCreate: (() => void) | undefined;
};

/** All that takes place on a day, and a way to add to it. */
export function DayList({ day, entries, onOpen, onCreate }: Props) {
  const { t } = useTexts();
  const date = day.toString();
  const shown = entries.filter((entry) => isOn(entry, date));
  return (
    <>
      {shown.length === 0 ? (
        <p className="py-2 text-soft">{t('calendar.nothing')}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {shown.map((entry) => (
            <li key={entry.key}>
              <EntryRow entry={entry} day={date} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
      {onCreate && (
        <Button kind="secondary" className="mt-4" onClick={onCreate}>
          <Plus className="size-5" />
          {t('calendar.newOnDay')}
        </Button>
      )}
    </>
  );
}

/** The same in a window of its own. */
export function DayDialog({ onClose, ...list }: Props & { onClose: () => void }) {
  const times = useTimes();
  return (
    <Dialog isOpen onClose={onClose} title={times.plainDay(list.day)}>
      <DayList {...list} />
    </Dialog>
  );
}
