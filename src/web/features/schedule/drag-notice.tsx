import { CalendarClock, TriangleAlert } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import type { NamedOccurrence } from './calendar-data.ts';
import { useTimes } from './viewer-zone.ts';
import type { When } from './wall-clock.ts';

/** Where what is held would be, and what it would clash with there. */
export type Drag = { to: When; clash: NamedOccurrence | undefined };

/** Says it in words, at the edge of the window, while something is held. */
export function DragNotice({ drag }: { drag: Drag | undefined }) {
  const { t } = useTexts();
  const times = useTimes();
  return (
    <div role="status" className="pointer-events-none fixed inset-x-3 bottom-4 z-40 flex justify-center">
      {drag && (
        <p
          className={`flex max-w-full items-center gap-3 rounded-card border-2 bg-raised px-5 py-3 shadow-card ${drag.clash ? 'border-danger' : 'border-line'}`}
        >
          {drag.clash ? (
            <TriangleAlert className="size-5 shrink-0 text-danger" />
          ) : (
            <CalendarClock className="size-5 shrink-0 text-soft" />
          )}
          <span>
            <span className="font-bold">{times.when(drag.to.startDateTime, drag.to.endDateTime)}</span>
            {drag.clash && (
              <span className="block font-bold text-danger">
                {t('calendar.clash', {
                  name: drag.clash.name,
                  when: times.hours(drag.clash.startDateTime, drag.clash.endDateTime),
                })}
              </span>
            )}
          </span>
        </p>
      )}
    </div>
  );
}
