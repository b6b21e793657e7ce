import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { type KeyEntry, revokeKey } from './api-keys.ts';

export function ApiKeyItem({ entry, onRevoked }: { entry: KeyEntry; onRevoked: () => Promise<unknown> }) {
  const { t, ago, date } = useTexts();
  const { tell, fail } = useToasts();
  const { id, name, scopes, prefix, last_used_at, expires_at } = entry;
  const revoke = async () => {
    try {
      await revokeKey(id);
      tell(t('account.keyRevoked'));
    } catch (error) {
      fail(error);
    }
    await onRevoked();
  };
  const day = expires_at && date(expires_at, { dateStyle: 'medium' });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-4 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-bold">
          {name} <code className="font-normal text-soft">{prefix}…</code>
        </p>
        <p className="mt-1 flex flex-wrap gap-1.5">
          {scopes.map((scope) => (
            <Badge key={scope}>{t(`account.scope.${scope}`)}</Badge>
          ))}
          {expires_at && Date.parse(expires_at) <= Date.now() && (
            <Badge kind="bad">{t('account.keyEnded')}</Badge>
          )}
        </p>
        <p className="mt-1 text-sm text-soft">
          {last_used_at ? t('account.keyUsed', { when: ago(last_used_at) }) : t('account.keyUnused')}
          {' · '}
          {day ? t('account.keyUntil', { day }) : t('account.keyForever')}
        </p>
      </div>
      <Confirm
        title={t('account.revokeTitle', { name })}
        confirmLabel={t('account.revoke')}
        onConfirm={revoke}
        trigger={(open) => (
          <Button kind="secondary" aria-label={t('account.revokeNamed', { name })} onClick={open}>
            {t('account.revoke')}
          </Button>
        )}
      >
        {t('account.revokeText')}
      </Confirm>
    </li>
  );
}
