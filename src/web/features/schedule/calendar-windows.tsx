import type { NamedOccurrence } from './calendar-data.ts';
import { type Entry, keyOf } from './calendar-entry.ts';
import { DayDialog } from './day-list.tsx';
import { OccurrenceDetails } from './occurrence-details.tsx';
import { SessionDialog, type SessionDraft } from './session-dialog.tsx';
import { useFocusReturn } from './use-focus-return.ts';

/** What lies over the calendar: one thing at a time. */
export type Opened =
  | { kind: 'details' | 'edit'; occurrence: NamedOccurrence }
  | { kind: 'draft'; draft: SessionDraft }
  | { kind: 'day'; day: Temporal.PlainDate }
  | { kind: 'calendars' };

type Props = {
  opened: Opened | undefined;
  entries: readonly Entry[];
  onChange: (opened: Opened | undefined) => void;
  onCreateOn: ((day: Temporal.PlainDate) => void) | undefined;
};

export function CalendarWindows({ opened, entries, onChange, onCreateOn }: Props) {
  const close = () => onChange(undefined);
  useFocusReturn(opened !== undefined);
  /** As others may have changed it meanwhile. */
  const present = (occurrence: NamedOccurrence) =>
    entries.find(({ key }) => key === keyOf(occurrence))?.occurrence ?? occurrence;

  switch (opened?.kind) {
    case 'details': {
      const { occurrence } = opened;
      return (
        <OccurrenceDetails
          occurrence={present(occurrence)}
          onClose={close}
          onEdit={() => onChange({ kind: 'edit', occurrence: present(occurrence) })}
        />
      );
    }
    case 'edit':
      return <SessionDialog occurrence={opened.occurrence} onClose={close} />;
    case 'draft':
      return <SessionDialog draft={opened.draft} onClose={close} />;
    case 'day':
      return (
        <DayDialog
          day={opened.day}
          entries={entries}
          onClose={close}
          onOpen={({ occurrence }) => onChange({ kind: 'details', occurrence })}
          onCreate={onCreateOn && (() => onCreateOn(opened.day))}
        />
      );
    default:
      return null;
  }
}
