import { Combobox } from '@base-ui/react/combobox';
import { Search } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import type { CatalogueGame } from '#web/lib/catalogue.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Failed } from '#web/ui/states.tsx';
import type { ConsoleActions } from './console-actions.ts';
import { SHORTCUTS, useShortcut } from './console-keys.ts';
import { Key } from './console-shortcuts.tsx';
import { searchGames } from './game-search.ts';

type Props = {
  catalogue: { data: CatalogueGame[] | undefined; error: unknown; refetch: () => unknown };
  playedIds: readonly number[];
  actions: ConsoleActions;
};

const roomierSide = (field: HTMLElement | null): 'above' | 'below' => {
  const { top = 0, bottom = 0 } = field?.getBoundingClientRect() ?? {};
  // Without what an on-screen keyboard covers.
  return (visualViewport?.height ?? innerHeight) - bottom < top ? 'above' : 'below';
};

/** Any game by its name, or its pack's: the one that is chosen is on at once. */
export function PickerSearch({ catalogue: { data, error, refetch }, playedIds, actions: { play } }: Props) {
  const { t } = useTexts();
  const id = useId();
  const place = useRef<HTMLElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  /** Where the list is: on the side with more room. */
  const [side, setSide] = useState<'above' | 'below'>();
  const isShown = side !== undefined && text.trim() !== '';
  const setOpen = (isOpen: boolean) => setSide(isOpen ? roomierSide(input.current) : undefined);
  useShortcut('search', () => input.current?.focus());
  const found = data ? searchGames(data, text) : [];
  const choose = (game: CatalogueGame | null) => {
    if (game && !play.isPending)
      play.mutate(
        { gameId: game.id, isPicked: false },
        {
          onSuccess() {
            setText('');
            // Keys are shortcuts again, and a phone's keyboard no longer covers the game.
            place.current?.focus({ preventScroll: true });
          },
        },
      );
  };
  return (
    <search ref={place} tabIndex={-1} className="outline-none">
      <label htmlFor={id} className="mb-1.5 flex items-center gap-2 font-bold">
        {t('console.search')}
        <Key of="search" />
      </label>
      <Combobox.Root<CatalogueGame>
        items={found}
        filter={null}
        value={null}
        onValueChange={choose}
        inputValue={text}
        onInputValueChange={setText}
        itemToStringLabel={({ title }) => title}
        open={isShown}
        onOpenChange={setOpen}
        readOnly={play.isPending}
        autoHighlight
      >
        <div className="relative">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute left-3.5 top-1/2 size-5 -translate-y-1/2 text-soft"
          />
          <Combobox.Input
            id={id}
            ref={input}
            aria-keyshortcuts={SHORTCUTS.search}
            placeholder={t('console.searchHint')}
            autoComplete="off"
            enterKeyHint="go"
            onBlur={() => setOpen(false)}
            className="min-h-11 w-full rounded-control border border-line bg-raised py-2 pl-11 pr-3.5 text-ink placeholder:text-soft hover:border-accent"
          />
          {isShown && (
            <div
              className={`absolute inset-x-0 z-20 max-h-80 animate-rise overflow-y-auto overscroll-contain rounded-card border border-line bg-raised p-1.5 shadow-card ${side === 'above' ? 'bottom-full mb-1.5' : 'top-full mt-1.5'}`}
            >
              <Combobox.Empty>
                {data && <p className="px-3 py-2.5 text-soft">{t('console.notFound')}</p>}
              </Combobox.Empty>
              <Combobox.List aria-label={t('console.found')}>
                {(game: CatalogueGame) => (
                  <Combobox.Item
                    key={game.id}
                    value={game}
                    // The field keeps the focus, and with it the list stays.
                    onPointerDown={(event) => event.preventDefault()}
                    className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control px-3 py-1.5 data-highlighted:bg-sunken"
                  >
                    <span className="min-w-0 flex-1">
                      <span className="block font-bold">{game.title}</span>
                      <span className="block text-sm text-soft">
                        {game.pack_name} ·{' '}
                        {t('console.forPlayers', { min: game.min_players, max: game.max_players })}
                      </span>
                    </span>
                    {playedIds.includes(game.id) && (
                      <span className="shrink-0 text-sm font-bold text-soft">
                        {t('console.playedTonight')}
                      </span>
                    )}
                  </Combobox.Item>
                )}
              </Combobox.List>
            </div>
          )}
        </div>
      </Combobox.Root>
      {!data && error ? <Failed error={error} onRetry={() => refetch()} /> : null}
    </search>
  );
}
