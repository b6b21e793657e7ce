import { useId } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { SelectField, TextField } from '#web/ui/field.tsx';
import {
  type Ends,
  listFirstDays,
  listMonthDays,
  MAX_COUNT,
  MAX_INTERVAL,
  type RecurrenceDraft,
  type Repeats,
  ruleOfDraft,
} from './recurrence-draft.ts';
import type { DayRule } from './recurrence-move.ts';
import { plainRule, type Rule, WEEKDAYS, type Weekday } from './recurrence-rule.ts';
import { type Language, ruleInWords, weekdayName, whenInMonth } from './recurrence-words.ts';
import { useTimes } from './viewer-zone.ts';

type Props = {
  draft: RecurrenceDraft;
  onChange: (draft: RecurrenceDraft) => void;
  /** Where the event begins; undefined while it isn't complete. */
  start: Temporal.PlainDateTime | undefined;
  zone: string;
  /** Of a series that is there, its next dates are the server's to say. */
  isSeries: boolean;
  error: string | undefined;
};

const REPEATS = ['once', 'daily', 'weekly', 'monthly', 'yearly'] as const satisfies readonly Repeats[];
const ENDS = ['never', 'date', 'count'] as const satisfies readonly Ends[];
/** So many dates say whether it is what one meant. */
const SHOWN_DATES = 4;

const find = <T extends string>(values: readonly T[], text: string): T | undefined =>
  values.find((value) => value === text);

