import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTexts } from '#web/lib/i18n.tsx';
import { Switch } from '#web/ui/switch.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { changeWebhook, logKey, WEBHOOKS, type Webhook } from './requests.ts';

/** On or off, shown at once and said in words. */
export function WebhookSwitch({ webhook: { id, name, enabled } }: { webhook: Webhook }) {
  const { t } = useTexts();
  const { fail } = useToasts();
  const queries = useQueryClient();
  const change = useMutation({
    // One after the other: the last press shall win.
    scope: { id: `webhook-${id}` },
    mutationFn: (enabled: boolean) => changeWebhook(id, { enabled }),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: logKey(id) });
      // Until then the list has it as it was.
      await queries.invalidateQueries({ queryKey: WEBHOOKS });
    },
    onError: fail,
  });
  const isOn = change.isPending ? change.variables : enabled;
  return (
    <div className="flex shrink-0 items-center gap-2">
      <span aria-hidden="true" className="text-sm font-bold text-soft">
        {isOn ? t('webhooks.on') : t('webhooks.off')}
      </span>
      <Switch label={t('webhooks.switch', { name })} isOn={isOn} onChange={(next) => change.mutate(next)} />
    </div>
  );
}
