import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ComponentProps, FormEvent } from 'react';
import { api, read } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import type { Me } from '#web/lib/require-sign-in.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { TextField } from '#web/ui/field.tsx';
import { useToasts } from '#web/ui/toast.tsx';

/** The names that others see. Each is saved for itself, as each can be refused for itself. */
export function ProfileCard({ me }: { me: Me }) {
  const { t } = useTexts();
  return (
    <Card title={t('account.profile')}>
      <div className="flex flex-col gap-5">
        <NameForm
          label={t('account.displayName')}
          present={me.displayName}
          save={(displayName) => read(api.PUT('/profile/display-name', { body: { displayName } }))}
          autoComplete="name"
          maxLength={50}
          pattern=".*\S.*"
        />
        <NameForm
          label={t('account.username')}
          hint={t('account.joinLink', { link: `${location.host}/join/${me.username}` })}
          present={me.username}
          save={(username) => read(api.PUT('/profile/username', { body: { username } }))}
          autoComplete="nickname"
          autoCapitalize="none"
          spellCheck={false}
          pattern="\s*[A-Za-z0-9_]{3,20}\s*"
          title={t('account.usernameHint')}
        />
        <p className="text-sm text-soft">{t('account.emailIs', { email: me.email })}</p>
      </div>
    </Card>
  );
}

type NameFormProps = ComponentProps<typeof TextField> & {
  present: string;
  save: (name: string) => Promise<unknown>;
};

function NameForm({ present, save, hint, ...field }: NameFormProps) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const queries = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['me'] });
      tell(t('account.saved'));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const input = event.currentTarget.elements.namedItem('name');
    if (!(input instanceof HTMLInputElement)) return;
    input.value = input.value.trim();
    mutate(input.value);
  };
  return (
    <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
      <TextField
        {...field}
        hint={hint}
        error={error ? explain(error, t) : undefined}
        name="name"
        defaultValue={present}
        required
      />
      <Button
        type="submit"
        kind="secondary"
        isBusy={isPending}
        aria-label={t('account.saveNamed', { field: field.label })}
        // Beside the field itself, between its label and its hint.
        className="mt-7.5 self-start"
      >
        {t('account.save')}
      </Button>
    </form>
  );
}
