import { useMutation } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { makeResetLink } from './accounts.ts';

/** Makes a link by which somebody sets a new password. It is shown once: the server keeps only its hash. */
export function ResetLink({ accountId, name }: { accountId: string; name: string }) {
  const { t, date } = useTexts();
  const { fail } = useToasts();
  const { data, mutate, isPending } = useMutation({
    mutationFn: () => makeResetLink(accountId),
    onError: fail,
    gcTime: 0,
  });
  const link = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The button that was pressed is gone.
    if (data) link.current?.focus();
  }, [data]);

  if (!data)
    return (
      <Button kind="secondary" isBusy={isPending} onClick={() => mutate()}>
        <KeyRound aria-hidden="true" className="size-5" />
        {t('admin.reset')}
      </Button>
    );
  return (
    <section aria-label={t('admin.reset')} className="flex flex-col gap-3 rounded-control bg-sunken p-4">
      <p>{t('admin.reset.text', { name, until: date(data.expires_at) })}</p>
      <div className="flex flex-wrap items-center gap-3">
        <input
          ref={link}
          readOnly
          aria-label={t('admin.reset.link')}
          value={data.url}
          onFocus={(event) => event.target.select()}
          className="min-h-11 min-w-0 flex-1 basis-52 rounded-control border border-line bg-raised px-3.5 font-mono text-sm text-ink"
        />
        <CopyButton text={data.url} label={t('admin.reset.copy')} />
      </div>
    </section>
  );
}
