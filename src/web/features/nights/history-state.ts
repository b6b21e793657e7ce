import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, read } from '#web/lib/api.ts';

const AT_A_TIME = 20;

/** A host's nights with what they came to, the newest first, page by page. */
export const useNights = (host: string) =>
  useInfiniteQuery({
    queryKey: ['nights', host],
    // A night may have begun or ended meanwhile.
    refetchOnMount: 'always',
    async queryFn({ pageParam: before }) {
      const params = { query: { host, limit: AT_A_TIME, ...(before > 0 && { before }) } };
      const [nights, figures] = await Promise.all([
        read(api.GET('/api/sessions', { params })),
        read(api.GET('/api/nights/figures', { params })),
      ]);
      return nights.map((night) => ({
        night,
        figures: figures.find(({ session_id }) => session_id === night.id),
      }));
    },
    // Before none: from the newest on.
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length < AT_A_TIME ? undefined : page.at(-1)?.night.id),
  });

/** What was loved most on all of a host's nights. */
export const useLovedGames = (host: string) =>
  useQuery({
    queryKey: ['nights', host, 'loved'],
    refetchOnMount: 'always',
    queryFn: () => read(api.GET('/api/nights/loved', { params: { query: { host } } })),
  });

export type HistoryEntry = NonNullable<ReturnType<typeof useNights>['data']>['pages'][number][number];
export type Figures = NonNullable<HistoryEntry['figures']>;
