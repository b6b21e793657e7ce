import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, api, read } from '#web/lib/api.ts';
import type { paths } from '#web/lib/api-types.ts';
import type { CatalogueGame } from '#web/lib/catalogue.ts';
import { explain } from '#web/lib/explain.ts';
import { type Texts, useTexts } from '#web/lib/i18n.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import type { Favor } from './filter.ts';

export type NewGame = paths['/api/games']['post']['requestBody']['content']['application/json'];

export type Catalogue = {
  games: CatalogueGame[];
  packs: { name: string; favor_bias: Favor }[];
};

/** Also that of the console's picker, which has a part of it. */
const ROOT = ['catalogue'] as const;
const KEY = [...ROOT, 'all'] as const;

export const useCatalogue = () =>
  useQuery({
    queryKey: KEY,
    queryFn: async (): Promise<Catalogue> => {
      const [games, packs] = await Promise.all([
        read(api.GET('/api/games')),
        read(api.GET('/api/games/packs')),
      ]);
      return { games, packs };
    },
  });

/**
 * Puts what the server answered into the list, and lets everything else that shows games load it anew. A list that is
 * on its way may be older than the answer, so it is given up.
 */
async function amend(queries: QueryClient, change: (catalogue: Catalogue) => Catalogue): Promise<void> {
  await queries.cancelQueries({ queryKey: KEY });
  queries.setQueryData<Catalogue>(KEY, (catalogue) => catalogue && change(catalogue));
  void queries.invalidateQueries({ queryKey: ROOT, predicate: ({ queryKey }) => queryKey[1] !== KEY[1] });
}

export const reloadCatalogue = (queries: QueryClient): Promise<void> =>
  queries.invalidateQueries({ queryKey: ROOT });

const replaceGame =
  (game: CatalogueGame) =>
  (catalogue: Catalogue): Catalogue => ({
    ...catalogue,
    games: catalogue.games.map((other) => (other.id === game.id ? game : other)),
  });

export type GameChange = Partial<NewGame>;

/**
 * Changes a game. Changes of one game are sent one after the other, and each says what shall be, so that the last one
 * wins. A game that somebody else removed is gone from the list as well.
 */
export function useGameChange({ id, title, pack_name }: CatalogueGame) {
  const queries = useQueryClient();
  const { t } = useTexts();
  const { tell } = useToasts();
  return useMutation({
    scope: { id: `catalogue-game-${id}` },
    mutationFn: (body: GameChange) =>
      read(api.PUT('/api/games/{id}', { params: { path: { id: String(id) } }, body })),
    onSuccess: async (game) => {
      await amend(queries, replaceGame(game));
      // The server knows its new place among the others.
      if (game.title !== title || game.pack_name !== pack_name) void reloadCatalogue(queries);
    },
    onError: (error) => {
      if (!isGone(error)) return;
      tell(t('catalogue.gone', { name: title }));
      void reloadCatalogue(queries);
    },
  });
}

export function useNewGame() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewGame) => read(api.POST('/api/games', { body })),
    onSuccess: async (game) => {
      await amend(queries, (catalogue) => ({ ...catalogue, games: [...catalogue.games, game] }));
      // The server knows its place among the others.
      void reloadCatalogue(queries);
    },
  });
}

export function useGameRemoval({ id }: CatalogueGame) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      try {
        await read(api.DELETE('/api/games/{id}', { params: { path: { id: String(id) } } }));
      } catch (error) {
        // Somebody was quicker.
        if (!isGone(error)) throw error;
      }
    },
    onSuccess: () =>
      amend(queries, (catalogue) => ({
        ...catalogue,
        games: catalogue.games.filter((game) => game.id !== id),
      })),
  });
}

export type PackChange = { enabled: boolean } | { favor: Favor };

/** Changes a pack: all of its games at once, or how often they are picked. */
export function usePackChange(name: string) {
  const queries = useQueryClient();
  const params = { path: { name } };
  return useMutation({
    scope: { id: `catalogue-pack-${name}` },
    mutationFn: (change: PackChange) =>
      read(
        'enabled' in change
          ? api.PATCH('/api/games/packs/{name}/toggle', { params, body: change })
          : api.PATCH('/api/games/packs/{name}/favor', { params, body: { favor_bias: change.favor } }),
      ),
    onSuccess: ({ favor_bias }, change) =>
      amend(queries, ({ games, packs }) => ({
        packs: packs.map((pack) => (pack.name === name ? { name, favor_bias } : pack)),
        games:
          'enabled' in change
            ? games.map((game) =>
                game.pack_name === name ? { ...game, enabled: change.enabled ? 1 : 0 } : game,
              )
            : games,
      })),
  });
}

/** Switches each of the games to what it is given with. */
export function useGamesRestored() {
  const queries = useQueryClient();
  const { fail } = useToasts();
  return useMutation({
    mutationFn: (games: readonly CatalogueGame[]) =>
      Promise.all(
        games.map(({ id, enabled }) =>
          read(api.PUT('/api/games/{id}', { params: { path: { id: String(id) } }, body: { enabled } })),
        ),
      ),
    onError: fail,
    onSettled: () => reloadCatalogue(queries),
  });
}

export const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

/** Why a change of the games failed. */
export function explainChange(error: unknown, t: Texts['t']): string {
  if (error instanceof ApiError && error.status === 403) return t('catalogue.forbidden');
  if (error instanceof ApiError && error.status === 409) return t('catalogue.taken');
  return explain(error, t);
}
