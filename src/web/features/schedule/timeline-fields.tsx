import { type RefObject, useId } from 'react';
import type { Timeline } from '#protocol/timelines.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import type { TimelineFields } from './timeline-requests.ts';

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** What a form with `TimelineFieldset` in it says. */
export function readTimelineFields(form: HTMLFormElement): TimelineFields {
  const filled = new FormData(form);
  return {
    name: textOf(filled, 'name'),
    description: textOf(filled, 'description') || null,
    allowOverlap: filled.get('overlap') === 'allowed',
  };
}

type Props = {
  /** As it is; without it, as a new one begins. */
  timeline?: Timeline;
  /** Why its events can't be kept apart. */
  overlapError?: string | undefined;
  nameField?: RefObject<HTMLInputElement | null>;
};

/** What a calendar is called, what it is for, and whether its events may take place at the same time. */
export function TimelineFieldset({ timeline, overlapError, nameField }: Props) {
  const { t } = useTexts();
  return (
    <>
      <TextField
        ref={nameField}
        label={t('timelines.name')}
        name="name"
        defaultValue={timeline?.name}
        required
        pattern=".*\S.*"
        maxLength={200}
        autoComplete="off"
        placeholder={t('timelines.nameExample')}
      />
      <TextArea
        label={t('timelines.description')}
        name="description"
        defaultValue={timeline?.description ?? ''}
        maxLength={5_000}
        hint={t('timelines.descriptionHint')}
      />
      <OverlapChoice isAllowed={timeline?.allowOverlap ?? false} error={overlapError} />
    </>
  );
}

const OPTIONS = [
  { value: 'none', label: 'timelines.apart', text: 'timelines.apartText' },
  { value: 'allowed', label: 'timelines.overlap', text: 'timelines.overlapText' },
] as const;

function OverlapChoice({ isAllowed, error }: { isAllowed: boolean; error: string | undefined }) {
  const { t } = useTexts();
  const id = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={error && `${id}-error`}>
      <legend className="mb-1.5 font-bold">{t('timelines.overlapLegend')}</legend>
      <div className="flex flex-col gap-2">
        {OPTIONS.map(({ value, label, text }) => (
          <label
            key={value}
            className="flex cursor-pointer items-start gap-3 rounded-control border border-line bg-raised p-3 hover:border-accent has-checked:border-accent"
          >
            <input
              type="radio"
              name="overlap"
              value={value}
              defaultChecked={(value === 'allowed') === isAllowed}
              aria-describedby={`${id}-${value}`}
              aria-labelledby={`${id}-${value}-label`}
              className="mt-0.5 size-5 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span id={`${id}-${value}-label`} className="block font-bold">
                {t(label)}
              </span>
              <span id={`${id}-${value}`} className="block text-sm text-soft">
                {t(text)}
              </span>
            </span>
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-sm font-bold text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
