import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { makeSecret } from './secret.ts';

type Props = {
  /** There is one already, which stays unless another is given. */
  isKept: boolean;
  error: string | undefined;
};

/** Shorter ones can be guessed by trying. */
const GOOD_LENGTH = 16;

/** The secret, in clear: it is copied from here to the receiver, and never shown again. */
export function WebhookSecretField({ isKept, error }: Props) {
  const { t } = useTexts();
  const [secret, setSecret] = useState('');
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={isKept ? t('webhooks.newSecret') : t('webhooks.secret')}
        hint={isKept ? t('webhooks.secretKept') : t('webhooks.secretHint')}
        error={error}
        name="secret"
        value={secret}
        onChange={({ currentTarget: { value } }) => setSecret(value)}
        maxLength={200}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        className="font-mono"
        required={!isKept}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="secondary" size="small" onClick={() => setSecret(makeSecret())}>
          <Sparkles aria-hidden="true" className="size-4" />
          {t('webhooks.makeSecret')}
        </Button>
        {secret !== '' && <CopyButton text={secret} label={t('webhooks.copySecret')} />}
        <p role="status" className="min-w-0 flex-1 basis-48 text-sm font-bold empty:absolute">
          {secret !== '' &&
            (secret.length < GOOD_LENGTH ? t('webhooks.secretShort') : t('webhooks.secretOnce'))}
        </p>
      </div>
    </div>
  );
}
