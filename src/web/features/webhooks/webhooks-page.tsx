import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { RequireSignIn } from '#web/lib/require-sign-in.tsx';
import { useFocusAfterRemoval } from '#web/lib/use-focus-after-removal.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Page } from '#web/ui/page.tsx';
import { Empty, Failed, Loaded } from '#web/ui/states.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { listWebhooks, WEBHOOKS, WEBHOOKS_AT_A_TIME, type Webhook } from './requests.ts';
import { WebhookSignature } from './signature.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { WebhookItem } from './webhook-item.tsx';

/** Other programs that are told what happens on one's nights. */
export default function WebhooksPage() {
  const { t } = useTexts();
  return (
    <Page title={t('webhooks.title')}>
      <RequireSignIn>{(me) => <Webhooks account={me.id} />}</RequireSignIn>
    </Page>
  );
}

function Webhooks({ account }: { account: string }) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const queries = useQueryClient();
  const makeButton = useRef<HTMLButtonElement>(null);
  const [isMaking, setMaking] = useState(false);
  const [newest, setNewest] = useState<number>();
  const list = useInfiniteQuery({
    queryKey: WEBHOOKS,
    queryFn: ({ pageParam }) => listWebhooks(pageParam),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length < WEBHOOKS_AT_A_TIME ? undefined : page.at(-1)?.id),
  });
  const all = list.data?.pages.flat() ?? [];
  const own = all.filter(({ host_id }) => host_id === account);
  const others = all.filter(({ host_id }) => host_id !== account);
  useFocusAfterRemoval(list.data && all.length, makeButton);
  const save = async ({ id }: Webhook) => {
    await queries.invalidateQueries({ queryKey: WEBHOOKS });
    tell(t('webhooks.made'));
    setNewest(id);
    setMaking(false);
  };
  const cancel = () => {
    setMaking(false);
    requestAnimationFrame(() => makeButton.current?.focus());
  };
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
        <p className="min-w-0 max-w-2xl flex-1 basis-72 text-lg">{t('webhooks.intro')}</p>
        {!isMaking && (
          <Button ref={makeButton} onClick={() => setMaking(true)}>
            <Plus aria-hidden="true" className="size-5" />
            {t('webhooks.new')}
          </Button>
        )}
      </div>
      {isMaking && (
        <Card title={t('webhooks.new')} className="mb-6 border-accent animate-rise">
          <WebhookForm onSaved={save} onCancel={cancel} />
        </Card>
      )}
      <Loaded query={list}>
        {() => (
          <>
            {own.length === 0 && !list.hasNextPage && !isMaking && (
              <Empty icon={<WebhookIcon aria-hidden="true" className="size-10" />} title={t('webhooks.none')}>
                {t('webhooks.noneText')}
              </Empty>
            )}
            <WebhookItems webhooks={own} newest={newest} />
            {others.length > 0 && (
              <section className="mt-8">
                <h2 className="text-2xl">{t('webhooks.others')}</h2>
                <p className="mb-4 mt-1 text-soft">{t('webhooks.othersText')}</p>
                <WebhookItems webhooks={others} newest={newest} />
              </section>
            )}
            {list.isFetchNextPageError && <Failed error={list.error} />}
            {list.hasNextPage && (
              <Button
                kind="secondary"
                className="mt-4"
                isBusy={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('webhooks.more')}
              </Button>
            )}
          </>
        )}
      </Loaded>
      <WebhookSignature />
    </>
  );
}

const WebhookItems = ({ webhooks, newest }: { webhooks: readonly Webhook[]; newest: number | undefined }) => (
  <ul className="grid items-start gap-6 lg:grid-cols-2 empty:hidden">
    {webhooks.map((webhook) => (
      <WebhookItem key={webhook.id} webhook={webhook} isNew={webhook.id === newest} />
    ))}
  </ul>
);
