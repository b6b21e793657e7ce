import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId } from 'react';
import { Link, Redirect, useSearch } from 'wouter';
import { api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { openSession, useAccountId } from '#web/lib/session.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { textsOf } from './form-texts.ts';
import { readNextPath } from './next-path.ts';
import { PasswordField } from './password-field.tsx';

export default function SignInPage() {
  const { t } = useTexts();
  const search = useSearch();
  const isSignedIn = useAccountId() !== undefined;
  const errorId = useId();
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string }) => read(api.POST('/auth/login', { body })),
  });
  if (isSignedIn) return <Redirect href={readNextPath(search)} replace />;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { email = '', password = '' } = textsOf(event.currentTarget);
    signIn.mutate({ email: email.trim(), password }, { onSuccess: ({ session }) => openSession(session) });
  };
  return (
    <Page title={t('account.signInTitle')} isNarrow>
      <Card>
        <form onSubmit={submit} className="flex flex-col gap-5">
          <TextField
            label={t('account.email')}
            name="email"
            type="email"
            autoComplete="username"
            required
            aria-describedby={errorId}
          />
          <PasswordField
            label={t('account.password')}
            name="password"
            autoComplete="current-password"
            required
          />
          <p id={errorId} role="alert" className="font-bold text-danger empty:hidden">
            {signIn.error && explain(signIn.error, t)}
          </p>
          <Button type="submit" size="large" isBusy={signIn.isPending}>
            {t('account.signIn')}
          </Button>
        </form>
      </Card>
      <p className="mt-6 text-center text-soft">
        {t('account.noAccount')}{' '}
        <Link
          href={`/account/register${search && `?${search}`}`}
          className="inline-block py-2.5 font-bold text-accent underline underline-offset-4"
        >
          {t('account.register')}
        </Link>
      </p>
      <p className="text-center text-sm text-soft">{t('account.forgotten')}</p>
    </Page>
  );
}
