import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { ApiError } from '#web/lib/api.ts';
import type { CatalogueGame } from '#web/lib/catalogue.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Checkbox, SelectField, TextField } from '#web/ui/field.tsx';
import { explainChange, type NewGame } from './catalogue-state.ts';
import { explainFault, readFieldFault } from './faults.ts';
import { GAME_FIELDS, type KnownNames, readGameForm } from './game-fields.ts';

const NAME_MAX_LENGTH = 200;
const PLAYERS_MAX = 10_000;
const LENGTH_MAX_MINUTES = 1_440;

type Props = {
  label: string;
  /** The game that is changed; without one, a new one is described. */
  game?: CatalogueGame;
  names: KnownNames;
  submitLabel: string;
  isBusy: boolean;
  /** Why it wasn't taken. */
  error: unknown;
  onSubmit: (game: NewGame) => void;
  onCancel: () => void;
  /** A further button. */
  children?: ReactNode;
};

/** What is to be said of a game. Enter saves, Escape gives up. */
export function GameForm({
  label,
  game,
  names,
  submitLabel,
  isBusy,
  error,
  onSubmit,
  onCancel,
  children,
}: Props) {
  const { t } = useTexts();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const fault = faultOf(error);
  const errorOf = (field: (typeof GAME_FIELDS)[number]) => {
    if (fault?.field !== field) return undefined;
    return fault.message === undefined ? t('catalogue.taken') : explainFault(fault.message, t);
  };

  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  useEffect(() => {
    const wrong = error ? form.current?.querySelector('[aria-invalid]') : undefined;
    if (wrong instanceof HTMLElement) wrong.focus();
  }, [error]);

  const giveUp = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    // What is asked in a window over the page is not in the form, though its keys pass by here.
    const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (isInside) onCancel();
  };

  return (
    <form
      ref={form}
      aria-label={label}
      onKeyDown={giveUp}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(readGameForm(new FormData(event.currentTarget)));
      }}
      className="flex flex-col gap-4"
    >
      <div className="grid grid-cols-2 gap-x-3 gap-y-4 sm:grid-cols-4">
        <div className="col-span-2">
          <TextField
            label={t('catalogue.field.title')}
            name="title"
            required
            maxLength={NAME_MAX_LENGTH}
            autoComplete="off"
            defaultValue={game?.title}
            error={errorOf('title')}
          />
        </div>
        <div className="col-span-2">
          <TextField
            label={t('catalogue.field.pack_name')}
            name="pack_name"
            required
            maxLength={NAME_MAX_LENGTH}
            autoComplete="off"
            list={`${id}-packs`}
            defaultValue={game?.pack_name}
            error={errorOf('pack_name')}
          />
        </div>
        <TextField
          label={t('catalogue.field.min_players')}
          name="min_players"
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={PLAYERS_MAX}
          defaultValue={game?.min_players}
          error={errorOf('min_players')}
        />
        <TextField
          label={t('catalogue.field.max_players')}
          name="max_players"
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={PLAYERS_MAX}
          defaultValue={game?.max_players}
          error={errorOf('max_players')}
        />
        <TextField
          label={t('catalogue.field.length_minutes')}
          name="length_minutes"
          type="number"
          inputMode="numeric"
          min={1}
          max={LENGTH_MAX_MINUTES}
          placeholder={t('catalogue.unknown')}
          defaultValue={game?.length_minutes ?? undefined}
          error={errorOf('length_minutes')}
        />
        <SelectField
          label={t('catalogue.field.family_friendly')}
          name="family_friendly"
          defaultValue={game?.family_friendly ?? ''}
          error={errorOf('family_friendly')}
        >
          <option value="">{t('catalogue.unknown')}</option>
          <option value="1">{t('catalogue.yes')}</option>
          <option value="0">{t('catalogue.no')}</option>
        </SelectField>
        <TextField
          label={t('catalogue.field.game_type')}
          name="game_type"
          maxLength={NAME_MAX_LENGTH}
          autoComplete="off"
          list={`${id}-types`}
          defaultValue={game?.game_type ?? ''}
          error={errorOf('game_type')}
        />
        <TextField
          label={t('catalogue.field.secondary_type')}
          name="secondary_type"
          maxLength={NAME_MAX_LENGTH}
          autoComplete="off"
          list={`${id}-types`}
          defaultValue={game?.secondary_type ?? ''}
          error={errorOf('secondary_type')}
        />
        <Checkbox
          label={t('catalogue.field.has_audience')}
          name="has_audience"
          defaultChecked={game?.has_audience === 1}
          className="col-span-2 sm:self-end"
        />
      </div>
      <Choices id={`${id}-packs`} names={names.packs} />
      <Choices id={`${id}-types`} names={names.types} />
      {error !== null && !fault && (
        <p role="alert" className="font-bold text-danger">
          {explainChange(error, t)}
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isBusy={isBusy}>
          {submitLabel}
        </Button>
        <Button kind="secondary" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        {children}
      </div>
    </form>
  );
}

const Choices = ({ id, names }: { id: string; names: readonly string[] }) => (
  <datalist id={id}>
    {names.map((name) => (
      <option key={name} value={name} />
    ))}
  </datalist>
);

/** The field that a refusal is about; without a message, its title is taken already. */
function faultOf(error: unknown): { field: (typeof GAME_FIELDS)[number]; message?: string } | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.status === 409) return { field: 'title' };
  return error.status === 400 ? readFieldFault(error.message, GAME_FIELDS) : undefined;
}
