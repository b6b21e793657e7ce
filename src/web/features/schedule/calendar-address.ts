import { useLocation, useSearch } from 'wouter';
import { VIEWS, type View } from './calendar-period.ts';

export type Address = { view: View; date: Temporal.PlainDate };

/**
 * What is shown is in the page's address, so that going back, reloading and sharing work. Without a date it is today,
 * also tomorrow.
 */
export function useCalendarAddress(
  defaultView: View,
  today: Temporal.PlainDate,
): Address & {
  show: (next: { view?: View; date?: Temporal.PlainDate }, how?: { replace: boolean }) => void;
} {
  const [, navigate] = useLocation();
  const params = new URLSearchParams(useSearch());
  const view = VIEWS.find((one) => one === params.get('view')) ?? defaultView;
  const date = readDate(params.get('date')) ?? today;

  return {
    view,
    date,
    show(next, how) {
      const shown = next.date ?? date;
      const wanted = new URLSearchParams({ view: next.view ?? view });
      if (!shown.equals(today)) wanted.set('date', shown.toString());
      navigate(`/calendar?${wanted}`, how);
    },
  };
}

/** Within the years that the calendar knows. */
function readDate(text: string | null): Temporal.PlainDate | undefined {
  if (!text || !/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}
