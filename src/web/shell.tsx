import { Languages, MoonStar, Sun, SunMoon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { LOCALES, useTexts } from './lib/i18n.tsx';
import { useMe } from './lib/me.ts';
import { THEMES, useTheme } from './lib/theme.ts';
import { Avatar } from './ui/avatar.tsx';
import { ButtonLink, IconButton } from './ui/button.tsx';

/** The frame around every page: where one is, where one can go, who one is. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const { isSignedIn, me } = useMe();
  return (
    <>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:left-3 focus:top-3 focus:z-50 focus:rounded-control focus:bg-accent focus:px-4 focus:py-2 focus:text-on-accent"
      >
        {t('nav.skip')}
      </a>
      <header className="sticky top-0 z-30 border-b border-line bg-canvas/90 backdrop-blur">
        <div className="mx-auto flex max-w-6xl items-center gap-2 px-4 py-2 sm:gap-4 sm:px-6">
          <Link href="/" className="flex items-center gap-2 text-xl font-extrabold">
            <img src="/favicon.svg" alt="" className="size-8" />
            <span className="max-sm:sr-only">Soiree</span>
          </Link>
          <nav aria-label={t('nav.main')} className="flex min-w-0 flex-1 gap-1 overflow-x-auto">
            {isSignedIn && <NavLink href="/host">{t('nav.host')}</NavLink>}
            {isSignedIn && <NavLink href="/host/nights">{t('nav.nights')}</NavLink>}
            {me?.isAdmin && <NavLink href="/admin">{t('nav.admin')}</NavLink>}
          </nav>
          <LanguageButton />
          <ThemeButton />
          {isSignedIn ? (
            <Link href="/account" aria-label={t('nav.account')} title={me?.displayName ?? t('nav.account')}>
              <Avatar name={me?.displayName ?? '?'} url={me?.avatarUrl ?? null} />
            </Link>
          ) : (
            <ButtonLink href="/account/sign-in" size="small">
              {t('nav.signIn')}
            </ButtonLink>
          )}
        </div>
      </header>
      {children}
    </>
  );
}

function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const [path] = useLocation();
  const isHere = path === href;
  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className={`shrink-0 rounded-control px-3 py-2 font-bold hover:bg-sunken ${isHere ? 'bg-sunken text-ink' : 'text-soft'}`}
    >
      {children}
    </Link>
  );
}

function LanguageButton() {
  const { locale, setLocale, t } = useTexts();
  const next = locale === 'en' ? 'ja' : 'en';
  return (
    <IconButton
      label={t('nav.language', { name: LOCALES[next] })}
      icon={<Languages className="size-5" />}
      size="small"
      onClick={() => setLocale(next)}
    />
  );
}

const THEME_ICONS = { system: SunMoon, light: Sun, dark: MoonStar };

function ThemeButton() {
  const { t } = useTexts();
  const [theme, setTheme] = useTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const Icon = THEME_ICONS[theme];
  return (
    <IconButton
      label={t(`nav.theme.${theme}`)}
      icon={<Icon className="size-5" />}
      size="small"
      onClick={() => setTheme(next)}
    />
  );
}
