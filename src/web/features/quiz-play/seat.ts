import { createStored, type Stored } from '#web/lib/stored.ts';

/** Who this browser plays as in the room of a code, kept so that the same player comes back. */
export type Seat = {
  playerId: string;
  displayName: string;
  /** Absent until the player was let in. */
  roomId?: string;
  playerToken?: string;
};

function readSeat(value: unknown): Seat | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { playerId, displayName, roomId, playerToken }: Partial<Record<keyof Seat, unknown>> = value;
  return typeof playerId === 'string' &&
    typeof displayName === 'string' &&
    typeof roomId === 'string' &&
    typeof playerToken === 'string'
    ? { playerId, displayName, roomId, playerToken }
    : undefined;
}

export const storedSeat = (code: string): Stored<Seat> => createStored(`soiree.seat.${code}`, readSeat);

/** What the player was called last, in whichever room. */
export const storedName = createStored<string>('soiree.player-name', (value) =>
  typeof value === 'string' ? value : undefined,
);
