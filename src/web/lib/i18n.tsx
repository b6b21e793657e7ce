import { setupI18n } from '@lingui/core';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type en from '../locales/en/index.ts';
import { createStored } from './stored.ts';

export const LOCALES = { en: 'English', ja: '日本語' } as const;
export type Locale = keyof typeof LOCALES;
export type MessageId = keyof typeof en;
type Values = Record<string, string | number>;

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

const loaders = {
  en: () => import('../locales/en/index.ts'),
  ja: () => import('../locales/ja/index.ts'),
};

const Context = createContext<Texts | undefined>(undefined);

export function useTexts(): Texts {
  const texts = useContext(Context);
  if (!texts) throw new Error('useTexts outside of TextsProvider');
  return texts;
}

/** The texts of a locale, loaded. */
async function loadTexts(locale: Locale) {
  const { default: messages } = await loaders[locale]();
  const i18n = setupI18n();
  i18n.loadAndActivate({ locale, messages });
  return i18n;
}

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export function TextsProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState(chooseLocale);
  const [loaded, setLoaded] = useState<{ locale: Locale; i18n: Awaited<ReturnType<typeof loadTexts>> }>();

  useEffect(() => {
    let isCurrent = true;
    void loadTexts(locale).then((i18n) => {
      if (!isCurrent) return;
      document.documentElement.lang = locale;
      setLoaded({ locale, i18n });
    });
    return () => {
      isCurrent = false;
    };
  }, [locale]);

  const texts = useMemo((): Texts | undefined => {
    if (!loaded) return undefined;
    const { locale, i18n } = loaded;
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    return {
      locale,
      t: (id, values) => i18n._(id, values),
      number: (value, options) => new Intl.NumberFormat(locale, options).format(value),
      date: (value, options = { dateStyle: 'medium', timeStyle: 'short' }) =>
        new Intl.DateTimeFormat(locale, options).format(new Date(value)),
      ago(value) {
        const seconds = (new Date(value).getTime() - Date.now()) / 1000;
        const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
        return relative.format(Math.round(seconds / size), unit);
      },
      setLocale(next) {
        chosen.set(next);
        setLocale(next);
      },
    };
  }, [loaded]);

  return texts ? <Context value={texts}>{children}</Context> : null;
}
