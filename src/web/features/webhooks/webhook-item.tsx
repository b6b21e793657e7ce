import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, CircleCheck, CircleX, Pencil, Send, Trash2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { Spinner } from '#web/ui/spinner.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { isWebhookEvent } from './events.ts';
import { WebhookLog } from './log.tsx';
import { explainTry } from './outcomes.ts';
import { deleteWebhook, logKey, type Tested, testWebhook, WEBHOOKS, type Webhook } from './requests.ts';
import { WebhookForm } from './webhook-form.tsx';
import { WebhookSwitch } from './webhook-switch.tsx';

type Props = {
  webhook: Webhook;
  /** Made just now: this is where the eye and the focus go. */
  isNew: boolean;
};

/** One webhook: what it does, how it is changed, tried out and deleted, and what was sent to it. */
export function WebhookItem({ webhook, isNew }: Props) {
  const { t } = useTexts();
  const { tell, fail } = useToasts();
  const queries = useQueryClient();
  const panelId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const editButton = useRef<HTMLButtonElement>(null);
  const [isEditing, setEditing] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const { id, name, url, events, enabled } = webhook;
  useEffect(() => {
    if (isNew) heading.current?.focus();
  }, [isNew]);
  const test = useMutation({
    mutationFn: () => testWebhook(id),
    onSuccess: () => setOpen(true),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: logKey(id) });
    },
  });
  const remove = async () => {
    try {
      await deleteWebhook(id);
      tell(t('webhooks.deleted'));
    } catch (error) {
      fail(error);
    }
    await queries.invalidateQueries({ queryKey: WEBHOOKS });
  };
  const endEditing = () => {
    setEditing(false);
    requestAnimationFrame(() => editButton.current?.focus());
  };
  const save = async () => {
    await queries.invalidateQueries({ queryKey: WEBHOOKS });
    tell(t('webhooks.saved'));
    // It told of the address as it was.
    test.reset();
    endEditing();
  };
  return (
    <li className="min-w-0 rounded-card border border-line bg-surface p-4 shadow-card sm:p-6">
      <div className="flex items-start justify-between gap-3">
        <h2 ref={heading} tabIndex={-1} className="min-w-0 scroll-mt-40 py-2 text-xl outline-none">
          {name}
        </h2>
        <WebhookSwitch webhook={webhook} />
      </div>
      {isEditing ? (
        <div className="mt-3">
          <WebhookForm webhook={webhook} onSaved={save} onCancel={endEditing} />
        </div>
      ) : (
        <>
          <p className="break-all text-soft">{url}</p>
          <ul aria-label={t('webhooks.events')} className="mt-3 flex flex-wrap gap-1.5">
            {events.filter(isWebhookEvent).map((event) => (
              <li key={event}>
                <Badge>{t(`webhooks.event.${event}`)}</Badge>
              </li>
            ))}
          </ul>
          {!enabled && <p className="mt-3 text-sm text-soft">{t('webhooks.offText')}</p>}
          <div className="mt-4 flex flex-wrap items-center gap-2">
            {/* Stays pressable in appearance only: a disabled button would lose the focus. */}
            <Button
              kind="secondary"
              aria-disabled={test.isPending}
              aria-label={t('webhooks.testNamed', { name })}
              onClick={() => !test.isPending && test.mutate()}
            >
              {test.isPending ? <Spinner /> : <Send aria-hidden="true" className="size-4" />}
              {t('webhooks.test')}
            </Button>
            <Button
              kind="quiet"
              aria-expanded={isOpen}
              aria-controls={panelId}
              aria-label={t('webhooks.logOf', { name })}
              onClick={() => setOpen(!isOpen)}
            >
              {t('webhooks.log')}
              <ChevronDown
                aria-hidden="true"
                className={`size-5 transition-transform ${isOpen ? 'rotate-180' : ''}`}
              />
            </Button>
            <span className="ml-auto flex gap-1">
              <IconButton
                ref={editButton}
                label={t('webhooks.edit', { name })}
                icon={<Pencil className="size-5" />}
                onClick={() => setEditing(true)}
              />
              <Confirm
                title={t('webhooks.deleteTitle', { name })}
                confirmLabel={t('webhooks.delete')}
                onConfirm={remove}
                trigger={(open) => (
                  <IconButton
                    label={t('webhooks.deleteNamed', { name })}
                    icon={<Trash2 className="size-5" />}
                    onClick={open}
                  />
                )}
              >
                {t('webhooks.deleteText')}
              </Confirm>
            </span>
          </div>
        </>
      )}
      <div role="status">
        <TestResult test={test} />
      </div>
      <div id={panelId} hidden={!isOpen} className="mt-4 border-t border-line pt-4">
        {isOpen && <WebhookLog webhook={webhook} />}
      </div>
    </li>
  );
}

type Test = {
  isPending: boolean;
  data: Tested | undefined;
  error: unknown;
};

/** How the test went, in words. */
function TestResult({ test: { isPending, data, error } }: { test: Test }) {
  const { t, number } = useTexts();
  if (isPending) return <p className="mt-3 text-soft">{t('webhooks.testing')}</p>;
  if (data?.success)
    return (
      <p className="mt-3 flex items-start gap-2 font-bold text-up">
        <CircleCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
        {t('webhooks.testArrived', { ms: number(data.duration_ms) })}
      </p>
    );
  if (!data && !error) return null;
  return (
    <p className="mt-3 flex items-start gap-2 font-bold text-danger">
      <CircleX aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <span>{data ? `${t('webhooks.testFailed')} ${explainTry(data, t) ?? ''}` : explain(error, t)}</span>
    </p>
  );
}
