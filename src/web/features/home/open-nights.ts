import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read } from '#web/lib/api.ts';
import { useLiveNight } from '#web/lib/live.ts';

/** As many as are followed at once. */
const MAX_NIGHTS = 12;
/** What is told of nights while nobody follows them, such as new games played, is looked up so often. */
const REFRESH_MS = 60_000;

const key = ['home', 'open-nights'] as const;
/** Those of whoever is signed in, open or over. */
export const lastNightsKey = ['home', 'last-nights'] as const;

const readOpenNights = () =>
  read(api.GET('/api/sessions', { params: { query: { active: true, limit: MAX_NIGHTS } } }));

export type OpenNight = Awaited<ReturnType<typeof readOpenNights>>[number];

/** The nights that are open now, of all hosts; a new one comes the moment it is opened. */
export function useOpenNights() {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: key, queryFn: readOpenNights, refetchInterval: REFRESH_MS });
  const refetch = () => {
    void queries.invalidateQueries({ queryKey: key });
    void queries.invalidateQueries({ queryKey: lastNightsKey });
  };
  useLiveNight(undefined, { onEvent: refetch, onStale: refetch });
  return query;
}

/** What is played at a night this moment, kept up to date; null: nothing. */
export function usePlaying(nightId: number) {
  const queries = useQueryClient();
  const gamesKey = ['home', 'games', nightId] as const;
  const query = useQuery({
    queryKey: gamesKey,
    queryFn: async () => {
      const games = await read(
        api.GET('/api/sessions/{id}/games', { params: { path: { id: String(nightId) } } }),
      );
      return games.find(({ status }) => status === 'playing') ?? null;
    },
  });
  const refetch = () => void queries.invalidateQueries({ queryKey: gamesKey });
  useLiveNight(nightId, {
    onStale: refetch,
    onEvent({ type }) {
      // There are many votes, and none of them changes what is played.
      if (type === 'vote.received') return;
      refetch();
      if (type === 'session.ended' || type === 'game.added')
        void queries.invalidateQueries({ queryKey: key });
    },
  });
  return query.data;
}
