import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import { useRef } from 'react';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { useFocusAfterRemoval } from '#web/lib/use-focus-after-removal.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { Loaded } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { readDevice } from './device.ts';

const KEY = ['logins'];

const listLogins = () => read(api.GET('/auth/logins'));
type Login = Awaited<ReturnType<typeof listLogins>>[number];

/** Where one is signed in, and the way to end that from here. */
export function LoginsCard() {
  const { t } = useTexts();
  const queries = useQueryClient();
  const list = useRef<HTMLUListElement>(null);
  const logins = useQuery({ queryKey: KEY, queryFn: listLogins });
  useFocusAfterRemoval(logins.data?.length, list);
  const refresh = () => queries.invalidateQueries({ queryKey: KEY });
  return (
    <Card title={t('account.logins')}>
      <Loaded query={logins}>
        {(entries) => (
          <ul
            ref={list}
            tabIndex={-1}
            aria-label={t('account.logins')}
            className="flex flex-col divide-y divide-line outline-none"
          >
            {entries.map((login) => (
              <LoginItem key={login.id} login={login} onEnded={refresh} />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function LoginItem({ login, onEnded }: { login: Login; onEnded: () => Promise<unknown> }) {
  const { t, ago, date } = useTexts();
  const { tell, fail } = useToasts();
  const { id, is_current, user_agent, address, last_used_at, created_at } = login;
  const { browser, system, isHandheld } = readDevice(user_agent);
  const device =
    browser && system
      ? t('account.device', { browser, system })
      : (browser ?? system ?? t('account.unknownDevice'));
  const Icon = isHandheld ? Smartphone : Monitor;
  const end = async () => {
    try {
      await read(api.DELETE('/auth/logins/{id}', { params: { path: { id } } }));
      tell(t('account.signedOutThere'));
    } catch (error) {
      fail(error);
    }
    await onEnded();
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-4 first:pt-0 last:pb-0">
      <Icon aria-hidden="true" className="size-6 shrink-0 text-soft" />
      <div className="min-w-0 flex-1 basis-40">
        <p className="font-bold">{device}</p>
        <p className="text-sm text-soft">{t('account.lastUsed', { when: ago(last_used_at), address })}</p>
        <p className="text-sm text-soft">
          {t('account.signedInOn', { day: date(created_at, { dateStyle: 'medium' }) })}
        </p>
      </div>
      {is_current ? (
        <Badge kind="good">{t('account.thisDevice')}</Badge>
      ) : (
        <Confirm
          title={t('account.endLoginTitle', { device })}
          confirmLabel={t('account.endLogin')}
          onConfirm={end}
          trigger={(open) => (
            <Button kind="secondary" aria-label={t('account.endLoginNamed', { device })} onClick={open}>
              {t('account.endLogin')}
            </Button>
          )}
        >
          {t('account.endLoginText')}
        </Confirm>
      )}
    </li>
  );
}
