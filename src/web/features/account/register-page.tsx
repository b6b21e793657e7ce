import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, Redirect, useSearch } from 'wouter';
import { ApiError, api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { useMe } from '#web/lib/me.ts';
import { openSession } from '#web/lib/session.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { Loading } from '#web/ui/states.tsx';
import { suggestDisplayName } from './display-name.ts';
import { textsOf } from './form-texts.ts';
import { NewPasswordField } from './new-password-field.tsx';
import { readNextPath } from './next-path.ts';
import { WelcomeFirst } from './welcome-first.tsx';

/** Errors that belong beside one field; all others stand above the button. */
const FIELD_OF: Record<string, 'email' | 'username'> = { email_taken: 'email', username_taken: 'username' };

export default function RegisterPage() {
  const { t } = useTexts();
  const search = useSearch();
  const { isSignedIn, me, query } = useMe();
  const [username, setUsername] = useState('');
  const [chosenName, setChosenName] = useState<string>();
  const register = useMutation({
    mutationFn: (body: { email: string; password: string; username: string; displayName: string }) =>
      read(api.POST('/auth/register', { body })),
  });
  if (isSignedIn) {
    const next = readNextPath(search);
    // Only whoever registered just now is told what being the first means.
    if (register.isSuccess && me?.isAdmin) return <WelcomeFirst name={me.displayName} next={next} />;
    return register.isSuccess && query.isPending ? <Loading /> : <Redirect href={next} replace />;
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { email = '', password = '', displayName = '' } = textsOf(event.currentTarget);
    register.mutate(
      { email: email.trim(), password, username, displayName: displayName.trim() || username },
      { onSuccess: ({ session }) => openSession(session) },
    );
  };
  const text = register.error ? explain(register.error, t) : undefined;
  const field = register.error instanceof ApiError ? FIELD_OF[register.error.code] : undefined;
  return (
    <Page title={t('account.registerTitle')} isNarrow>
      <Card>
        <form onSubmit={submit} className="flex flex-col gap-5">
          <TextField
            label={t('account.email')}
            hint={t('account.emailHint')}
            error={field === 'email' ? text : undefined}
            name="email"
            type="email"
            autoComplete="username"
            maxLength={254}
            required
          />
          <NewPasswordField label={t('account.password')} name="password" />
          <TextField
            label={t('account.username')}
            hint={t('account.usernameHint')}
            error={field === 'username' ? text : undefined}
            name="username"
            value={username}
            onChange={({ currentTarget }) => setUsername(currentTarget.value.trim())}
            autoComplete="nickname"
            autoCapitalize="none"
            spellCheck={false}
            pattern="[A-Za-z0-9_]{3,20}"
            title={t('account.usernameHint')}
            required
          />
          <TextField
            label={t('account.displayName')}
            hint={t('account.displayNameHint')}
            name="displayName"
            value={chosenName ?? suggestDisplayName(username)}
            onChange={({ currentTarget }) => setChosenName(currentTarget.value)}
            // Emptied, it is suggested again.
            onBlur={() => setChosenName(chosenName?.trim() || undefined)}
            autoComplete="name"
            maxLength={50}
          />
          <p role="alert" className="font-bold text-danger empty:hidden">
            {!field && text}
          </p>
          <Button type="submit" size="large" isBusy={register.isPending}>
            {t('account.register')}
          </Button>
        </form>
      </Card>
      <p className="mt-6 text-center text-soft">
        {t('account.haveAccount')}{' '}
        <Link
          href={`/account/sign-in${search && `?${search}`}`}
          className="inline-block py-2.5 font-bold text-accent underline underline-offset-4"
        >
          {t('account.signIn')}
        </Link>
      </p>
    </Page>
  );
}
