import { useMutation } from '@tanstack/react-query';
import { CircleCheck, Unlink } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty } from '#web/ui/states.tsx';
import { textsOf } from './form-texts.ts';
import { NewPasswordField } from './new-password-field.tsx';

const readToken = () => location.hash.slice(1);

/** The link that an administrator handed out: its token comes after the #, and leaves the address at once. */
export default function ResetPage() {
  const { t } = useTexts();
  const [token, setToken] = useState(readToken);
  const reset = useMutation({
    mutationFn: (password: string) => read(api.POST('/auth/password-reset', { body: { token, password } })),
  });
  const { reset: forget } = reset;
  useEffect(() => {
    const hide = () => history.replaceState(null, '', location.pathname);
    // A second link, opened over the first, is no new page.
    const change = () => {
      if (readToken() === '') return;
      setToken(readToken());
      forget();
      hide();
    };
    hide();
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, [forget]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    reset.mutate(textsOf(event.currentTarget).password ?? '');
  };
  const isDone = reset.isSuccess;
  return (
    <Page title={t('account.resetTitle')} isNarrow>
      <Card>
        {isDone || token === '' ? (
          <div role="status">
            <Empty
              icon={isDone ? <CircleCheck className="size-8" /> : <Unlink className="size-8" />}
              title={isDone ? t('account.resetDone') : t('error.linkOver')}
              action={<ButtonLink href="/account/sign-in">{t('account.signIn')}</ButtonLink>}
            />
          </div>
        ) : (
          <form onSubmit={submit} className="flex flex-col gap-5">
            <p>{t('account.resetText')}</p>
            <NewPasswordField label={t('account.newPassword')} name="password" />
            <p role="alert" className="font-bold text-danger empty:hidden">
              {reset.error && explain(reset.error, t)}
            </p>
            <Button type="submit" size="large" isBusy={reset.isPending}>
              {t('account.setPassword')}
            </Button>
          </form>
        )}
      </Card>
    </Page>
  );
}
