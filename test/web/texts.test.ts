import { globSync, readdirSync, readFileSync } from 'node:fs';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { reachFrom, readPages } from './source-pages.ts';
import { matches, readSourceTexts } from './source-texts.ts';

const LOCALES = 'src/web/locales';
const Messages = Type.Record(Type.String(), Type.String());

const locales = readdirSync(LOCALES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const read = (locale: string, file: string) =>
  Value.Parse(Messages, JSON.parse(readFileSync(`${LOCALES}/${locale}/${file}`, 'utf8')));
const filesOf = (locale: string) =>
  readdirSync(`${LOCALES}/${locale}`).filter((name) => name.endsWith('.json'));
/** Every text of a locale with the file it is in. */
const textsOf = (locale: string) =>
  filesOf(locale).flatMap((file) =>
    Object.entries(read(locale, file)).map(([key, text]) => ({ file, key, text })),
  );
const keysOf = (locale: string) => textsOf(locale).map(({ key }) => key);

const sources = globSync('src/web/**/*.{ts,tsx}')
  .filter((file) => !file.includes('.test.') && !file.startsWith(LOCALES) && !file.endsWith('api-types.ts'))
  .map((file) => ({ file, ...readSource(file) }));

function readSource(file: string) {
  return readSourceTexts(file, readFileSync(file, 'utf8'));
}

/** The values that a text is given, those that it chooses by with their choices. */
function placeholdersOf(text: string): Map<string, { kind: string; choices: string[] }> {
  const found = new Map<string, { kind: string; choices: string[] }>();
  const collect = (tokens: unknown): void => {
    if (!Array.isArray(tokens)) return;
    for (const token of tokens) {
      if (!Array.isArray(token)) continue;
      const [name, kind = 'value', format] = token;
      const cases = typeof format === 'object' && format !== null ? Object.entries(format) : [];
      const choices = cases.filter(([choice]) => choice !== 'offset');
      // A value may be both chosen by and shown.
      if (!found.has(name) || choices.length > 0)
        found.set(name, { kind, choices: choices.map(([choice]) => choice) });
      for (const [, tokens] of choices) collect(tokens);
    }
  };
  collect(compileMessageOrThrow(text));
  return found;
}

describe.each(locales)('the texts in %s', (locale) => {
  const texts = textsOf(locale);

  it('are there, each once', () => {
    expect(keysOf(locale).filter((key, index, all) => all.indexOf(key) !== index)).toEqual([]);
    expect(texts.filter(({ text }) => text.trim() === '').map(({ key }) => key)).toEqual([]);
  });

  it('have keys that begin with the name of their file', () => {
    const strays = texts.filter(
      ({ file, key }) => file !== 'common.json' && !key.startsWith(`${file.slice(0, -4)}`),
    );
    expect(strays.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
  });

  it('are all those that the pages ask for', () => {
    const keys = keysOf(locale);
    const missing = sources.flatMap(({ file, asked }) =>
      asked
        .filter((wanted) => !keys.some((key) => matches(wanted, key)))
        .map((wanted) => `${file}: ${wanted}`),
    );
    expect(missing).toEqual([]);
  });

  it('are all used', () => {
    const mentioned = [...new Set(sources.flatMap(({ mentioned }) => mentioned))];
    const unused = keysOf(locale).filter((key) => !mentioned.some((pattern) => matches(pattern, key)));
    expect(unused).toEqual([]);
  });

  it('distinguish the numbers that the language does', () => {
    const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted();
    for (const { key, text } of texts)
      for (const { kind, choices } of placeholdersOf(text).values()) {
        if (kind !== 'plural') continue;
        const categories = choices.filter((choice) => !/^\d+$/.test(choice)).toSorted();
        // Where nothing and the rest are all there is, `one` has no case of its own.
        const isComplete = choices.includes('0') && categories.join() === 'other';
        if (!isComplete) expect.soft(categories, key).toEqual(wanted);
      }
  });
});

describe('a page loads the texts of each area that it uses, and no other:', () => {
  const areasOf = new Map(
    filesOf('en').flatMap((file) => Object.keys(read('en', file)).map((key) => [key, file.slice(0, -5)])),
  );
  const usedBy = (file: string): string[] => {
    const mentioned = [...reachFrom(file)].flatMap((reached) => readSource(reached).mentioned);
    const used = [...areasOf].filter(([key]) => mentioned.some((pattern) => matches(pattern, key)));
    return [...new Set(used.map(([, area]) => area))].filter((area) => area !== 'common').toSorted();
  };
  const pages = readPages('src/web/pages.ts');

  it('all pages are known', () => {
    expect(pages.length).toBeGreaterThan(9);
  });

  it.each(pages)('$path', ({ areas, file }) => {
    expect(areas.toSorted()).toEqual(usedBy(file));
  });

  it('the frame around them', () => {
    expect(usedBy('src/web/main.tsx')).toEqual([]);
  });
});

describe('the locales', () => {
  const [first = '', ...others] = locales;

  it('have the same keys', () => {
    for (const other of others) expect(keysOf(other).toSorted()).toEqual(keysOf(first).toSorted());
  });

  it('put the same values into a text, and choose by the same words', () => {
    const shapeOf = (text: string) =>
      [...placeholdersOf(text)]
        // Which numbers are told apart is each language's own matter.
        .map(([name, { kind, choices }]) =>
          kind === 'select' ? `${name}: ${choices.toSorted().join()}` : name,
        )
        .toSorted();
    for (const other of others) {
      const texts = new Map(textsOf(other).map(({ key, text }) => [key, text]));
      for (const { key, text } of textsOf(first))
        expect.soft(shapeOf(texts.get(key) ?? ''), `${key} in ${other}`).toEqual(shapeOf(text));
    }
  });
});

it('the pages show no words that aren’t in the locales', () => {
  const found = sources.flatMap(({ file, untranslated }) => untranslated.map((text) => `${file}: ${text}`));
  expect(found).toEqual([]);
});

describe('the look at the sources', () => {
  const look = (code: string) => readSourceTexts('planted.tsx', code);

  it('sees keys that are asked for, by conditions and templates too', () => {
    const { asked } = look(
      'const a = [t("a.b"), t(x ? "a.c" : `a.$' + '{x}.d`, { x }), other("a.e"), t(x)];',
    );
    expect(asked).toEqual(['a.b', 'a.c', 'a.*.d']);
    expect(matches('a.*.d', 'a.long.way.d')).toBe(true);
    expect(matches('a.*.d', 'a.d')).toBe(false);
    expect(matches('*', 'a.d')).toBe(false);
  });

  it.each([
    ['Hello', '<p>Hello</p>'],
    ['こんにちは', '<p>こんにちは</p>'],
    ['Hello', '<>{isThere ? "Hello" : t("a.b")}</>'],
    ['Hello', '<p>{isThere && <b>Hello</b>}</p>'],
    ['Hello', '<p>{name ?? "Hello"}</p>'],
    ['Hello *', '<p>{`Hello $' + '{name}`}</p>'],
    ['Hello', '<img alt="Hello" />'],
    ['Hello', '<button aria-label={"Hello"} />'],
    ['Hello', '<Dialog closeLabel={isThere ? "Hello" : ""} />'],
  ])('sees the words %s in %s', (words, jsx) => {
    expect(look(`const a = ${jsx};`).untranslated).toEqual([words]);
  });

  it.each([
    '<p>{t("a.b")}: {count} · 12</p>',
    '<p className="text-soft" id="hello">{name}</p>',
    '<Field label={t("a.b")} name="email" autoComplete="email" />',
    '<b>Soiree</b>',
    '<p>jackbox.tv</p>',
  ])('has nothing against %s', (jsx) => {
    expect(look(`const a = ${jsx};`).untranslated).toEqual([]);
  });
});
