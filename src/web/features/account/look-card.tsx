import { MoonStar, Sun, SunMoon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { LOCALES, type Locale, useTexts } from '#web/lib/i18n.tsx';
import { THEMES, useTheme } from '#web/lib/theme.ts';
import { Card } from '#web/ui/card.tsx';

const LANGUAGES = Object.keys(LOCALES).filter((key): key is Locale => key in LOCALES);
const ICONS = { system: SunMoon, light: Sun, dark: MoonStar };

/** Language and colours: kept in this browser, at once. */
export function LookCard() {
  const { t, locale, setLocale } = useTexts();
  const [theme, setTheme] = useTheme();
  // A language is there when its texts are; what was chosen shows at once.
  const [chosen, setChosen] = useState({ locale, language: locale });
  if (chosen.locale !== locale) setChosen({ locale, language: locale });
  return (
    <Card className="max-w-2xl">
      <div className="flex flex-col gap-6">
        <Choices legend={t('account.language')}>
          {LANGUAGES.map((each) => (
            <Choice
              key={each}
              name="language"
              isChosen={each === chosen.language}
              onChoose={() => {
                setChosen({ locale, language: each });
                setLocale(each);
              }}
            >
              <span lang={each}>{LOCALES[each]}</span>
            </Choice>
          ))}
        </Choices>
        <Choices legend={t('account.theme')}>
          {THEMES.map((each) => {
            const Icon = ICONS[each];
            return (
              <Choice key={each} name="theme" isChosen={each === theme} onChoose={() => setTheme(each)}>
                <Icon aria-hidden="true" className="size-5 text-accent" />
                {t(`account.theme.${each}`)}
              </Choice>
            );
          })}
        </Choices>
        <p className="text-sm text-soft">{t('account.lookHint')}</p>
      </div>
    </Card>
  );
}

const Choices = ({ legend, children }: { legend: string; children: ReactNode }) => (
  <fieldset>
    <legend className="mb-2 text-xl font-extrabold">{legend}</legend>
    <div className="flex flex-wrap gap-3">{children}</div>
  </fieldset>
);

type ChoiceProps = { name: string; isChosen: boolean; onChoose: () => void; children: ReactNode };

const Choice = ({ name, isChosen, onChoose, children }: ChoiceProps) => (
  <label className="flex min-h-14 flex-1 basis-36 cursor-pointer items-center gap-3 rounded-control border-2 border-line bg-raised px-4 font-bold hover:border-accent has-checked:border-accent has-checked:bg-sunken">
    <input
      type="radio"
      name={name}
      checked={isChosen}
      onChange={onChoose}
      className="size-5 shrink-0 accent-accent"
    />
    {children}
  </label>
);
