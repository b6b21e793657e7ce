import type { EventBody } from './events.ts';
import { toStatus } from './wire.ts';

/** What may change of a session game after it was added. */
export type NightGameState = {
  id: number;
  status: string;
  roomCode: string | null;
  playerCount: number | null;
};

/** A session game as it is now or, where it was removed, as it last was. */
export const describeGame = (
  nightId: number,
  { id, status, roomCode, playerCount }: NightGameState,
  removed = false,
): EventBody => ({
  type: 'session-game.updated',
  data: {
    sessionId: nightId,
    game: { id, removed, status: toStatus(status), room_code: roomCode, player_count: playerCount },
  },
});

/** What to tell of a change: nothing where it left the game as it was. */
export function describeChange(nightId: number, before: NightGameState, after: NightGameState): EventBody[] {
  const isSame =
    after.status === before.status &&
    after.roomCode === before.roomCode &&
    after.playerCount === before.playerCount;
  return isSame ? [] : [describeGame(nightId, after)];
}
