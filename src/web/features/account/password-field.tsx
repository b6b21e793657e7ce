import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';

export type PasswordFieldProps = Omit<ComponentProps<typeof TextField>, 'type'>;

/** A password, which can be looked at while it is typed. */
export function PasswordField(props: PasswordFieldProps) {
  const { t } = useTexts();
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <TextField
        {...props}
        type={isShown ? 'text' : 'password'}
        autoCapitalize="none"
        spellCheck={false}
        className="pr-14"
      />
      <IconButton
        label={isShown ? t('account.hidePassword') : t('account.showPassword')}
        icon={isShown ? <EyeOff className="size-5" /> : <Eye className="size-5" />}
        onClick={() => setShown(!isShown)}
        className="!absolute right-0 top-7.5"
      />
    </div>
  );
}
