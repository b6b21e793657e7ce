import { useMemo } from 'react';
import { type Locale, useTexts } from '#web/lib/i18n.tsx';
import { createTimes, type Times } from './time-words.ts';

export { firstDayOfWeek, isElsewhere, type Times } from './time-words.ts';

/** The IANA name of the time zone that the browser is in. */
export const viewerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The pages' language with the customs of where the browser's user lives: when weeks begin, how hours are counted. */
export function regionalLocale(language: Locale): string {
  const own = navigator.languages.find((tag) => tag.split('-')[0] === language);
  try {
    const region = new Intl.Locale(own?.includes('-') ? own : navigator.language).maximize().region;
    return region ? `${language}-${region}` : language;
  } catch {
    // A browser with a language tag that isn't one.
    return language;
  }
}

export function useTimes(): Times {
  const { locale } = useTexts();
  return useMemo(() => createTimes(regionalLocale(locale), viewerZone()), [locale]);
}
