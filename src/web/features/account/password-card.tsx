import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError, api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { textsOf } from './form-texts.ts';
import { NewPasswordField } from './new-password-field.tsx';
import { PasswordField } from './password-field.tsx';

export function PasswordCard({ email }: { email: string }) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const [changes, setChanges] = useState(0);
  const change = useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) =>
      read(api.PUT('/auth/password', { body })),
    onSuccess: () => {
      setChanges(changes + 1);
      tell(t('account.passwordChanged'));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { current = '', next = '' } = textsOf(event.currentTarget);
    change.mutate({ current_password: current, new_password: next });
  };
  const isCurrentWrong = change.error instanceof ApiError && change.error.code === 'invalid_credentials';
  return (
    <Card title={t('account.passwordTitle')}>
      {/* Anew after each change, and thus empty. */}
      <form key={changes} onSubmit={submit} className="flex flex-col gap-5">
        {/* So that password keepers know whose it is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <PasswordField
          label={t('account.currentPassword')}
          error={isCurrentWrong ? t('account.currentWrong') : undefined}
          name="current"
          autoComplete="current-password"
          required
        />
        <NewPasswordField label={t('account.newPassword')} name="next" />
        <p className="text-sm text-soft">{t('account.passwordEnds')}</p>
        <p role="alert" className="font-bold text-danger empty:hidden">
          {change.error && !isCurrentWrong && explain(change.error, t)}
        </p>
        <div>
          <Button type="submit" isBusy={change.isPending}>
            {t('account.changePassword')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
