import type { ReactNode } from 'react';
import { Redirect, useLocation, useSearch } from 'wouter';
import { Failed, Loading } from '../ui/states.tsx';
import { useMe } from './me.ts';

export type Me = NonNullable<ReturnType<typeof useMe>['me']>;

/** What needs an account: whoever isn't signed in is led there, and back afterwards. */
export function RequireSignIn({ children }: { children: (me: Me) => ReactNode }) {
  const { isSignedIn, me, query } = useMe();
  const [path] = useLocation();
  const search = useSearch();
  const here = path + (search && `?${search}`) + location.hash;
  if (!isSignedIn) return <Redirect href={`/account/sign-in?next=${encodeURIComponent(here)}`} replace />;
  if (me) return children(me);
  return query.error ? <Failed error={query.error} onRetry={() => void query.refetch()} /> : <Loading />;
}
