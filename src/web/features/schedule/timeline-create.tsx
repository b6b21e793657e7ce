import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type RefObject, useRef } from 'react';
import type { Timeline } from '#protocol/timelines.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { explainRefusal } from './timeline-faults.ts';
import { readTimelineFields, TimelineFieldset } from './timeline-fields.tsx';
import { useTimelineWrites } from './timeline-requests.ts';

type Props = { onClose: () => void; onCreated?: (timeline: Timeline) => void };

/** Asks for a new calendar, which its maker then owns. */
export function TimelineCreate({ onClose, onCreated }: Props) {
  const { t } = useTexts();
  const name = useRef<HTMLInputElement>(null);
  return (
    <Dialog isOpen onClose={onClose} title={t('timelines.new')} initialFocus={name}>
      <CreateForm onClose={onClose} {...(onCreated && { onCreated })} nameField={name} />
    </Dialog>
  );
}

function CreateForm({
  onClose,
  onCreated,
  nameField,
}: Props & { nameField: RefObject<HTMLInputElement | null> }) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const { create } = useTimelineWrites();
  const { mutate, isPending, error } = useMutation({
    mutationFn: create,
    onSuccess(timeline) {
      tell(t('timelines.created', { name: timeline.name }));
      onCreated?.(timeline);
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mutate(readTimelineFields(event.currentTarget));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <TimelineFieldset nameField={nameField} />
      <p role="alert" className="font-bold text-danger empty:hidden">
        {error && explainRefusal(error, t)}
      </p>
      <div className="flex flex-wrap justify-end gap-3">
        <Button kind="secondary" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" isBusy={isPending}>
          {t('timelines.make')}
        </Button>
      </div>
    </form>
  );
}
