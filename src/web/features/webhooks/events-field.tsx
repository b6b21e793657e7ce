import { useId } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Checkbox } from '#web/ui/field.tsx';
import { WEBHOOK_EVENTS, type WebhookEvent } from './events.ts';

type Props = {
  events: readonly WebhookEvent[];
  onChange: (events: WebhookEvent[]) => void;
  error: string | undefined;
};

/** What a webhook shall tell of, each with what it means. */
export function WebhookEventsField({ events, onChange, error }: Props) {
  const { t } = useTexts();
  const id = useId();
  return (
    <fieldset aria-describedby={error && id}>
      <legend className="mb-1 font-bold">{t('webhooks.events')}</legend>
      <div className="grid gap-x-6 @xl:grid-cols-2">
        {WEBHOOK_EVENTS.map((event) => (
          <Checkbox
            key={event}
            name="events"
            className="py-2"
            label={
              <>
                <span className="block font-bold">{t(`webhooks.event.${event}`)}</span>
                <span className="block text-sm text-soft">{t(`webhooks.eventText.${event}`)}</span>
              </>
            }
            checked={events.includes(event)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(checked ? [...events, event] : events.filter((one) => one !== event))
            }
          />
        ))}
      </div>
      <p id={id} role="alert" className="text-sm font-bold text-danger empty:hidden">
        {error}
      </p>
    </fieldset>
  );
}
