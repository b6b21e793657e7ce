import { useTexts } from '#web/lib/i18n.tsx';
import { Page } from '#web/ui/page.tsx';
import { WatchCreate } from './watch-create.tsx';
import { WatchFind } from './watch-find.tsx';
import { WatchYours } from './watch-yours.tsx';

/** Where watch parties begin: make one, or come to one. */
export default function WatchPage() {
  const { t } = useTexts();
  return (
    <Page title={t('watch.title')}>
      <p className="mb-6 max-w-2xl text-lg text-soft">{t('watch.lead')}</p>
      <div className="grid items-start gap-4 sm:gap-6 lg:grid-cols-[3fr_2fr]">
        <WatchCreate />
        <div className="flex flex-col gap-4 sm:gap-6">
          <WatchYours />
          <WatchFind />
        </div>
      </div>
    </Page>
  );
}
