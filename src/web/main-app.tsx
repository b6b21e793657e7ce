import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { Route, Switch } from 'wouter';
import { useTexts } from './lib/i18n.tsx';
import { createQueries } from './lib/query.ts';
import { onAccountChange } from './lib/session.ts';
import { BARE_PAGES, OVERLAYS, PAGES } from './pages.ts';
import { Shell } from './shell.tsx';
import { ButtonLink } from './ui/button.tsx';
import { Page } from './ui/page.tsx';
import { PageBoundary } from './ui/page-boundary.tsx';
import { Empty, Loading } from './ui/states.tsx';
import { ToastProvider } from './ui/toast.tsx';

/** All pages but the phones', with what they need that is too much for those. */
export default function MainApp() {
  const [queries] = useState(createQueries);
  // What one account may see is nothing for the next.
  useEffect(() => onAccountChange(() => void queries.resetQueries()), [queries]);
  return (
    <QueryClientProvider client={queries}>
      <ToastProvider>
        <Pages />
      </ToastProvider>
    </QueryClientProvider>
  );
}

const Pages = () => (
  <Switch>
    {OVERLAYS.map(({ path, Component }) => (
      <Route key={path} path={path}>
        <PageBoundary isSilent>
          <Suspense fallback={null}>
            <Component />
          </Suspense>
        </PageBoundary>
      </Route>
    ))}
    {BARE_PAGES.map(({ path, Component }) => (
      <Route key={path} path={path}>
        <PageBoundary>
          <Suspense fallback={<Loading />}>
            <Component />
          </Suspense>
        </PageBoundary>
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
