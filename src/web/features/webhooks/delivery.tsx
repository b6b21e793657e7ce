import { CircleCheck, CircleX, Hourglass } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { isWebhookEvent } from './events.ts';
import { explainTry } from './outcomes.ts';
import type { Delivery } from './requests.ts';

const LOOKS = {
  pending: { kind: 'plain', Icon: Hourglass },
  delivered: { kind: 'good', Icon: CircleCheck },
  dead: { kind: 'bad', Icon: CircleX },
} as const;

export function DeliveryState({ state }: { state: Delivery['state'] }) {
  const { t } = useTexts();
  const { kind, Icon } = LOOKS[state];
  return (
    <Badge kind={kind}>
      <Icon aria-hidden="true" className="size-4" />
      {t(`webhooks.state.${state}`)}
    </Badge>
  );
}

type Props = { delivery: Delivery; isEnabled: boolean; now: number };

/** One delivery of the log: of what, how it stands, and why. */
export function WebhookDelivery({ delivery, isEnabled, now }: Props) {
  const { t, ago, date } = useTexts();
  const { event, state, attempts, created_at, next_attempt_at } = delivery;
  const sayNext = (due: string) => {
    if (!isEnabled) return t('webhooks.nextWhenOn');
    return Date.parse(due) <= now ? t('webhooks.nextNow') : t('webhooks.next', { when: ago(due) });
  };
  return (
    <li className="flex flex-col gap-1 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <DeliveryState state={state} />
        <span className="min-w-0 flex-1 basis-32 font-bold">
          {isWebhookEvent(event) ? t(`webhooks.event.${event}`) : t('webhooks.testEvent')}
        </span>
        <time dateTime={created_at} title={date(created_at)} className="text-sm text-soft">
          {ago(created_at)}
        </time>
      </div>
      <p className="text-sm text-soft">
        {[
          attempts > 0 && t('webhooks.tries', { count: attempts }),
          explainTry(delivery, t),
          next_attempt_at !== null && sayNext(next_attempt_at),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </li>
  );
}
