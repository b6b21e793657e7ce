import { useMutation } from '@tanstack/react-query';
import { CalendarSync } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Timeline } from '#protocol/timelines.ts';
import { ApiError } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm, Dialog } from '#web/ui/dialog.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { explainRefusal } from './timeline-faults.ts';
import { FeedAddress } from './timeline-feed-address.tsx';
import { endFeed, makeFeed } from './timeline-feeds.ts';

type Props = {
  /** Without one: all calendars of the viewer in one feed. */
  timeline?: Pick<Timeline, 'id' | 'name'> | undefined;
  onClose: () => void;
};

/** The way of a calendar, or of all of them, into somebody's phone. */
export function SubscribeDialog({ timeline, onClose }: Props) {
  const { t } = useTexts();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={timeline ? t('timelines.subscribeTo', { name: timeline.name }) : t('timelines.subscribeToAll')}
    >
      <Subscription timelineId={timeline?.id} />
    </Dialog>
  );
}

/** The address is shown once: the server keeps none of it. */
function Subscription({ timelineId }: { timelineId: string | undefined }) {
  const { t } = useTexts();
  const { tell, fail } = useToasts();
  const shown = useRef<HTMLDivElement>(null);
  const make = useMutation({
    mutationFn: () => makeFeed(timelineId),
    // It isn't to stay behind in a cache.
    gcTime: 0,
  });
  const { data: feed } = make;
  useEffect(() => {
    // The button that asked for it is gone.
    if (feed) shown.current?.focus({ preventScroll: true });
  }, [feed]);
  const end = async () => {
    try {
      await endFeed(timelineId);
      tell(t('timelines.feedEnded'));
      make.reset();
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) tell(t('timelines.feedNone'));
      else fail(error);
    }
  };
  const replace = async () => {
    try {
      await make.mutateAsync();
      tell(t('timelines.feedReplaced'));
    } catch (error) {
      fail(error);
    }
  };
  return (
    <div className="flex flex-col gap-5">
      {feed ? (
        <div ref={shown} tabIndex={-1} className="outline-none">
          <FeedAddress url={feed.url} />
        </div>
      ) : (
        <>
          <p>{t(timelineId === undefined ? 'timelines.feedAllText' : 'timelines.feedText')}</p>
          <p className="text-soft">{t('timelines.feedOnce')}</p>
          <p role="alert" className="font-bold text-danger empty:hidden">
            {make.error && explainRefusal(make.error, t)}
          </p>
          <Button size="large" isBusy={make.isPending} onClick={() => make.mutate()}>
            <CalendarSync aria-hidden="true" className="size-5" />
            {t('timelines.feedMake')}
          </Button>
        </>
      )}
      <div className="flex flex-wrap gap-3 border-t border-line pt-4">
        {feed && (
          <Confirm
            title={t('timelines.feedReplaceTitle')}
            confirmLabel={t('timelines.feedReplace')}
            onConfirm={replace}
            trigger={(open) => (
              <Button kind="secondary" onClick={open}>
                {t('timelines.feedReplace')}
              </Button>
            )}
          >
            {t('timelines.feedReplaceText')}
          </Confirm>
        )}
        <Confirm
          title={t('timelines.feedEndTitle')}
          confirmLabel={t('timelines.feedEnd')}
          onConfirm={end}
          trigger={(open) => (
            <Button kind="quiet" onClick={open}>
              {t(feed ? 'timelines.feedEnd' : 'timelines.feedEndFormer')}
            </Button>
          )}
        >
          {t('timelines.feedEndText')}
        </Confirm>
      </div>
    </div>
  );
}
