import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '#web/lib/api.ts';
import { useToasts } from '#web/ui/toast.tsx';
import { type NightGame, nightKey } from './night-state.ts';

/**
 * What a host does to the night that is on. An action is pending until the page shows what came of it; whatever fails
 * is told, but for room codes, which are told beside their field.
 */
export function useConsoleActions(nightId: number) {
  const queries = useQueryClient();
  const { fail } = useToasts();
  const onSuccess = () => queries.invalidateQueries({ queryKey: nightKey(nightId) });
  const options = { onSuccess, onError: fail };
  const night = { path: { id: String(nightId) } };
  const path = (game: number) => ({ path: { sessionId: String(nightId), sessionGameId: String(game) } });
  const base = '/api/sessions/{sessionId}/games/{sessionGameId}';

  return {
    play: useMutation({
      ...options,
      mutationFn: ({ gameId, isPicked }: { gameId: number; isPicked: boolean }) =>
        read(
          api.POST('/api/sessions/{id}/games', {
            params: night,
            body: { game_id: gameId, manually_added: !isPicked },
          }),
        ),
    }),
    setStatus: useMutation({
      ...options,
      mutationFn: ({ game, status }: { game: number; status: NightGame['status'] }) =>
        read(api.PATCH(`${base}/status`, { params: path(game), body: { status } })),
    }),
    setRoomCode: useMutation({
      onSuccess,
      mutationFn: ({ game, code }: { game: number; code: string }) =>
        read(api.PATCH(`${base}/room-code`, { params: path(game), body: { room_code: code } })),
    }),
    setPlayerCount: useMutation({
      ...options,
      mutationFn: ({ game, count }: { game: number; count: number }) =>
        read(api.PATCH(`${base}/player-count`, { params: path(game), body: { player_count: count } })),
    }),
    startMonitor: useMutation({
      ...options,
      mutationFn: (game: number) => read(api.POST(`${base}/start-player-check`, { params: path(game) })),
    }),
    stopMonitor: useMutation({
      ...options,
      mutationFn: (game: number) => read(api.POST(`${base}/stop-player-check`, { params: path(game) })),
    }),
    remove: useMutation({
      ...options,
      mutationFn: (game: number) => read(api.DELETE(base, { params: path(game) })),
    }),
    close: useMutation({
      ...options,
      mutationFn: (notes: string | undefined) =>
        read(
          api.POST('/api/sessions/{id}/close', { params: night, body: notes === undefined ? {} : { notes } }),
        ),
    }),
  };
}

export type ConsoleActions = ReturnType<typeof useConsoleActions>;
