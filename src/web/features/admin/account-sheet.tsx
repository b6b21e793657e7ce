import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, ScrollText, ShieldMinus, ShieldPlus, UserRoundCheck, UserRoundX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { type Account, changeAccount } from './accounts.ts';
import { ResetLink } from './reset-link.tsx';

type AccountSheetProps = {
  account: Account;
  /** One's own: another administrator changes it. */
  isOwn: boolean;
  onChange: (account: Account) => void;
  onAudit: (accountId: string) => void;
};

/** Facts of an account, and what administrators can do to it. */
export function AccountSheet({ account, isOwn, onChange, onAudit }: AccountSheetProps) {
  const { t, date, ago } = useTexts();
  const { id, username, email, created_at, last_active, disabled_at } = account;
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2">
        <Fact name={t('admin.account.username')}>@{username}</Fact>
        <Fact name={t('admin.account.email')}>{email}</Fact>
        <Fact name={t('admin.account.since')}>{date(created_at, { dateStyle: 'long' })}</Fact>
        <Fact name={t('admin.account.lastSeen')}>
          {last_active === null ? t('admin.account.never') : ago(last_active)}
        </Fact>
        {disabled_at !== null && <Fact name={t('admin.accounts.disabled')}>{date(disabled_at)}</Fact>}
      </dl>
      <Button kind="secondary" onClick={() => onAudit(id)}>
        <ScrollText aria-hidden="true" className="size-5" />
        {t('admin.account.audit')}
      </Button>
      {isOwn ? (
        <p className="rounded-control bg-sunken p-4 text-soft">{t('admin.account.own')}</p>
      ) : (
        <AccountActions account={account} onChange={onChange} />
      )}
    </div>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-soft">{name}</dt>
    <dd className="min-w-0 font-bold [overflow-wrap:anywhere]">{children}</dd>
  </>
);

function AccountActions({ account, onChange }: Pick<AccountSheetProps, 'account' | 'onChange'>) {
  const { t } = useTexts();
  const toasts = useToasts();
  const queries = useQueryClient();
  const { id, display_name: name, is_admin: isAdmin, disabled_at } = account;
  const { mutate, mutateAsync, isPending } = useMutation({
    mutationFn: (wanted: { is_admin?: boolean; disabled?: boolean }) => changeAccount(id, wanted),
    onSuccess(changed) {
      onChange(changed);
      toasts.tell(t('admin.account.changed', { name }));
      return queries.invalidateQueries({ queryKey: ['admin'] });
    },
    onError: toasts.fail,
  });
  /** What failed is told by a toast; the question is over all the same. */
  const change = (wanted: { is_admin?: boolean; disabled?: boolean }) => mutateAsync(wanted).catch(() => {});

  return (
    <div className="flex flex-col gap-3">
      {isAdmin ? (
        <Confirm
          title={t('admin.demote.title', { name })}
          confirmLabel={t('admin.demote.confirm')}
          onConfirm={() => change({ is_admin: false })}
          trigger={(open) => (
            <Button kind="secondary" onClick={open}>
              <ShieldMinus aria-hidden="true" className="size-5" />
              {t('admin.demote')}
            </Button>
          )}
        >
          {t('admin.demote.text')}
        </Confirm>
      ) : (
        <Confirm
          title={t('admin.promote.title', { name })}
          confirmLabel={t('admin.promote.confirm')}
          onConfirm={() => change({ is_admin: true })}
          trigger={(open) => (
            <Button kind="secondary" onClick={open}>
              <ShieldPlus aria-hidden="true" className="size-5" />
              {t('admin.promote')}
            </Button>
          )}
        >
          {t('admin.promote.text')}
        </Confirm>
      )}
      {disabled_at === null ? (
        <ResetLink accountId={id} name={name} />
      ) : (
        <p className="flex gap-3 text-soft">
          <KeyRound aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
          {t('admin.enable.text')}
        </p>
      )}
      <Confirm
        title={t('admin.disable.title', { name })}
        confirmLabel={t('admin.disable.confirm')}
        onConfirm={() => change({ disabled: true })}
        // One and the same button in both cases, which keeps the focus.
        trigger={(open) => {
          const isDisabled = disabled_at !== null;
          const Icon = isDisabled ? UserRoundCheck : UserRoundX;
          return (
            <Button
              kind={isDisabled ? 'primary' : 'danger'}
              isBusy={isDisabled && isPending}
              onClick={isDisabled ? () => mutate({ disabled: false }) : open}
            >
              <Icon aria-hidden="true" className="size-5" />
              {t(isDisabled ? 'admin.enable' : 'admin.disable')}
            </Button>
          );
        }}
      >
        {t('admin.disable.text')}
      </Confirm>
    </div>
  );
}
