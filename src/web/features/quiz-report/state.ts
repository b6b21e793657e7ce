import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { GameFlow } from '#protocol/game-flows.ts';
import { ApiError, api, read } from '#web/lib/api.ts';

export type Flow = GameFlow;

export const PAGE_SIZE = 20;
/** While it is played, it changes. */
const LOOK_MS = 5_000;

/** What a room was opened for is going on: it isn't over, nor was it given up. */
export const isPlaying = ({ phase, ended_at }: Flow): boolean => ended_at === null && phase !== 'finished';

/** Your games, the newest first; pages count from 1. */
export const useGames = (page: number) =>
  useQuery({
    queryKey: ['games', page],
    placeholderData: keepPreviousData,
    queryFn: () =>
      read(
        api.GET('/game-flows', { params: { query: { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE } } }),
      ),
  });

/** How a game of a room went, the last one unless it is said which; and how far the room is now. */
export const useReport = (id: string, gameNumber: number | undefined) =>
  useQuery({
    queryKey: ['report', id, gameNumber],
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const path = { game_id: id };
      const query = gameNumber === undefined ? {} : { game_number: gameNumber };
      const [report, flow] = await Promise.all([
        read(api.GET('/game-flows/{game_id}/report', { params: { path, query } })),
        read(api.GET('/game-flows/{game_id}/flow', { params: { path } })),
      ]);
      return { report, flow };
    },
    refetchInterval: ({ state }) => (state.data && isPlaying(state.data.flow) ? LOOK_MS : false),
  });

/** Nothing has that address, as far as whoever asks may know; or it is another host's. */
export function refusalOf(error: unknown): 'missing' | 'foreign' | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.status === 403) return 'foreign';
  return error.status === 400 || error.status === 404 ? 'missing' : undefined;
}
