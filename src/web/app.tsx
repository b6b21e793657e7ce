import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { useTexts } from './lib/i18n.tsx';
import { OVERLAYS, PAGES } from './pages.ts';
import { Shell } from './shell.tsx';
import { ButtonLink } from './ui/button.tsx';
import { Page } from './ui/page.tsx';
import { PageBoundary } from './ui/page-boundary.tsx';
import { Empty, Loading } from './ui/states.tsx';

export const App = () => (
  <Switch>
    {OVERLAYS.map(({ path, Component }) => (
      <Route key={path} path={path}>
        <Suspense fallback={null}>
          <Component />
        </Suspense>
      </Route>
    ))}
    <Route>
      <Shell>
        <PageBoundary>
          <Suspense fallback={<Loading />}>
            <Switch>
              {PAGES.map(({ path, Component }) => (
                <Route key={path} path={path}>
                  <Component />
                </Route>
              ))}
              <Route component={NotFoundPage} />
            </Switch>
          </Suspense>
        </PageBoundary>
      </Shell>
    </Route>
  </Switch>
);

function NotFoundPage() {
  const { t } = useTexts();
  return (
    <Page title={t('notFound.title')} isNarrow>
      <Empty title={t('notFound.text')} action={<ButtonLink href="/">{t('notFound.home')}</ButtonLink>} />
    </Page>
  );
}
