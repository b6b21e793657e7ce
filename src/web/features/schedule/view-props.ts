import type { NamedOccurrence } from './calendar-data.ts';
import type { Entry } from './calendar-entry.ts';
import type { SessionDraft } from './session-dialog.tsx';
import type { When } from './wall-clock.ts';

/** What the month and the week need of the calendar. */
export type ViewProps = {
  days: readonly Temporal.PlainDate[];
  date: Temporal.PlainDate;
  today: Temporal.PlainDate;
  /** The viewer's. */
  zone: string;
  entries: readonly Entry[];
  onOpen: (entry: Entry) => void;
  /** All that is on a day. */
  onOpenDay: (day: Temporal.PlainDate) => void;
  /** Absent where there is no calendar that the viewer may write to. */
  onCreate: ((draft: SessionDraft) => void) | undefined;
  onMove: (occurrence: NamedOccurrence, to: When) => void;
  /** What it would clash with, were it then. */
  clashOf: (occurrence: NamedOccurrence, to: When) => NamedOccurrence | undefined;
};
