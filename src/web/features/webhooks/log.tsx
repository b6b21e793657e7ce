import { useInfiniteQuery } from '@tanstack/react-query';
import { Mailbox } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Empty, Failed, Loaded } from '#web/ui/states.tsx';
import { DeliveryState, WebhookDelivery } from './delivery.tsx';
import { pauseBeforeLook } from './outcomes.ts';
import { DELIVERIES_AT_A_TIME, listDeliveries, logKey, type Webhook } from './requests.ts';

/** A webhook's deliveries, the newest first, looked at again while it is open. */
export function WebhookLog({ webhook: { id, name, enabled } }: { webhook: Webhook }) {
  const { t } = useTexts();
  const log = useInfiniteQuery({
    queryKey: logKey(id),
    queryFn: ({ pageParam }) => listDeliveries(id, pageParam),
    // Before none: from the newest on.
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length < DELIVERIES_AT_A_TIME ? undefined : page.at(-1)?.id),
    refetchInterval: ({ state }) => pauseBeforeLook(state.data?.pages ?? [], enabled, Date.now()),
  });
  const [hasAsked, setAsked] = useState(false);
  const end = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The button that had the focus is gone.
    if (hasAsked && !log.hasNextPage) end.current?.focus();
  }, [hasAsked, log.hasNextPage]);
  return (
    <Loaded query={log}>
      {({ pages }) => {
        const deliveries = pages.flat();
        const [last] = deliveries;
        if (!last)
          return (
            <Empty
              icon={<Mailbox aria-hidden="true" className="size-8" />}
              title={t('webhooks.noDeliveries')}
            >
              {t('webhooks.noDeliveriesText')}
            </Empty>
          );
        return (
          <>
            <p role="status" className="flex flex-wrap items-center gap-2 font-bold">
              {t('webhooks.last')} <DeliveryState state={last.state} />
            </p>
            <ol aria-label={t('webhooks.logOf', { name })} className="mt-2 divide-y divide-line">
              {deliveries.map((delivery) => (
                <WebhookDelivery
                  key={delivery.id}
                  delivery={delivery}
                  isEnabled={enabled}
                  now={log.dataUpdatedAt}
                />
              ))}
            </ol>
            {log.isFetchNextPageError && <Failed error={log.error} />}
            {log.hasNextPage ? (
              <Button
                kind="secondary"
                className="mt-2"
                isBusy={log.isFetchingNextPage}
                onClick={() => {
                  setAsked(true);
                  void log.fetchNextPage();
                }}
              >
                {t('webhooks.older')}
              </Button>
            ) : (
              <p ref={end} tabIndex={-1} className="mt-2 text-sm text-soft outline-none">
                {t('webhooks.logEnd')}
              </p>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
