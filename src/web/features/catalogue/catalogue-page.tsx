import { useMemo } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/me.ts';
import { RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { Page } from '#web/ui/page.tsx';
import { Loaded } from '#web/ui/states.tsx';
import { CatalogueActions } from './actions.tsx';
import { useCatalogue } from './catalogue-state.ts';
import { listNames } from './game-fields.ts';
import { CatalogueList } from './list.tsx';
import { useCatalogueView } from './view.ts';

/** The games that evenings are made of: everybody signed in may look, administrators change them. */
export default function CataloguePage() {
  const { t } = useTexts();
  const canChange = useMe().me?.isAdmin === true;
  const view = useCatalogueView();
  const query = useCatalogue();
  const games = query.data?.games;
  const names = useMemo(() => listNames(games ?? []), [games]);
  return (
    <Page
      title={t('catalogue.title')}
      actions={canChange && <CatalogueActions names={names} onShow={view.show} />}
    >
      <RequireSignIn>
        {() => (
          <>
            <p className="-mt-3 mb-6 text-soft">{t(canChange ? 'catalogue.intro' : 'catalogue.readOnly')}</p>
            <Loaded query={query}>
              {(catalogue) => (
                <CatalogueList catalogue={catalogue} names={names} view={view} canChange={canChange} />
              )}
            </Loaded>
          </>
        )}
      </RequireSignIn>
    </Page>
  );
}
