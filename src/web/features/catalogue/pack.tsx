import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import type { CatalogueGame } from '#web/lib/catalogue.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Switch } from '#web/ui/switch.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { explainChange, useGamesRestored, usePackChange } from './catalogue-state.ts';
import { FavorBadge, FavorChoice } from './favor.tsx';
import type { Favor, PackOfGames } from './filter.ts';
import { EditableGame, ReadOnlyGame } from './game.tsx';
import type { KnownNames } from './game-fields.ts';
import type { CatalogueView } from './view.ts';

type Props = {
  pack: PackOfGames<CatalogueGame>;
  favor: Favor;
  names: KnownNames;
  view: CatalogueView;
  canChange: boolean;
  isOpen: boolean;
  canFold: boolean;
};

/** A pack: what can be said of all its games at once, and the games. */
export function PackCard({ pack, favor, names, view, canChange, isOpen, canFold }: Props) {
  const { t } = useTexts();
  const id = useId();
  const { change, setEnabled } = usePackSwitch(pack, view);
  // As it shall be, until the server says otherwise.
  const pending = change.isPending ? change.variables : undefined;
  const enabled = pending && 'enabled' in pending ? pending.enabled : undefined;
  const count = pack.games.length;
  const on = enabled === undefined ? pack.enabledCount : enabled ? count : 0;
  const shown =
    enabled === undefined
      ? pack.shown
      : pack.shown.map((game) => ({ ...game, enabled: enabled ? (1 as const) : (0 as const) }));

  // Below the name, which stands beside the arrow where there is one.
  const indent = canFold ? 'max-sm:ml-6.5' : '';
  // Folded, it has only what would be lost: a form that is being filled in.
  const rows = isOpen ? shown : shown.filter(({ id }) => view.editedIds.has(id));

  return (
    <section
      aria-labelledby={`${id}-name`}
      className="rounded-card border border-line bg-surface shadow-card"
    >
      <div className="grid grid-cols-[1fr_auto] items-center gap-x-2 px-4 py-3 sm:grid-cols-[1fr_auto_auto_2.75rem] sm:gap-x-4 sm:px-6">
        <div className="flex min-w-0 flex-wrap items-center gap-x-4">
          <h2 className="text-lg sm:text-xl">
            {canFold ? (
              <button
                id={`${id}-name`}
                type="button"
                aria-expanded={isOpen}
                aria-controls={`${id}-games`}
                onClick={() => view.fold(pack.name, isOpen)}
                className="flex min-h-11 items-center gap-1.5 text-left"
              >
                <ChevronDown
                  aria-hidden="true"
                  className={`size-5 shrink-0 text-accent transition ${isOpen ? '' : '-rotate-90'}`}
                />
                {pack.name}
              </button>
            ) : (
              <span id={`${id}-name`} className="flex min-h-11 items-center">
                {pack.name}
              </span>
            )}
          </h2>
          <p className={`text-sm text-soft tabular-nums max-sm:mb-2 ${indent}`}>
            {t('catalogue.packOn', { on, count })}
          </p>
        </div>
        {canChange ? (
          <>
            <Switch
              label={t('catalogue.packSwitch', { name: pack.name })}
              isOn={on === count}
              isMixed={on > 0 && on < count}
              onChange={setEnabled}
            />
            <div className={`max-sm:col-span-2 ${indent}`}>
              <FavorChoice
                name={pack.name}
                value={pending && 'favor' in pending ? pending.favor : favor}
                onChange={(favor) => change.mutate({ favor })}
              />
            </div>
          </>
        ) : (
          <div className="col-span-2 sm:col-span-3">
            <FavorBadge value={favor} />
          </div>
        )}
        {change.error && (
          <p role="alert" className="col-span-full mt-2 text-sm font-bold text-danger">
            {t('catalogue.failed', { reason: explainChange(change.error, t) })}
          </p>
        )}
      </div>
      <ul id={`${id}-games`} hidden={!isOpen} className="border-t border-line px-4 sm:px-6">
        {rows.map((game, at) =>
          canChange ? (
            <EditableGame
              key={game.id}
              game={game}
              names={names}
              isEditing={view.editedIds.has(game.id)}
              neighbourId={rows[at + 1]?.id ?? rows[at - 1]?.id}
              onTouch={view.keep}
              onEdit={view.edit}
              onLeave={view.focusNext}
            />
          ) : (
            <ReadOnlyGame key={game.id} game={game} />
          ),
        )}
      </ul>
    </section>
  );
}

/** Switches all games of a pack. Where some were on and some off, that can be had back. */
function usePackSwitch(pack: PackOfGames<CatalogueGame>, view: CatalogueView) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const change = usePackChange(pack.name);
  const { mutate: restore } = useGamesRestored();
  return {
    change,
    setEnabled(enabled: boolean) {
      const others = pack.games.filter((game) => (game.enabled === 1) !== enabled);
      const isMixed = others.length < pack.games.length;
      for (const { id } of pack.shown) view.keep(id);
      change.mutate(
        { enabled },
        {
          onSuccess: () =>
            tell(
              t(enabled ? 'catalogue.packAllOn' : 'catalogue.packOff', { name: pack.name }),
              isMixed ? { label: t('catalogue.undo'), run: () => restore(others) } : undefined,
            ),
        },
      );
    },
  };
}
