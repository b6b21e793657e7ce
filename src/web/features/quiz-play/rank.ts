import type { RoomState } from './state.ts';

/** Where the player stands among how many: 0 where that isn't known yet. */
export function rankValues({ standing, participantTotal }: RoomState): { rank: number; count: number } {
  const rank = standing?.rank ?? 0;
  return { rank, count: participantTotal >= rank ? participantTotal : 0 };
}
