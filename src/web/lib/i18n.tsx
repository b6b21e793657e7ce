import { setupI18n } from '@lingui/core';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Area, MessageId } from '../locales/areas.ts';
import { createStored } from './stored.ts';

export const LOCALES = { en: 'English', ja: '日本語' } as const;
export type Locale = keyof typeof LOCALES;
export type { Area, MessageId };

type Values = Record<string, string | number>;
/** By their keys, as the build has compiled them. */
type Messages = Parameters<ReturnType<typeof setupI18n>['load']>[1];

/** Texts of the present language, and its ways to write numbers and times. */
export type Texts = {
  locale: Locale;
  t: (id: MessageId, values?: Values) => string;
  number: (value: number, options?: Intl.NumberFormatOptions) => string;
  date: (value: string | number | Date, options?: Intl.DateTimeFormatOptions) => string;
  /** In words, such as “3 minutes ago”. */
  ago: (value: string | number | Date) => string;
  setLocale: (locale: Locale) => void;
};

const isLocale = (text: unknown): text is Locale => typeof text === 'string' && text in LOCALES;

const chosen = createStored<Locale>('soiree.locale', (value) => (isLocale(value) ? value : undefined));

/** As chosen before, else the first of the browser's languages that there is. */
function chooseLocale(): Locale {
  return chosen.get() ?? navigator.languages.map((language) => language.split('-')[0]).find(isLocale) ?? 'en';
}

const files = import.meta.glob<Messages>('../locales/*/*.json', { import: 'default' });

const i18n = setupI18n();
/** What pages so far have texts from: a change of language loads it all. */
const wanted = new Set<Area>(['common']);

async function load(locale: Locale, areas: Iterable<Area>): Promise<void> {
  const loading = [...areas].map(async (area) => {
    const messages = await files[`../locales/${locale}/${area}.json`]?.();
    if (messages) i18n.load(locale, messages);
  });
  await Promise.all(loading);
}

/** Loads, in the present language, the texts of a page's areas: what every page has is among them. */
export async function loadTexts(areas: readonly Area[]): Promise<void> {
  for (const area of areas) wanted.add(area);
  await load(chooseLocale(), wanted);
}

const Context = createContext<Texts | undefined>(undefined);

export function useTexts(): Texts {
  const texts = useContext(Context);
  if (!texts) throw new Error('useTexts outside of TextsProvider');
  return texts;
}

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export function TextsProvider({ children }: { children: ReactNode }) {
  const locale = useSyncExternalStore(chosen.subscribe, chooseLocale);
  /** The language whose texts are there. */
  const [loaded, setLoaded] = useState<Locale>();

  useEffect(() => {
    let isCurrent = true;
    void load(locale, wanted).then(() => {
      if (!isCurrent) return;
      document.documentElement.lang = locale;
      setLoaded(locale);
    });
    return () => {
      isCurrent = false;
    };
  }, [locale]);

  const texts = useMemo((): Texts | undefined => {
    if (!loaded) return undefined;
    i18n.activate(loaded);
    // Slow to make, and seldom needed for the first paint.
    let relative: Intl.RelativeTimeFormat | undefined;
    return {
      locale: loaded,
      t: (id, values) => i18n._(id, values),
      number: (value, options) => new Intl.NumberFormat(loaded, options).format(value),
      date: (value, options = { dateStyle: 'medium', timeStyle: 'short' }) =>
        new Intl.DateTimeFormat(loaded, options).format(new Date(value)),
      ago(value) {
        const seconds = (new Date(value).getTime() - Date.now()) / 1000;
        const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
        relative ??= new Intl.RelativeTimeFormat(loaded, { numeric: 'auto' });
        return relative.format(Math.round(seconds / size), unit);
      },
      setLocale: chosen.set,
    };
  }, [loaded]);

  return texts ? <Context value={texts}>{children}</Context> : null;
}