/** How often an event takes place, and what that means in words and dates. */
export function RecurrenceEditor({ draft, onChange, start, zone, isSeries, error }: Props) {
  const { t } = useTexts();
  const { repeats, kept } = draft;
  const options: readonly Repeats[] = kept && repeats === 'kept' ? [...REPEATS, 'kept'] : REPEATS;
  const change = (changes: Partial<RecurrenceDraft>) => onChange({ ...draft, ...changes });
  return (
    <div className="flex flex-col gap-3">
      <SelectField
        label={t('sessions.repeats')}
        value={repeats}
        onChange={({ currentTarget }) => change({ repeats: find(options, currentTarget.value) ?? repeats })}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {t(`sessions.repeats.${option}`)}
          </option>
        ))}
      </SelectField>
      {repeats !== 'once' && (
        <div className="flex flex-col gap-3 rounded-card bg-sunken p-3">
          {repeats !== 'kept' && <Cycle draft={draft} repeats={repeats} change={change} start={start} />}
          <Summary draft={draft} start={start} zone={zone} hasDates={!isSeries && repeats !== 'kept'} />
        </div>
      )}
      {error && (
        <p role="alert" className="text-sm font-bold text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

type CycleProps = {
  draft: RecurrenceDraft;
  repeats: Exclude<Repeats, 'once' | 'kept'>;
  change: (changes: Partial<RecurrenceDraft>) => void;
  start: Temporal.PlainDateTime | undefined;
};

function Cycle({ draft, repeats, change, start }: CycleProps) {
  const { t } = useTexts();
  const id = useId();
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="font-bold">
          {t('sessions.every')}
        </label>
        <span className="w-20">
          <TextField
            label={t(`sessions.interval.${repeats}`)}
            isLabelHidden
            type="number"
            inputMode="numeric"
            required
            min={1}
            max={MAX_INTERVAL}
            value={draft.interval}
            onChange={({ currentTarget }) => change({ interval: currentTarget.value })}
          />
        </span>
        <span aria-hidden="true">
          {t(`sessions.unit.${repeats}`, { count: Number(draft.interval) || 1 })}
        </span>
      </div>
      {repeats === 'weekly' && (
        <Weekdays weekdays={draft.weekdays} onChange={(weekdays) => change({ weekdays })} />
      )}
      {repeats === 'monthly' && start && (
        <MonthDay draft={draft} start={start} onChange={(on) => change({ on })} />
      )}
      <End draft={draft} change={change} start={start} />
    </>
  );
}

function useLanguage(): Language {
  const { t } = useTexts();
  const { locale } = useTimes();
  return { t, locale };
}

type WeekdaysProps = { weekdays: readonly Weekday[]; onChange: (weekdays: readonly Weekday[]) => void };

/** One of them stays: without a day there is no week to repeat. */
function Weekdays({ weekdays, onChange }: WeekdaysProps) {
  const { t } = useTexts();
  const language = useLanguage();
  const toggle = (weekday: Weekday) => {
    const others = weekdays.filter((one) => one !== weekday);
    const wanted = others.length < weekdays.length ? others : [...weekdays, weekday];
    if (wanted.length > 0) onChange(WEEKDAYS.filter((one) => wanted.includes(one)));
  };
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-bold">{t('sessions.weekdays')}</legend>
      <div className="flex flex-wrap gap-1.5">
        {WEEKDAYS.map((weekday) => (
          <label
            key={weekday}
            className="relative flex min-h-11 min-w-11 cursor-pointer items-center justify-center rounded-control border-2 border-line bg-raised px-2 text-sm font-bold has-checked:border-accent has-checked:bg-accent has-checked:text-on-accent has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="checkbox"
              aria-label={weekdayName(weekday, language)}
              checked={weekdays.includes(weekday)}
              onChange={() => toggle(weekday)}
              className="absolute inset-0 size-full cursor-pointer opacity-0"
            />
            <span aria-hidden="true">{weekdayName(weekday, language, 'short')}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type MonthDayProps = {
  draft: RecurrenceDraft;
  start: Temporal.PlainDateTime;
  onChange: (on: DayRule) => void;
};

function MonthDay({ draft, start, onChange }: MonthDayProps) {
  const { t } = useTexts();
  const language = useLanguage();
  const options = listMonthDays(draft, start.toPlainDate());
  const keyOf = (on: DayRule) => JSON.stringify(on);
  return (
    <SelectField
      label={t('sessions.monthDay')}
      value={keyOf(draft.on)}
      onChange={({ currentTarget }) => {
        const on = options.find((option) => keyOf(option) === currentTarget.value);
        if (on) onChange(on);
      }}
    >
      {options.map((option) => (
        <option key={keyOf(option)} value={keyOf(option)}>
          {whenInMonth(ruleOn(option), start, language)}
        </option>
      ))}
    </SelectField>
  );
}

const ruleOn = (on: DayRule): Rule => ({
  ...plainRule('MONTHLY'),
  ...('byDay' in on ? { byDay: [on.byDay] } : { byMonthDay: [on.byMonthDay] }),
});

type EndProps = Omit<CycleProps, 'repeats'>;

function End({ draft, change, start }: EndProps) {
  const { t } = useTexts();
  return (
    <div className="grid grid-cols-1 items-end gap-3 sm:grid-cols-2">
      <SelectField
        label={t('sessions.until')}
        value={draft.ends}
        onChange={({ currentTarget }) => change({ ends: find(ENDS, currentTarget.value) ?? draft.ends })}
      >
        {ENDS.map((ends) => (
          <option key={ends} value={ends}>
            {t(`sessions.until.${ends}`)}
          </option>
        ))}
      </SelectField>
      {draft.ends === 'date' && (
        <TextField
          label={t('sessions.untilDate')}
          type="date"
          required
          min={start?.toPlainDate().toString() ?? ''}
          max="2199-12-31"
          value={draft.endDate}
          onChange={({ currentTarget }) => change({ endDate: currentTarget.value })}
        />
      )}
      {draft.ends === 'count' && (
        <TextField
          label={t('sessions.untilCount')}
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={MAX_COUNT}
          value={draft.count}
          onChange={({ currentTarget }) => change({ count: currentTarget.value })}
        />
      )}
    </div>
  );
}

type SummaryProps = Pick<Props, 'draft' | 'start' | 'zone'> & { hasDates: boolean };

/** What the rule means, and the first dates of a new one. */
function Summary({ draft, start, zone, hasDates }: SummaryProps) {
  const { t } = useTexts();
  const language = useLanguage();
  const { plainDay } = useTimes();
  const rule = ruleOfDraft(draft);
  if (!rule || !start) return null;
  const days = hasDates ? listFirstDays(rule, start.toPlainDate(), SHOWN_DATES + 1) : [];
  const shown = days
    .slice(0, SHOWN_DATES)
    .map((day) => plainDay(day, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }));
  const hasMore = days.length > SHOWN_DATES;
  return (
    <div aria-live="polite" className="text-sm">
      <p className="font-bold">{ruleInWords(rule, { start, zone }, language)}</p>
      {draft.repeats === 'kept' && <p className="text-soft">{t('sessions.keptHint')}</p>}
      {shown.length > 0 && (
        <p className="break-keep text-soft">
          {shown.join(' · ')}
          {hasMore && ' …'}
        </p>
      )}
      {hasDates && shown.length === 0 && <p className="font-bold text-danger">{t('sessions.wrong.never')}</p>}
    </div>
  );
}
