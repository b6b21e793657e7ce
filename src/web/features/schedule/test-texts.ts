import { setupI18n } from '@lingui/core';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import type { Locale } from '#web/lib/i18n.tsx';
import en from '#web/locales/en/sessions.json' with { type: 'json' };
import ja from '#web/locales/ja/sessions.json' with { type: 'json' };
import type { Language } from './recurrence-words.ts';

const SOURCES: Record<Locale, Record<string, string>> = { en, ja };
/** As people write dates who have day before month, and who have not. */
const REGIONS = { en: 'en-GB', ja: 'ja-JP' } as const satisfies Record<Locale, string>;

/** The texts of events, as the pages have them. */
export function createLanguage(locale: Locale): Language {
  const texts = Object.entries(SOURCES[locale]).map(([key, text]) => [key, compileMessageOrThrow(text)]);
  const i18n = setupI18n({ locale, messages: { [locale]: Object.fromEntries(texts) } });
  return { t: (id, values) => i18n._(id, values), locale: REGIONS[locale] };
}
