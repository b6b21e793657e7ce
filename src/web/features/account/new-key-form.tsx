import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { SCOPES, type Scope } from '#protocol/scopes.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Checkbox, TextField } from '#web/ui/field.tsx';
import { type MadeKey, makeKey } from './api-keys.ts';
import { endOfDay, tomorrow } from './days.ts';
import { textsOf } from './form-texts.ts';

/** The same function at each render: React calls another one anew, and the focus would jump back. */
const focusAtStart = (input: HTMLInputElement | null) => input?.focus();

type Props = { onMade: (key: MadeKey) => void; onCancel: () => void };

export function NewKeyForm({ onMade, onCancel }: Props) {
  const { t } = useTexts();
  const [scopes, setScopes] = useState<readonly Scope[]>(['votes:write']);
  // The secret isn't to stay behind in a cache.
  const make = useMutation({ mutationFn: makeKey, onSuccess: onMade, gcTime: 0 });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { name = '', until = '' } = textsOf(event.currentTarget);
    make.mutate({
      name: name.trim(),
      scopes: [...scopes],
      ...(until !== '' && { expires_at: endOfDay(until) }),
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={t('account.keyName')}
          placeholder={t('account.keyExample')}
          name="name"
          maxLength={50}
          pattern=".*\S.*"
          autoComplete="off"
          // It opens because somebody asked for it, and this is where it begins.
          ref={focusAtStart}
          required
        />
        <TextField
          label={t('account.keyEnd')}
          hint={t('account.keyEndHint')}
          name="until"
          type="date"
          min={tomorrow(new Date())}
        />
      </div>
      <fieldset>
        <legend className="mb-1 font-bold">{t('account.keyMay')}</legend>
        <div className="grid gap-x-5 sm:grid-cols-2">
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              label={
                <>
                  <span className="block font-bold">{t(`account.scope.${scope}`)}</span>
                  <span className="block text-sm text-soft">{t(`account.scopeText.${scope}`)}</span>
                </>
              }
              className="py-2"
              checked={scopes.includes(scope)}
              onChange={({ currentTarget: { checked } }) =>
                setScopes(checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
              }
            />
          ))}
        </div>
      </fieldset>
      <p role="alert" className="font-bold text-danger empty:hidden">
        {scopes.length === 0 ? t('account.keyNeedsScope') : make.error && explain(make.error, t)}
      </p>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isBusy={make.isPending} disabled={scopes.length === 0}>
          {t('account.makeKey')}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}
