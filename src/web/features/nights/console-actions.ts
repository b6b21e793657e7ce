import { useMutation } from '@tanstack/react-query';
import { api, read } from '#web/lib/api.ts';
import { useToasts } from '#web/ui/toast.tsx';
import type { NightGame } from './night-state.ts';

type Status = NightGame['status'];

/** What a host does to the night that is on. Whatever fails is told; `onDone` loads what came of the rest. */
export function useConsoleActions(nightId: number, onDone: () => void) {
  const { fail } = useToasts();
  const options = { onSuccess: onDone, onError: fail };
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
      mutationFn: ({ game, status }: { game: number; status: Status }) =>
        read(api.PATCH(`${base}/status`, { params: path(game), body: { status } })),
    }),
    setRoomCode: useMutation({
      ...options,
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
      mutationFn: () => read(api.POST('/api/sessions/{id}/close', { params: night, body: {} })),
    }),
  };
}

export type ConsoleActions = ReturnType<typeof useConsoleActions>;
