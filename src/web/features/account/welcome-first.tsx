import { Crown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Page } from '#web/ui/page.tsx';

/** What the first account of a server is told: it administers. */
export function WelcomeFirst({ name, next }: { name: string; next: string }) {
  const { t } = useTexts();
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The form that had the focus is gone.
    text.current?.focus();
  }, []);
  return (
    <Page title={t('account.welcome', { name })} isNarrow>
      <Card>
        <div className="flex flex-col items-center gap-5 text-center">
          <span className="rounded-full bg-sunken p-4 text-accent animate-pop">
            <Crown aria-hidden="true" className="size-8" />
          </span>
          <p ref={text} tabIndex={-1} className="max-w-md outline-none">
            {t('account.firstText')}
          </p>
          <div className="flex flex-wrap justify-center gap-3">
            <ButtonLink href={next}>{t('account.goOn')}</ButtonLink>
            <ButtonLink href="/admin" kind="secondary">
              {t('account.toAdmin')}
            </ButtonLink>
          </div>
        </div>
      </Card>
    </Page>
  );
}
