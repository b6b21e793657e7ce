import { Popcorn } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { ButtonLink } from '#web/ui/button.tsx';

/** The way to watch parties, which need no account. */
export function WatchCard() {
  const { t } = useTexts();
  return (
    <section className="flex flex-col items-start gap-5 rounded-card border border-line bg-surface p-5 shadow-card sm:p-7">
      <div className="flex-1">
        <h2 className="mb-2 flex items-center gap-3 text-2xl">
          <Popcorn aria-hidden="true" className="size-8 shrink-0 text-accent" />
          {t('home.watch.title')}
        </h2>
        <p className="text-soft">{t('home.watch.text')}</p>
      </div>
      <ButtonLink href="/watch" kind="secondary" size="large">
        {t('home.watch.go')}
      </ButtonLink>
    </section>
  );
}
