import { Pencil, Trash2 } from 'lucide-react';
import { memo } from 'react';
import type { CatalogueGame } from '#web/lib/catalogue.ts';
import { type Texts, useTexts } from '#web/lib/i18n.tsx';
import { Badge } from '#web/ui/badge.tsx';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { Switch } from '#web/ui/switch.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { explainChange, isGone, useGameChange, useGameRemoval } from './catalogue-state.ts';
import { FavorBadge, FavorChoice } from './favor.tsx';
import { ADD_BUTTON_ID, editButtonId } from './focus.ts';
import type { KnownNames } from './game-fields.ts';
import { GameForm } from './game-form.tsx';

type Props = {
  game: CatalogueGame;
  names: KnownNames;
  isEditing: boolean;
  /** Where the focus goes on when this game is removed. */
  neighbourId: number | undefined;
  onTouch: (id: number) => void;
  onEdit: (id: number, isEditing: boolean) => void;
  onLeave: (elementId: string) => void;
};

/**
 * A game that can be changed: at once what is one click, in a form in its place the rest. Drawn anew only where it is
 * another: of a long list, few change as one types.
 */
export const EditableGame = memo(function EditableGame({ isEditing, ...props }: Props) {
  return (
    <li className="border-t border-line py-3 first:border-t-0">
      {isEditing ? <GameEditor {...props} /> : <GameSwitches {...props} />}
    </li>
  );
});

type PartProps = Omit<Props, 'isEditing'>;

function GameSwitches({ game, onTouch, onEdit }: PartProps) {
  const { t } = useTexts();
  const change = useGameChange(game);
  // As it shall be, until the server says otherwise.
  const shown = change.isPending ? { ...game, ...change.variables } : game;

  const set = (part: Partial<Pick<CatalogueGame, 'enabled' | 'favor_bias'>>) => {
    onTouch(game.id);
    change.mutate(change.isPending ? { ...change.variables, ...part } : part);
  };
  return (
    <>
      <div className="grid grid-cols-[1fr_auto] items-center gap-x-2 gap-y-1 sm:grid-cols-[1fr_auto_auto_auto] sm:gap-x-4">
        <GameWords game={game} isOn={shown.enabled === 1} />
        <Switch
          label={t('catalogue.switch', { name: game.title })}
          isOn={shown.enabled === 1}
          onChange={(isOn) => set({ enabled: isOn ? 1 : 0 })}
        />
        <FavorChoice
          name={game.title}
          value={shown.favor_bias ?? 0}
          onChange={(favor_bias) => set({ favor_bias })}
        />
        <IconButton
          id={editButtonId(game.id)}
          label={t('catalogue.edit', { name: game.title })}
          icon={<Pencil className="size-5" />}
          onClick={() => onEdit(game.id, true)}
        />
      </div>
      {change.error && !isGone(change.error) && (
        <p role="alert" className="mt-2 text-sm font-bold text-danger">
          {t('catalogue.failed', { reason: explainChange(change.error, t) })}
        </p>
      )}
    </>
  );
}

function GameEditor({ game, names, neighbourId, onEdit, onLeave }: PartProps) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const change = useGameChange(game);
  const removal = useGameRemoval(game);
  const close = () => onEdit(game.id, false);
  return (
    <GameForm
      label={t('catalogue.editing', { name: game.title })}
      game={game}
      names={names}
      submitLabel={t('catalogue.save')}
      isBusy={change.isPending}
      error={change.error ?? removal.error}
      onSubmit={(body) => change.mutate(body, { onSuccess: close })}
      onCancel={close}
    >
      <Confirm
        trigger={(open) => (
          <Button kind="quiet" onClick={open} className="ml-auto !text-danger">
            <Trash2 aria-hidden="true" className="size-5" />
            {t('catalogue.remove')}
          </Button>
        )}
        title={t('catalogue.removeTitle', { name: game.title })}
        confirmLabel={t('catalogue.removeConfirm')}
        onConfirm={() =>
          removal.mutateAsync().then(
            () => {
              tell(t('catalogue.removed', { name: game.title }));
              onLeave(neighbourId === undefined ? ADD_BUTTON_ID : editButtonId(neighbourId));
            },
            // Told in the form.
            () => undefined,
          )
        }
      >
        {t('catalogue.removeText')}
      </Confirm>
    </GameForm>
  );
}

/** A game for whoever may only look. */
export const ReadOnlyGame = memo(function ReadOnlyGame({ game }: { game: CatalogueGame }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 border-t border-line py-3 first:border-t-0">
      <GameWords game={game} isOn={game.enabled === 1} />
      <FavorBadge value={game.favor_bias} />
    </li>
  );
});

function GameWords({ game, isOn }: { game: CatalogueGame; isOn: boolean }) {
  const { t } = useTexts();
  return (
    <div className="min-w-0">
      <h3 className={`flex flex-wrap items-center gap-x-2 text-base ${isOn ? '' : 'text-soft'}`}>
        {game.title}
        {!isOn && <Badge>{t('catalogue.off')}</Badge>}
      </h3>
      <p className="text-sm text-soft">{factsOf(game, t).join(' · ')}</p>
    </div>
  );
}

function factsOf(game: CatalogueGame, t: Texts['t']): string[] {
  const {
    min_players: min,
    max_players: max,
    length_minutes: minutes,
    family_friendly: isForFamilies,
  } = game;
  const types = [game.game_type, game.secondary_type].filter((type) => type !== null);
  return [
    min === max ? t('catalogue.playersOne', { count: min }) : t('catalogue.players', { min, max }),
    ...(minutes === null ? [] : [t('catalogue.minutes', { count: minutes })]),
    ...(types.length > 0 ? [types.join(', ')] : []),
    ...(game.has_audience === 1 ? [t('catalogue.hasAudience')] : []),
    ...(isForFamilies === null
      ? []
      : [t(isForFamilies === 1 ? 'catalogue.familyYes' : 'catalogue.familyNo')]),
    ...(game.play_count > 0 ? [t('catalogue.played', { count: game.play_count })] : []),
  ];
}
