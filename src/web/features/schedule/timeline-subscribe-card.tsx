import { CalendarSync } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import type { Timeline } from './calendar-data.ts';
import { SubscribeDialog } from './timeline-subscribe.tsx';

/** Says what it is to subscribe, and leads there. */
export function TimelineSubscribe({ timeline }: { timeline: Timeline }) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <Card title={t('timelines.onPhone')}>
      <p className="mb-4">{t('timelines.onPhoneText')}</p>
      <Button onClick={() => setOpen(true)}>
        <CalendarSync aria-hidden="true" className="size-5" />
        {t('timelines.subscribe')}
      </Button>
      {isOpen && <SubscribeDialog timeline={timeline} onClose={() => setOpen(false)} />}
    </Card>
  );
}
