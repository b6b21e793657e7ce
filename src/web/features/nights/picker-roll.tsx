import { useMutation } from '@tanstack/react-query';
import { Dices, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { ApiError, api, read } from '#web/lib/api.ts';
import type { CatalogueGame } from '#web/lib/catalogue.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import type { ConsoleActions } from './console-actions.ts';
import { SHORTCUTS, useShortcut } from './console-keys.ts';
import { Key } from './console-shortcuts.tsx';
import { PickerFields } from './picker-fields.tsx';
import { FIRST_FILTERS, type Filters, matchGames } from './picker-filters.ts';
import { PickerStage } from './picker-stage.tsx';

type Props = {
  nightId: number;
  /** Undefined until it is loaded; the dice roll without it. */
  catalogue: readonly CatalogueGame[] | undefined;
  playedIds: readonly number[];
  actions: ConsoleActions;
};

/** So long the dice are in the air. */
const ROLL_MS = 800;

const settle = () =>
  new Promise((resolve) =>
    setTimeout(resolve, matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ROLL_MS),
  );

/** The dice, what they choose among, and what they chose. */
export function PickerRoll({ nightId, catalogue, playedIds, actions: { play } }: Props) {
  const { t } = useTexts();
  const rollButton = useRef<HTMLButtonElement>(null);
  const [filters, setFilters] = useState<Filters>(FIRST_FILTERS);
  const roll = useMutation({
    async mutationFn({ players, drawing, length, isFamilyFriendly, isUnplayed }: Filters) {
      const body = {
        sessionId: nightId,
        playerCount: players,
        drawing,
        length,
        familyFriendly: isFamilyFriendly || null,
        excludePlayed: isUnplayed,
      };
      const [picked] = await Promise.all([read(api.POST('/api/pick', { body })), settle()]);
      return picked;
    },
  });
  const picked = roll.data;
  const isEmpty = roll.error instanceof ApiError && roll.error.status === 404;
  const matching = catalogue && matchGames(catalogue, filters, playedIds);

  const change = (next: Filters) => {
    setFilters(next);
    // What it says of the filters isn't true of the new ones.
    if (roll.isError) roll.reset();
  };
  const rollWith = (filters: Filters) => {
    if (!roll.isPending && !play.isPending) roll.mutate(filters);
  };
  const playPicked = () => {
    if (!picked || roll.isPending || play.isPending) return;
    play.mutate(
      { gameId: picked.game.id, isPicked: true },
      {
        onSuccess() {
          roll.reset();
          // Its button is gone.
          rollButton.current?.focus({ preventScroll: true });
        },
      },
    );
  };
  useShortcut('roll', () => rollWith(filters));
  useShortcut('play', playPicked);

  return (
    <div className="flex grow flex-col gap-4">
      <PickerFields filters={filters} onChange={change} />
      <PickerStage
        catalogue={catalogue}
        matching={matching}
        playedIds={playedIds}
        filters={filters}
        picked={picked}
        isRolling={roll.isPending}
        isEmpty={isEmpty || (matching?.length === 0 && !picked)}
        error={isEmpty ? null : roll.error}
        onRelax={(relaxed) => {
          change(relaxed);
          rollWith(relaxed);
          rollButton.current?.focus({ preventScroll: true });
        }}
      />
      <div className="flex flex-wrap gap-3 whitespace-nowrap max-sm:[&>*]:grow">
        {picked && (
          <Button
            isBusy={play.isPending}
            disabled={roll.isPending}
            aria-keyshortcuts={SHORTCUTS.play}
            onClick={playPicked}
          >
            <Play className="size-5" />
            {t('console.playThis')}
            <Key of="play" />
          </Button>
        )}
        <Button
          ref={rollButton}
          kind={picked ? 'secondary' : 'primary'}
          isBusy={roll.isPending}
          aria-keyshortcuts={SHORTCUTS.roll}
          onClick={() => rollWith(filters)}
        >
          {!roll.isPending && <Dices className="size-5" />}
          {picked ? t('console.reroll') : t('console.roll')}
          <Key of="roll" />
        </Button>
      </div>
    </div>
  );
}
