import { useMutation } from '@tanstack/react-query';
import { CalendarCheck, CalendarRange } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { ApiError } from '#web/lib/api.ts';
import { type Texts, useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { conflictOf, type Timeline } from './calendar-data.ts';
import { explainRefusal } from './timeline-faults.ts';
import { readTimelineFields, TimelineFieldset } from './timeline-fields.tsx';
import { useTimelineWrites } from './timeline-requests.ts';

/** A calendar in words, for those who can't change it. */
export function TimelineFacts({ timeline: { description, allowOverlap } }: { timeline: Timeline }) {
  const { t } = useTexts();
  const Icon = allowOverlap ? CalendarRange : CalendarCheck;
  return (
    <Card title={t('timelines.about')}>
      {description && <p className="mb-4 whitespace-pre-line [overflow-wrap:anywhere]">{description}</p>}
      <div className="flex items-start gap-3">
        <Icon aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-accent" />
        <div>
          <p className="font-bold">{t(allowOverlap ? 'timelines.overlap' : 'timelines.apart')}</p>
          <p className="text-soft">{t(allowOverlap ? 'timelines.overlapText' : 'timelines.apartText')}</p>
        </div>
      </div>
    </Card>
  );
}

/** What its owner can change of a calendar. */
export function TimelineSettings({ timeline }: { timeline: Timeline }) {
  const texts = useTexts();
  const { t } = texts;
  const { tell } = useToasts();
  const { change } = useTimelineWrites();
  const [isChanged, setChanged] = useState(false);
  // What others change meanwhile is shown, unless something else was begun here.
  const [shown, setShown] = useState(timeline);
  if (!isChanged && shown.updatedAt !== timeline.updatedAt) setShown(timeline);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (fields: Parameters<typeof change>[1]) => change(timeline.id, fields),
    onSuccess() {
      tell(t('timelines.saved'));
      setChanged(false);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mutate(readTimelineFields(event.currentTarget));
  };
  const overlapError = isOfOverlap(error) ? explainOverlap(error, texts) : undefined;
  return (
    <Card title={t('timelines.settings')}>
      <form
        onSubmit={submit}
        onInput={() => setChanged(true)}
        onChange={() => error && reset()}
        className="flex flex-col gap-5"
      >
        <TimelineFieldset key={shown.updatedAt} timeline={shown} overlapError={overlapError} />
        <p role="alert" className="font-bold text-danger empty:hidden">
          {error && !overlapError && explainRefusal(error, t)}
        </p>
        <div>
          <Button type="submit" isBusy={isPending}>
            {t('timelines.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Nothing else of a calendar's settings clashes. */
const isOfOverlap = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 409 || /own occurrences overlap/.test(error.message));

/** Events that are at the same time now have to be moved first: which, as far as the server tells. */
function explainOverlap(error: unknown, { t, date }: Texts): string {
  const conflict = conflictOf(error);
  if (!conflict)
    return error instanceof ApiError && error.status === 409
      ? t('timelines.wrong.clash')
      : explainRefusal(error, t);
  const { session, occurrence } = conflict;
  const when = date(occurrence.startDateTime, { dateStyle: 'full', timeStyle: 'short' });
  return session
    ? t('timelines.wrong.clashWith', { name: session.name, when })
    : t('timelines.wrong.clashAt', { when });
}
