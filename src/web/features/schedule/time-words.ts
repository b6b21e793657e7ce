type WeekInfo = { firstDay: number };
type LocaleWithWeek = Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };

/** The weekday that weeks begin with, from 1 for Monday to 7 for Sunday. */
export function firstDayOfWeek(locale: string): number {
  const { getWeekInfo, weekInfo }: LocaleWithWeek = new Intl.Locale(locale);
  return (getWeekInfo?.call(new Intl.Locale(locale)) ?? weekInfo)?.firstDay ?? 1;
}

/** Formatters take long to make, and a month has hundreds of times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}

const DAY = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const DAY_OF_YEAR = { ...DAY, year: 'numeric' } as const;
const DATE = { dateStyle: 'short' } as const;
const SHORT_DAY = { weekday: 'short', day: 'numeric' } as const;

/** How instants are written for whoever looks: each in the viewer's zone, unless another is named. */
export type Times = {
  /** For Intl; with the region. */
  locale: string;
  /** The viewer's. */
  zone: string;
  /** Such as “19:30”. */
  time: (instant: string, zone?: string) => string;
  /** Such as “Friday, 27 November”. */
  day: (instant: string, zone?: string) => string;
  /** Such as “Fri 27”. */
  shortDay: (instant: string, zone?: string) => string;
  /** Such as “Fri”. */
  weekday: (instant: string, zone?: string) => string;
  /** Such as “19:30 – 22:00”; with dates where it begins and ends on different days. */
  range: (start: string, end: string, zone?: string) => string;
  /** For little room: never with dates, also where it ends on another day. */
  hours: (start: string, end: string, zone?: string) => string;
  /** With the day: “Friday, 27 November, 19:30 – 22:00”; with the year where it isn't this one. */
  when: (start: string, end: string, zone?: string) => string;
  /** An hour of the day, for little room: “19:00”, “7 PM”. */
  hour: (hour: number) => string;
  /** A day of the calendar, whatever the zone. */
  plainDay: (day: Temporal.PlainDate, options?: Intl.DateTimeFormatOptions) => string;
  plainDays: (
    from: Temporal.PlainDate,
    to: Temporal.PlainDate,
    options: Intl.DateTimeFormatOptions,
  ) => string;
  /** Such as “Central European Standard Time”; as it is called at that time. */
  zoneName: (zone: string, at: string) => string;
  /** For little room: “Tokyo”; where cities are written otherwise, “日本時間”. */
  zoneCity: (zone: string) => string;
};

export function createTimes(locale: string, zone: string): Times {
  const at = (instant: string) => new Date(instant);
  const clock = { hour: hasLeadingZero(locale) ? '2-digit' : 'numeric', minute: '2-digit' } as const;
  const spell = (options: Intl.DateTimeFormatOptions, timeZone = zone) =>
    formatter(locale, { ...options, timeZone });
  const plain = (options: Intl.DateTimeFormatOptions) => formatter(locale, { ...options, timeZone: 'UTC' });
  const noon = (day: Temporal.PlainDate) => new Date(`${day.toString()}T12:00Z`);
  const zoneNameOf = (timeZone: string, timeZoneName: 'long' | 'longGeneric', when?: Date) =>
    formatter(locale, { timeZone, timeZoneName })
      .formatToParts(when)
      .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  const time = (instant: string, inZone?: string) => spell(clock, inZone).format(at(instant));
  const day = (instant: string, inZone?: string) => spell(DAY, inZone).format(at(instant));
  const isThisYear = (instant: string) => at(instant).getFullYear() === new Date().getFullYear();
  const dayOfYear = (...instants: string[]) => (instants.every(isThisYear) ? DAY : DAY_OF_YEAR);
  const isOneDay = (start: string, end: string, inZone?: string) =>
    spell(DATE, inZone).format(at(start)) === spell(DATE, inZone).format(at(end));
  /** Intl writes Japanese ranges as in “11/26木曜日 19時30分～22時00分”, which nobody does. */
  const japanese = (start: string, end: string, inZone: string | undefined, hasDay: boolean) => {
    const isOne = isOneDay(start, end, inZone);
    const days = spell(dayOfYear(start, end), inZone);
    const from = hasDay || !isOne ? `${days.format(at(start))} ` : '';
    const to = isOne ? '' : `${days.format(at(end))} `;
    return `${from}${time(start, inZone)}～${to}${time(end, inZone)}`;
  };
  const range = (start: string, end: string, inZone: string | undefined, hasDay: boolean) =>
    locale.startsWith('ja')
      ? japanese(start, end, inZone, hasDay)
      : spell(hasDay ? { ...dayOfYear(start, end), ...clock } : clock, inZone).formatRange(
          at(start),
          at(end),
        );
  return {
    locale,
    zone,
    time,
    day,
    shortDay: (instant, inZone) => spell(SHORT_DAY, inZone).format(at(instant)),
    weekday: (instant, inZone) => spell({ weekday: 'short' }, inZone).format(at(instant)),
    range: (start, end, inZone) => range(start, end, inZone, false),
    hours(start, end, inZone) {
      if (isOneDay(start, end, inZone)) return range(start, end, inZone, false);
      return `${time(start, inZone)} – ${time(end, inZone)}`;
    },
    when: (start, end, inZone) => range(start, end, inZone, true),
    hour(hour) {
      const when = Date.UTC(2000, 0, 1, hour);
      const short = plain({ hour: 'numeric' });
      // Only languages that count hours by twelve do without the minutes.
      return short.resolvedOptions().hour12 ? short.format(when) : plain(clock).format(when);
    },
    plainDay: (day, options = DAY) => plain(options).format(noon(day)),
    plainDays: (from, to, options) => plain(options).formatRange(noon(from), noon(to)),
    zoneName: (name, instant) => zoneNameOf(name, 'long', at(instant)),
    zoneCity(name) {
      if (!locale.startsWith('ja')) return cityOf(name);
      // What has no seasons is generically but an offset.
      return zoneNameOf(name, name.endsWith('UTC') ? 'long' : 'longGeneric');
    },
  };
}

const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** Whether it is “08:00” rather than “8:00”, which Intl knows only where it chooses the form by itself. */
const hasLeadingZero = (locale: string): boolean =>
  formatter(locale, { timeStyle: 'short', timeZone: 'UTC' })
    .format(Date.UTC(2000, 0, 1, 8))
    .startsWith('0');

/** Whether clocks there show another time at that instant than they do here. */
export function isElsewhere(zone: string, here: string, instant: string): boolean {
  if (zone === here) return false;
  const moment = Temporal.Instant.from(instant);
  return moment.toZonedDateTimeISO(zone).offset !== moment.toZonedDateTimeISO(here).offset;
}
