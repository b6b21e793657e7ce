import type { CatalogueGame } from '#web/lib/catalogue.ts';
import { explain } from '#web/lib/explain.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { PickerDice } from './picker-dice.tsx';
import { type Filters, findRelaxations, NO_FILTERS } from './picker-filters.ts';

type Props = {
  catalogue: readonly CatalogueGame[] | undefined;
  /** What the dice choose among now; undefined until the catalogue is loaded. */
  matching: readonly CatalogueGame[] | undefined;
  playedIds: readonly number[];
  filters: Filters;
  picked: { game: CatalogueGame; poolSize: number } | undefined;
  isRolling: boolean;
  isEmpty: boolean;
  error: unknown;
  onRelax: (filters: Filters) => void;
};

/** Where the dice fall: what they chose, or why they can't. */
export function PickerStage({ picked, isRolling, isEmpty, matching, error, ...props }: Props) {
  const { t } = useTexts();
  return (
    <div
      aria-live="polite"
      aria-busy={isRolling}
      className="flex min-h-32 grow flex-col justify-center rounded-control bg-sunken p-4"
    >
      {isRolling ? (
        <PickerDice titles={matching?.map(({ title }) => title) ?? []} />
      ) : isEmpty && !picked ? (
        <Relax {...props} />
      ) : error ? (
        <p className="font-bold text-danger">{explain(error, t)}</p>
      ) : picked ? (
        <Picked {...picked} />
      ) : (
        <>
          <p className="text-2xl font-extrabold">
            {matching && t('console.matching', { count: matching.length })}
          </p>
          <p className="text-soft">{t('console.rollHint')}</p>
        </>
      )}
    </div>
  );
}

function Picked({ game, poolSize }: NonNullable<Props['picked']>) {
  const { t } = useTexts();
  return (
    <div className="animate-pop">
      <p className="text-2xl font-extrabold leading-tight sm:text-3xl">{game.title}</p>
      <p className="mt-1">{game.pack_name}</p>
      <p className="text-soft">
        {t('console.forPlayers', { min: game.min_players, max: game.max_players })}
        {game.length_minutes !== null && ` · ${t('console.minutes', { count: game.length_minutes })}`}
        {` · ${t('console.pool', { count: poolSize })}`}
      </p>
    </div>
  );
}

/** No game fits: which filter to take away, at a press. */
function Relax({
  catalogue,
  playedIds,
  filters,
  onRelax,
}: Pick<Props, 'catalogue' | 'playedIds' | 'filters' | 'onRelax'>) {
  const { t } = useTexts();
  if (catalogue?.length === 0) return <p className="font-bold">{t('console.noGamesAtAll')}</p>;
  const relaxations = catalogue ? findRelaxations(catalogue, filters, playedIds) : [];
  const texts = {
    players: t('console.relaxPlayers'),
    drawing: t('console.relaxDrawing'),
    length: t('console.relaxLength'),
    isFamilyFriendly: t('console.relaxFamily'),
    isUnplayed: t('console.relaxPlayed'),
  };
  return (
    <div className="flex flex-col gap-3">
      <p className="font-bold">{t('console.noMatch')}</p>
      <div className="flex flex-wrap gap-2">
        {relaxations.map(({ name, filters, count }) => (
          <Button key={name} kind="secondary" onClick={() => onRelax(filters)}>
            {texts[name]} · {t('console.games', { count })}
          </Button>
        ))}
        {relaxations.length === 0 && (
          <Button kind="secondary" onClick={() => onRelax(NO_FILTERS)}>
            {t('console.relaxAll')}
          </Button>
        )}
      </div>
    </div>
  );
}
