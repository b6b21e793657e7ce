import type { ReactNode } from 'react';
import { explain } from '../lib/explain.ts';
import { useTexts } from '../lib/i18n.tsx';
import { Button } from './button.tsx';
import { Spinner } from './spinner.tsx';

/** While something is loading: said after a moment, so that what is quick doesn't flicker. */
export function Loading({ label }: { label?: string }) {
  const { t } = useTexts();
  return (
    <p role="status" className="flex items-center justify-center gap-3 p-8 text-soft">
      <Spinner className="size-6" />
      {label ?? t('common.loading')}
    </p>
  );
}

type EmptyProps = { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode };

/** A list with nothing in it yet, and what to do about that. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-10 text-center">
      {icon && <div className="rounded-full bg-sunken p-4 text-accent">{icon}</div>}
      <p className="text-lg font-bold">{title}</p>
      {children && <div className="max-w-md text-soft">{children}</div>}
      {action}
    </div>
  );
}

/** What went wrong, in words, and another try. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTexts();
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-4 py-8 text-center">
      <p className="font-bold text-danger">{explain(error, t)}</p>
      {onRetry && (
        <Button kind="secondary" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </div>
  );
}

type Query<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };

/** A query's answer, or its loading or error state. */
export function Loaded<T>({ query, children }: { query: Query<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Loading />;
  return <Failed error={query.error} onRetry={() => query.refetch()} />;
}
