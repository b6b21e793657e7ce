import { globSync, readFileSync } from 'node:fs';
import { setupI18n } from '@lingui/core';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';

type Messages = Parameters<ReturnType<typeof setupI18n>['load']>[1];

export type Say = ReturnType<typeof readTexts>;

/** The pages' texts in a language, by their keys: for journeys that are the same in all languages. */
export function readTexts(locale: string) {
  const messages: Messages = {};
  for (const file of globSync(`src/web/locales/${locale}/*.json`)) {
    const texts: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
    for (const [key, text] of Object.entries(texts)) messages[key] = compileMessageOrThrow(text);
  }
  const i18n = setupI18n({ locale, messages: { [locale]: messages } });
  return (key: string, values: Record<string, string | number> = {}): string => {
    if (!(key in messages)) throw new Error(`${locale} has no ${key}`);
    return i18n._(key, values);
  };
}
