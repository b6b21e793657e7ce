import { Languages, Menu, MoonStar, Sun, SunMoon } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
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
  const [path] = useLocation();
  useScrollToTop(path);
  return (
    <>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:left-3 focus:top-3 focus:z-50 focus:rounded-control focus:bg-accent focus:px-4 focus:py-2 focus:text-on-accent"
      >
        {t('nav.skip')}
      </a>
      <header className="print:hidden sticky top-0 z-30 border-b border-line bg-canvas/90 backdrop-blur">
        <div className="mx-auto flex max-w-6xl items-center gap-2 px-4 py-2 sm:gap-4 sm:px-6">
          <Link href="/" className="flex min-h-11 items-center gap-2 text-xl font-extrabold">
            <img src="/favicon.svg" alt="" className="size-8" />
            <span className={isSignedIn ? 'max-sm:sr-only' : ''}>Soiree</span>
          </Link>
          {isSignedIn && <PhoneMenu isAdmin={me?.isAdmin ?? false} />}
          <nav aria-label={t('nav.main')} className="flex flex-1 gap-1 max-sm:hidden">
            {isSignedIn && <MainLinks isAdmin={me?.isAdmin ?? false} />}
          </nav>
          <div className="flex-1 sm:hidden" />
          <LanguageButton />
          <ThemeButton />
          {isSignedIn ? (
            <Link
              href="/account"
              aria-label={t('nav.account')}
              title={me?.displayName ?? t('nav.account')}
              className="flex size-11 items-center justify-center rounded-full"
            >
              <Avatar name={me?.displayName ?? '?'} url={me?.avatarUrl ?? null} />
            </Link>
          ) : (
            <ButtonLink href="/account/sign-in" size="small">
              {t('nav.signIn')}
            </ButtonLink>
          )}
        </div>
        {isSignedIn && isNightsPage(path) && <NightsNav />}
      </header>
      {children}
    </>
  );
}

/** What is below `/host` and isn't about quizzes. */
const isNightsPage = (path: string): boolean => /^\/host(\/(?!quiz|games)|$)/.test(path);
const isQuizPage = (path: string): boolean => /^\/host\/(quiz|games)/.test(path);

const MainLinks = ({ isAdmin }: { isAdmin: boolean }) => {
  const { t } = useTexts();
  return (
    <>
      <NavLink href="/host" isArea={isNightsPage}>
        {t('nav.host')}
      </NavLink>
      <NavLink href="/host/quizzes" isArea={isQuizPage}>
        {t('nav.quizzes')}
      </NavLink>
      <NavLink href="/calendar" isArea={(path) => path.startsWith('/calendar/')}>
        {t('nav.calendar')}
      </NavLink>
      <NavLink href="/watch">{t('nav.watch')}</NavLink>
      {isAdmin && <NavLink href="/admin">{t('nav.admin')}</NavLink>}
    </>
  );
};

/** What a narrow bar has no room for. */
function PhoneMenu({ isAdmin }: { isAdmin: boolean }) {
  const { t } = useTexts();
  const id = useId();
  const [path] = useLocation();
  const menu = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has gone elsewhere is done with the menu
  useEffect(() => menu.current?.hidePopover(), [path]);
  return (
    <div className="sm:hidden">
      <IconButton label={t('nav.menu')} icon={<Menu className="size-5" />} popoverTarget={id} />
      <nav
        ref={menu}
        id={id}
        popover="auto"
        aria-label={t('nav.main')}
        className="fixed inset-x-4 bottom-auto top-15 m-0 w-auto flex-col gap-1 rounded-card border border-line bg-raised p-2 text-ink shadow-card open:flex"
      >
        <MainLinks isAdmin={isAdmin} />
      </nav>
    </div>
  );
}

function NightsNav() {
  const { t } = useTexts();
  return (
    <nav
      aria-label={t('nav.nightsPages')}
      className="mx-auto flex max-w-6xl flex-wrap justify-between px-0.5 pb-1 max-sm:text-sm sm:justify-start sm:gap-x-1 sm:px-3"
    >
      <NavLink href="/host">{t('nav.tonight')}</NavLink>
      <NavLink href="/host/nights" isArea={(path) => path.startsWith('/host/nights/')}>
        {t('nav.nights')}
      </NavLink>
      <NavLink href="/host/catalogue">{t('nav.catalogue')}</NavLink>
      <NavLink href="/host/webhooks">{t('nav.webhooks')}</NavLink>
    </nav>
  );
}

type NavLinkProps = { href: string; isArea?: (path: string) => boolean; children: ReactNode };

/** `isArea`: which other pages belong to it. */
function NavLink({ href, isArea, children }: NavLinkProps) {
  const [path] = useLocation();
  const isHere = path === href;
  const isWithin = isHere || isArea?.(path) === true;
  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : isWithin ? 'true' : undefined}
      className={`flex min-h-11 items-center rounded-control px-1.5 font-bold whitespace-nowrap hover:bg-sunken sm:px-3 ${isWithin ? 'bg-sunken text-ink' : 'text-soft'}`}
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

/** Another page begins at its top, as documents do; where one goes back, the browser knows the place. */
function useScrollToTop(path: string): void {
  const isBack = useRef(false);
  useEffect(() => {
    const note = () => {
      isBack.current = true;
    };
    addEventListener('popstate', note);
    return () => removeEventListener('popstate', note);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the path that counts
  useEffect(() => {
    if (!isBack.current) scrollTo(0, 0);
    isBack.current = false;
  }, [path]);
}
