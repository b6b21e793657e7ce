import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { useTexts } from './lib/i18n.tsx';
import { Shell } from './shell.tsx';
import { ButtonLink } from './ui/button.tsx';
import { Page } from './ui/page.tsx';
import { Empty, Loading } from './ui/states.tsx';

const pages = [
  ['/', lazy(() => import('./features/home/home-page.tsx'))],
  ['/join/:host', lazy(() => import('./features/nights/audience-page.tsx'))],
  ['/account', lazy(() => import('./features/account/account-page.tsx'))],
  ['/account/sign-in', lazy(() => import('./features/account/sign-in-page.tsx'))],
  ['/account/register', lazy(() => import('./features/account/register-page.tsx'))],
  ['/account/reset', lazy(() => import('./features/account/reset-page.tsx'))],
  ['/admin', lazy(() => import('./features/admin/admin-page.tsx'))],
  ['/host', lazy(() => import('./features/nights/console-page.tsx'))],
  ['/host/nights', lazy(() => import('./features/nights/history-page.tsx'))],
  ['/host/nights/:id', lazy(() => import('./features/nights/night-page.tsx'))],
] as const;

/** Without the frame of the other pages: it lies over a stream. */
const VotesOverlay = lazy(() => import('./features/nights/votes-overlay.tsx'));

export const App = () => (
  <Suspense fallback={<Loading />}>
    <Switch>
      <Route path="/overlay/votes">
        <Suspense fallback={null}>
          <VotesOverlay />
        </Suspense>
      </Route>
      <Route>
        <Shell>
          <Suspense fallback={<Loading />}>
            <Switch>
              {pages.map(([path, Component]) => (
                <Route key={path} path={path}>
                  <Component />
                </Route>
              ))}
              <Route component={NotFoundPage} />
            </Switch>
          </Suspense>
        </Shell>
      </Route>
    </Switch>
  </Suspense>
);

function NotFoundPage() {
  const { t } = useTexts();
  return (
    <Page title={t('notFound.title')} isNarrow>
      <Empty title={t('notFound.text')} action={<ButtonLink href="/">{t('notFound.home')}</ButtonLink>} />
    </Page>
  );
}
