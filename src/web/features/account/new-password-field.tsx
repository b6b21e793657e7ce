import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { PasswordField, type PasswordFieldProps } from './password-field.tsx';
import { MIN_PASSWORD_LENGTH, measurePassword, STRENGTHS, type Strength } from './password-strength.ts';

/** A password to be, with a word on how good it is. */
export function NewPasswordField(props: PasswordFieldProps) {
  const { t } = useTexts();
  const [password, setPassword] = useState('');
  return (
    <PasswordField
      {...props}
      hint={
        <>
          {t('account.passwordHint')}
          <StrengthHint strength={password === '' ? undefined : measurePassword(password)} />
        </>
      }
      autoComplete="new-password"
      minLength={MIN_PASSWORD_LENGTH}
      maxLength={128}
      required
      onChange={({ currentTarget }) => setPassword(currentTarget.value)}
    />
  );
}

const COLOURS = { short: 'bg-danger', weak: 'bg-danger', fair: 'bg-gold', strong: 'bg-up' };

/** Always there, so that nothing moves when typing begins. */
function StrengthHint({ strength }: { strength: Strength | undefined }) {
  const { t } = useTexts();
  const reached = strength ? STRENGTHS.indexOf(strength) : 0;
  return (
    <span className="mt-1.5 flex min-h-6 items-center gap-3">
      <span aria-hidden="true" className="flex w-28 shrink-0 gap-1">
        {STRENGTHS.slice(1).map((step, index) => (
          <span
            key={step}
            className={`h-1.5 flex-1 rounded-full transition-colors ${strength && index < reached ? COLOURS[strength] : 'bg-line'}`}
          />
        ))}
      </span>
      <span aria-live="polite" className="font-bold text-ink">
        {strength && t(`account.strength.${strength}`)}
      </span>
    </span>
  );
}
