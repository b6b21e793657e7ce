import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Empty, Failed, Loaded, Loading } from '#web/ui/states.tsx';
import { AccountFilter } from './account-filter.tsx';
import { accountsKey, readAllAccounts } from './accounts.ts';
import { AuditEntry } from './audit-entry.tsx';

const PAGE_SIZE = 50;

type AuditTabProps = {
  /** The account that the log is narrowed to. */
  account: string | undefined;
  onFilter: (account: string | undefined) => void;
};

/** What happened to accounts, of all or of one. */
export function AuditTab({ account, onFilter }: AuditTabProps) {
  const accounts = useQuery({ queryKey: [...accountsKey, 'all'], queryFn: readAllAccounts });
  return (
    <Loaded query={accounts}>
      {(all) => (
        <div className="flex flex-col gap-4">
          <AccountFilter accounts={all} value={account} onChange={onFilter} />
          <AuditLog
            key={account}
            account={account}
            names={new Map(all.map(({ id, display_name }) => [id, display_name]))}
          />
        </div>
      )}
    </Loaded>
  );
}

const readAudit = (account: string | undefined, before: number) =>
  read(
    api.GET('/auth/audit', {
      params: { query: { ...(account && { account }), ...(before > 0 && { before }), limit: PAGE_SIZE } },
    }),
  );

type AuditLogProps = { account: string | undefined; names: ReadonlyMap<string, string> };

/** The newest first; older ones as they are asked for. */
function AuditLog({ account, names }: AuditLogProps) {
  const { t } = useTexts();
  const log = useInfiniteQuery({
    queryKey: ['admin', 'audit', account],
    queryFn: ({ pageParam }) => readAudit(account, pageParam),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? undefined : page.at(-1)?.id),
  });
  const [hasAsked, setAsked] = useState(false);
  const end = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The button that had the focus is gone.
    if (hasAsked && !log.hasNextPage) end.current?.focus();
  }, [hasAsked, log.hasNextPage]);

  if (log.isPending) return <Loading />;
  if (log.data === undefined) return <Failed error={log.error} onRetry={log.refetch} />;
  const entries = log.data.pages.flat();
  if (entries.length === 0)
    return <Empty icon={<ScrollText aria-hidden="true" />} title={t('admin.audit.none')} />;
  return (
    <>
      <ol
        aria-label={t('admin.tab.audit')}
        className="divide-y divide-line rounded-card border border-line bg-surface shadow-card"
      >
        {entries.map((entry) => (
          <AuditEntry key={entry.id} entry={entry} names={names} />
        ))}
      </ol>
      {log.isFetchNextPageError && <Failed error={log.error} />}
      {log.hasNextPage ? (
        <Button
          kind="secondary"
          className="self-center"
          isBusy={log.isFetchingNextPage}
          onClick={() => {
            setAsked(true);
            void log.fetchNextPage();
          }}
        >
          {t('admin.audit.more')}
        </Button>
      ) : (
        <p ref={end} tabIndex={-1} className="text-center text-soft">
          {t('admin.audit.end')}
        </p>
      )}
    </>
  );
}
