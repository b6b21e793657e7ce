import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Avatar } from '#web/ui/avatar.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Empty, Loaded } from '#web/ui/states.tsx';
import { AccountSheet } from './account-sheet.tsx';
import { type Account, accountsKey, readAccounts } from './accounts.ts';

/** So long after the last key, a search begins. */
const PAUSE_MS = 250;

type AccountsTabProps = { ownId: string; onAudit: (accountId: string) => void };

/** All accounts, found as one types; each opens what can be done to it. */
export function AccountsTab({ ownId, onAudit }: AccountsTabProps) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const [{ search, page }, setView] = useState({ search: '', page: 1 });
  const [opened, setOpened] = useState<Account>();
  useEffect(() => {
    const next = text.trim();
    const timer = setTimeout(
      () => setView((view) => (view.search === next ? view : { search: next, page: 1 })),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [text]);

  const query = useQuery({
    queryKey: [...accountsKey, search, page],
    queryFn: () => readAccounts(search, page),
    placeholderData: keepPreviousData,
  });

  return (
    <div className="flex flex-col gap-4">
      <TextField
        type="search"
        label={t('admin.accounts.search')}
        placeholder={t('admin.accounts.searchHint')}
        autoComplete="off"
        maxLength={254}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Loaded query={query}>
        {({ accounts, pagination }) => (
          <>
            <p role="status" className="text-soft">
              {t('admin.accounts.count', { count: pagination.total })}
            </p>
            {accounts.length > 0 ? (
              <ul
                aria-label={t('admin.tab.accounts')}
                aria-busy={query.isPlaceholderData}
                className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface shadow-card"
              >
                {accounts.map((account) => (
                  <li key={account.id}>
                    <AccountRow
                      account={account}
                      isOwn={account.id === ownId}
                      onOpen={() => setOpened(account)}
                    />
                  </li>
                ))}
              </ul>
            ) : (
              <Empty icon={<SearchX aria-hidden="true" />} title={t('admin.accounts.none')}>
                {t('admin.accounts.noneText')}
              </Empty>
            )}
            <Pages {...pagination} onPage={(next) => setView({ search, page: next })} />
          </>
        )}
      </Loaded>
      <Dialog
        isOpen={opened !== undefined}
        onClose={() => setOpened(undefined)}
        title={opened?.display_name ?? ''}
      >
        {opened && (
          <AccountSheet
            key={opened.id}
            account={opened}
            isOwn={opened.id === ownId}
            onChange={setOpened}
            onAudit={onAudit}
          />
        )}
      </Dialog>
    </div>
  );
}

type AccountRowProps = { account: Account; isOwn: boolean; onOpen: () => void };

function AccountRow({ account, isOwn, onOpen }: AccountRowProps) {
  const { t } = useTexts();
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={onOpen}
      className="flex w-full items-center gap-3 px-4 py-3 text-left hover:bg-sunken focus-visible:-outline-offset-4 sm:px-6"
    >
      <Avatar name={account.display_name} url={account.avatar_url} className="size-11 shrink-0 text-lg" />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="truncate font-bold">{account.display_name}</span>
          {isOwn && <Badge>{t('admin.accounts.you')}</Badge>}
          {account.is_admin && <Badge kind="good">{t('admin.accounts.admin')}</Badge>}
          {account.disabled_at !== null && <Badge kind="bad">{t('admin.accounts.disabled')}</Badge>}
        </span>
        <span className="block truncate text-sm text-soft">
          @{account.username} · {account.email}
        </span>
      </span>
      <ChevronRight aria-hidden="true" className="size-5 shrink-0 text-soft" />
    </button>
  );
}

type PagesProps = { page: number; totalPages: number; onPage: (page: number) => void };

function Pages({ page, totalPages, onPage }: PagesProps) {
  const { t } = useTexts();
  if (totalPages <= 1 && page === 1) return null;
  return (
    <nav aria-label={t('admin.accounts.pages')} className="flex items-center justify-between gap-3">
      <Button kind="secondary" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        <ChevronLeft aria-hidden="true" className="size-5" />
        {t('admin.accounts.previous')}
      </Button>
      <span aria-live="polite" className="whitespace-nowrap text-soft">
        {t('admin.accounts.page', { page, total: totalPages })}
      </span>
      <Button kind="secondary" disabled={page >= totalPages} onClick={() => onPage(page + 1)}>
        {t('admin.accounts.next')}
        <ChevronRight aria-hidden="true" className="size-5" />
      </Button>
    </nav>
  );
}
