import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ApiError } from '#web/lib/api.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { isWebhookEvent } from './events.ts';
import { WebhookEventsField } from './events-field.tsx';
import { readRefusal, type WebhookField } from './refusals.ts';
import { changeWebhook, makeWebhook, type NewWebhook, type Webhook } from './requests.ts';
import { WebhookSecretField } from './secret-field.tsx';

type Props = {
  /** The one to be changed; without it a new one is made. */
  webhook?: Webhook;
  onSaved: (webhook: Webhook) => Promise<unknown> | unknown;
  onCancel: () => void;
};

const textOf = (form: FormData, name: WebhookField): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

const refusalOf = (error: unknown) => (error instanceof ApiError ? readRefusal(error) : undefined);

/** What the secret is left at when nothing is typed: as it was. */
const withoutEmptySecret = ({ secret, ...rest }: NewWebhook) => ({ ...rest, ...(secret && { secret }) });

export function WebhookForm({ webhook, onSaved, onCancel }: Props) {
  const { t } = useTexts();
  const form = useRef<HTMLFormElement>(null);
  const [events, setEvents] = useState<NewWebhook['events']>(
    webhook?.events.filter(isWebhookEvent) ?? ['session.started', 'game.added', 'session.ended'],
  );
  const [hasNoEvents, setHasNoEvents] = useState(false);
  const focus = (field: WebhookField) =>
    form.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  useEffect(() => {
    // It opens because somebody asked for it, and this is where it begins.
    form.current?.querySelector('input')?.focus();
  }, []);
  const save = useMutation({
    mutationFn: (filled: NewWebhook) =>
      webhook ? changeWebhook(webhook.id, withoutEmptySecret(filled)) : makeWebhook(filled),
    onSuccess: onSaved,
    onError: (error) => {
      const field = refusalOf(error)?.field;
      if (field) focus(field);
    },
    // The secret isn't to stay behind in a cache.
    gcTime: 0,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setHasNoEvents(events.length === 0);
    if (events.length === 0) {
      focus('events');
      return;
    }
    const filled = new FormData(event.currentTarget);
    save.mutate({
      name: textOf(filled, 'name').trim(),
      url: textOf(filled, 'url').trim(),
      secret: textOf(filled, 'secret'),
      events,
    });
  };
  const refusal = refusalOf(save.error);
  const errorAt = (field: WebhookField) => (refusal?.field === field ? t(refusal.text) : undefined);
  const other = refusal ? !refusal.field && t(refusal.text) : save.error && explain(save.error, t);
  return (
    <form ref={form} onSubmit={submit} className="@container flex flex-col gap-5">
      <div className="grid gap-5 @2xl:grid-cols-2">
        <TextField
          label={t('webhooks.name')}
          placeholder={t('webhooks.nameExample')}
          error={errorAt('name')}
          name="name"
          defaultValue={webhook?.name}
          maxLength={100}
          pattern=".*\S.*"
          autoComplete="off"
          required
        />
        <TextField
          label={t('webhooks.url')}
          placeholder={t('webhooks.urlExample')}
          hint={webhook ? t('webhooks.urlMoves') : t('webhooks.urlHint')}
          error={errorAt('url')}
          name="url"
          type="url"
          defaultValue={webhook?.url}
          maxLength={2_000}
          autoComplete="off"
          required
        />
      </div>
      <WebhookSecretField isKept={webhook !== undefined} error={errorAt('secret')} />
      <WebhookEventsField
        events={events}
        onChange={(chosen) => {
          setEvents(chosen);
          if (chosen.length > 0) setHasNoEvents(false);
        }}
        error={hasNoEvents ? t('webhooks.refused.events') : errorAt('events')}
      />
      <p role="alert" className="font-bold text-danger empty:hidden">
        {other}
      </p>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isBusy={save.isPending}>
          {webhook ? t('webhooks.save') : t('webhooks.make')}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}
