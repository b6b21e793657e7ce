import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { api, read } from '#web/lib/api.ts';
import { countNight, type NightFigures } from './history-summary.ts';
import { type Night, readNightGames, readNightVotes } from './night-state.ts';

const AT_A_TIME = 20;

/** A host's nights, the newest first, page by page. */
export const useNights = (host: string) =>
  useInfiniteQuery({
    queryKey: ['nights', host],
    queryFn: ({ pageParam: before }) =>
      read(
        api.GET('/api/sessions', {
          params: { query: { host, limit: AT_A_TIME, ...(before > 0 && { before }) } },
        }),
      ),
    // Before none: from the newest on.
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length < AT_A_TIME ? undefined : page.at(-1)?.id),
  });

/** What each of these nights came to; without those that couldn't be loaded, or not yet. */
export function useNightFigures(nights: readonly Night[]): {
  figures: readonly NightFigures[];
  isPending: boolean;
} {
  return useQueries({
    queries: nights.map((night) => ({
      queryKey: ['night-figures', night.id],
      // What is over hardly changes.
      staleTime: night.is_active === 1 ? 0 : 300_000,
      queryFn: async () => {
        const [games, { votes }] = await Promise.all([readNightGames(night.id), readNightVotes(night.id)]);
        return countNight(night, games, votes);
      },
    })),
    combine: (results) => ({
      figures: results.flatMap(({ data }) => data ?? []),
      isPending: results.some(({ isPending }) => isPending),
    }),
  });
}
