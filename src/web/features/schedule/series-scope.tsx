import { useEffect, useId, useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import type { NamedOccurrence, Session } from './calendar-data.ts';
import { type EventChange, type Scope, scopesOf } from './occurrence-writes.ts';
import { useTimes } from './viewer-zone.ts';

export type { Scope };

type Props = {
  kind: 'change' | 'remove';
  session: Session;
  occurrence: NamedOccurrence;
  /** What is to be changed: not every change can be made for each scope. */
  change?: EventChange;
  onChoose: (scope: Scope) => void;
  onCancel: () => void;
};

/** Of a series, asks whether one event is meant, those from it on, or all. */
export function ScopeDialog(props: Props) {
  const { t } = useTexts();
  return (
    <Dialog isOpen onClose={props.onCancel} title={t(TITLES[props.kind])}>
      <ScopeQuestion {...props} />
    </Dialog>
  );
}

export const TITLES = { change: 'sessions.scope.change', remove: 'sessions.scope.remove' } as const;

/** The same question in a dialog that is open already. */
export function ScopeQuestion({ kind, session, occurrence, change, onChoose, onCancel }: Props) {
  const { t } = useTexts();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>(':checked')?.focus(), []);
  const { day } = useTimes();
  const name = useId();
  const scopes = scopesOf(session, occurrence, change);
  const [chosen, setChosen] = useState<Scope>();
  const scope = chosen ?? scopes[0] ?? 'all';
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(scope);
      }}
      className="flex flex-col gap-5"
    >
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-3 text-soft">
          {t('sessions.scope.text', { name: occurrence.name, day: day(occurrence.startDateTime) })}
        </legend>
        {scopes.map((option) => (
          <label
            key={option}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control border border-line bg-raised px-3 py-2 font-bold hover:border-accent has-checked:border-accent"
          >
            <input
              type="radio"
              name={name}
              checked={option === scope}
              onChange={() => setChosen(option)}
              className="size-5 shrink-0 accent-accent"
            />
            {t(`sessions.scope.${option}`)}
          </label>
        ))}
      </fieldset>
      {change && <Why scopes={scopes} change={change} />}
      <div className="flex flex-wrap justify-end gap-3">
        <Button kind="secondary" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" kind={kind === 'remove' ? 'danger' : 'primary'}>
          {t(kind === 'change' ? 'sessions.save' : 'sessions.remove')}
        </Button>
      </div>
    </form>
  );
}

/** Why not all choices are there. */
function Why({ scopes, change }: { scopes: readonly Scope[]; change: EventChange }) {
  const { t } = useTexts();
  const why =
    change.timelineId !== undefined
      ? t('sessions.scope.timelineIsAll')
      : !scopes.includes('all')
        ? t('sessions.scope.ruleStays')
        : !scopes.includes('this')
          ? t('sessions.scope.ofSeries')
          : undefined;
  return why && <p className="text-sm text-soft">{why}</p>;
}
