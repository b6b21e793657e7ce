import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { PHONE_PAGES } from './pages.ts';
import { PageBoundary } from './ui/page-boundary.tsx';
import { Loading } from './ui/states.tsx';

const load = () => import('./main-app.tsx');
const MainApp = lazy(load);

/** Begins to load what the page at this address is in, while its texts are on their way. */
export function preloadApp(): void {
  // Where that fails the page says so: it is asked for once more.
  if (!/^\/play(\/|$)/.test(location.pathname)) load().catch(() => undefined);
}

export const App = () => (
  <PageBoundary>
    <Switch>
      {PHONE_PAGES.map(({ path, Component }) => (
        <Route key={path} path={path}>
          <Suspense fallback={<Loading />}>
            <Component />
          </Suspense>
        </Route>
      ))}
      <Route>
        <Suspense fallback={null}>
          <MainApp />
        </Suspense>
      </Route>
    </Switch>
  </PageBoundary>
);
