import { Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import type { Timeline } from './calendar-data.ts';
import { useTimelineWrites } from './timeline-requests.ts';

/** The end of a calendar, with all that is in it. */
export function TimelineDelete({ timeline: { id, name } }: { timeline: Timeline }) {
  const { t } = useTexts();
  const { tell, fail } = useToasts();
  const [, navigate] = useLocation();
  const { remove } = useTimelineWrites();
  const confirm = async () => {
    try {
      await remove(id);
      tell(t('timelines.deleted', { name }));
      navigate('/calendar', { replace: true });
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Card title={t('timelines.deleteTitle')}>
      <p className="mb-4">{t('timelines.deleteText')}</p>
      <Confirm
        title={t('timelines.deleteQuestion', { name })}
        confirmLabel={t('timelines.delete')}
        onConfirm={confirm}
        trigger={(open) => (
          <Button kind="danger" onClick={open}>
            <Trash2 aria-hidden="true" className="size-5" />
            {t('timelines.delete')}
          </Button>
        )}
      >
        {t('timelines.deleteWarning')}
      </Confirm>
    </Card>
  );
}
