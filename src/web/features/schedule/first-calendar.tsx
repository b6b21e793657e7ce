import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { explainRefusal } from './timeline-faults.ts';
import { useTimelineWrites } from './timeline-requests.ts';

/** An event needs a calendar: who may write on none makes one here, and goes on. */
export function FirstCalendar({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const [name, setName] = useState(t('sessions.firstName'));
  const { create } = useTimelineWrites();
  const { mutate, isPending, error } = useMutation({ mutationFn: create });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate({ name: name.trim(), description: null, allowOverlap: false });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-soft">{t('sessions.firstText')}</p>
      <TextField
        label={t('sessions.firstLabel')}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        required
        pattern=".*\S.*"
        maxLength={200}
        autoComplete="off"
        error={error ? explainRefusal(error, t) : undefined}
      />
      <div className="flex flex-wrap justify-end gap-3">
        <Button kind="secondary" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" isBusy={isPending}>
          {t('sessions.firstMake')}
        </Button>
      </div>
    </form>
  );
}
