export const VIEWS = ['month', 'week', 'agenda'] as const;
export type View = (typeof VIEWS)[number];

/** From 1 for Monday to 7 for Sunday, as Temporal counts. */
type Weekday = number;

export type Shape = {
  firstDay: Weekday;
  /** As many as there is room for: 7, or fewer, which then begin with the date itself. */
  daysInWeek: number;
  daysInAgenda: number;
};

const DAYS_PER_WEEK = 7;

const weekStart = (date: Temporal.PlainDate, firstDay: Weekday): Temporal.PlainDate =>
  date.subtract({ days: (date.dayOfWeek - firstDay + DAYS_PER_WEEK) % DAYS_PER_WEEK });

const daysFrom = (first: Temporal.PlainDate, count: number): Temporal.PlainDate[] =>
  Array.from({ length: count }, (_, days) => first.add({ days }));

/** The days that a view of a date shows: of a month all of its weeks, those at its ends whole. */
export function daysShown(
  view: View,
  date: Temporal.PlainDate,
  { firstDay, daysInWeek, daysInAgenda }: Shape,
): Temporal.PlainDate[] {
  switch (view) {
    case 'month': {
      const first = weekStart(date.with({ day: 1 }), firstDay);
      const last = date.with({ day: date.daysInMonth });
      const weeks = Math.floor(first.until(last).days / DAYS_PER_WEEK) + 1;
      return daysFrom(first, weeks * DAYS_PER_WEEK);
    }
    case 'week':
      return daysFrom(daysInWeek === DAYS_PER_WEEK ? weekStart(date, firstDay) : date, daysInWeek);
    case 'agenda':
      return daysFrom(date, daysInAgenda);
  }
}

/** The date that stands for the period before (-1) or after (1). */
export function stepBy(
  view: View,
  date: Temporal.PlainDate,
  direction: -1 | 1,
  { daysInWeek, daysInAgenda }: Shape,
): Temporal.PlainDate {
  switch (view) {
    case 'month':
      return date.add({ months: direction });
    case 'week':
      return date.add({ days: direction * daysInWeek });
    case 'agenda':
      return date.add({ days: direction * daysInAgenda });
  }
}

export const startOfDay = (day: Temporal.PlainDate, zone: string): string =>
  day.toZonedDateTime(zone).toInstant().toString();

/** 24, but for a day on which the clocks change. */
export const hoursOf = (day: Temporal.PlainDate, zone: string): number =>
  day.toZonedDateTime(zone).hoursInDay;
