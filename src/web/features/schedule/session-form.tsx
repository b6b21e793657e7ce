import { type FormEvent, useEffect, useRef } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx';
import { ActivityField } from './activity-field.tsx';
import type { Timeline } from './calendar-data.ts';
import { changeTimes, type EventDraft } from './event-draft.ts';
import { isInOrder, readStart, readTimes } from './event-times.ts';
import { RecurrenceEditor } from './recurrence-editor.tsx';
import { NO_FAULTS, type SessionFaults } from './session-faults.ts';
import { SessionTimes } from './session-times.tsx';

type Props = {
  draft: EventDraft;
  onChange: (draft: EventDraft) => void;
  /** Those that one may write on. */
  timelines: readonly Timeline[];
  /** Of a series, a calendar is changed for all of it. */
  isSeries: boolean;
  faults: SessionFaults;
  isBusy: boolean;
  /** Where one goes on: at the name of a new event, or where one was before a question. */
  focusOn?: 'name' | 'submit' | undefined;
  submitLabel: string;
  onSubmit: () => void;
  onClose: () => void;
};

/** All that can be said of an event. */
export function SessionForm({ draft, onChange, timelines, isSeries, faults, focusOn, ...props }: Props) {
  const { t } = useTexts();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>(focusOn === 'name' ? 'input' : '[type=submit]');
    if (focusOn) first?.focus({ preventScroll: true });
  }, [focusOn]);
  // What is wrong may be out of sight.
  useEffect(() => {
    if (faults !== NO_FAULTS) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [faults]);
  const change = (changes: Partial<EventDraft>) => onChange({ ...draft, ...changes });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const span = readTimes(draft.times);
    if (span && isInOrder(span) && !props.isBusy) props.onSubmit();
  };
  return (
    <form ref={form} onSubmit={submit} className="flex flex-col gap-5 **:scroll-mb-24">
      <TextField
        label={t('sessions.name')}
        value={draft.name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        placeholder={t('sessions.nameExample')}
        required
        pattern=".*\S.*"
        maxLength={200}
        autoComplete="off"
        enterKeyHint="done"
        error={faults.name}
      />
      <SessionTimes
        times={draft.times}
        onChange={(times) => onChange(changeTimes(draft, times))}
        faults={faults}
      />
      <RecurrenceEditor
        draft={draft.recurrence}
        onChange={(recurrence) => change({ recurrence })}
        start={readStart(draft.times)}
        zone={draft.times.zone}
        isSeries={isSeries}
        error={faults.recurrence}
      />
      <SelectField
        label={t('sessions.timeline')}
        hint={isSeries ? t('sessions.timelineOfSeries') : undefined}
        value={draft.timelineId}
        onChange={({ currentTarget }) => change({ timelineId: currentTarget.value })}
        error={faults.timeline}
      >
        {timelines.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <ActivityField
        activity={draft.activity}
        onChange={(activity) => change({ activity })}
        error={faults.activity}
      />
      <TextArea
        label={t('sessions.description')}
        value={draft.description}
        onChange={({ currentTarget }) => change({ description: currentTarget.value })}
        maxLength={5_000}
        rows={3}
        error={faults.description}
      />
      <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap items-center justify-end gap-3 border-t border-line bg-surface px-5 py-3 sm:-bottom-6 sm:-mx-6 sm:-mb-6 sm:px-6">
        {faults.form && (
          <p role="alert" className="w-full text-sm font-bold text-danger">
            {faults.form}
          </p>
        )}
        <Button kind="secondary" onClick={props.onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" isBusy={props.isBusy}>
          {props.submitLabel}
        </Button>
      </div>
    </form>
  );
}
