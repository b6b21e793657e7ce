import { Dices } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { ButtonLink } from '#web/ui/button.tsx';

type HostCardProps = {
  isSignedIn: boolean;
  /** Undefined: not known yet. */
  name: string | undefined;
  hasOpenNight: boolean;
};

/** The way to one's own console, or to an account. */
export function HostCard({ isSignedIn, name, hasOpenNight }: HostCardProps) {
  const { t } = useTexts();
  return (
    <section className="flex flex-col rounded-card border border-line bg-surface p-5 shadow-card sm:p-7">
      <h2 className="mb-3 flex items-center gap-3 text-2xl">
        <Dices aria-hidden="true" className="size-8 shrink-0 text-accent" />
        {t('home.host.title')}
      </h2>
      {isSignedIn ? (
        <>
          <p className="mb-4 line-clamp-2 min-h-12 flex-1 text-soft">
            {name && t(hasOpenNight ? 'home.host.isOn' : 'home.host.hello', { name })}
          </p>
          <ButtonLink href="/host" size="large">
            {t(hasOpenNight ? 'home.host.back' : 'home.host.console')}
          </ButtonLink>
        </>
      ) : (
        <>
          <p className="mb-4 flex-1 text-soft">{t('home.host.text')}</p>
          <div className="flex flex-wrap gap-3">
            <ButtonLink href="/account/register" className="flex-1 whitespace-nowrap">
              {t('home.host.register')}
            </ButtonLink>
            <ButtonLink href="/account/sign-in" kind="secondary" className="flex-1 whitespace-nowrap">
              {t('home.host.signIn')}
            </ButtonLink>
          </div>
        </>
      )}
    </section>
  );
}
