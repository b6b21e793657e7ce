import type { HubMessage } from '#server/realtime/connection.ts';
import type { Hub } from '#server/realtime/hub.ts';
import type { GameEvent } from './game-types.ts';
import type { Leaderboards } from './leaderboard.ts';
import { topAnd } from './leaderboard.ts';
import {
  questionChanged,
  questionEnded,
  questionPaused,
  questionRetimed,
  questionStarted,
} from './room-messages.ts';
import type { RoomChange } from './room-service.ts';

/** All channels of rooms begin with it. */
export const ROOM_CHANNEL_PREFIX = 'quiz:';

export const playersChannel = (roomId: string) => `${ROOM_CHANNEL_PREFIX}${roomId}:players`;
export const hostsChannel = (roomId: string) => `${ROOM_CHANNEL_PREFIX}${roomId}:hosts`;
/** For the nodes that have sockets of the room; no client is on it. */
export const nodesChannel = (roomId: string) => `${ROOM_CHANNEL_PREFIX}${roomId}:nodes`;

/** What nodes tell each other of a room: that something is to be looked at, not what. */
export type RoomHint =
  | { type: 'answers' | 'participants' | 'audience' }
  | { type: 'scored'; questionId: string; gameNumber: number }
  | { type: 'kicked'; playerId: string }
  | { type: 'closed' };

type Dependencies = { hub: Hub; leaderboards: Leaderboards };

const GATHER_MS = 50;

export type RoomAnnouncer = ReturnType<typeof createRoomAnnouncer>;

/** Tells the people in a room what has happened there, on whichever nodes they are. */
export function createRoomAnnouncer({ hub, leaderboards }: Dependencies) {
  const pending = new Map<string, { roomId: string; hint: RoomHint; timer: NodeJS.Timeout }>();

  function toAll(roomId: string, message: HubMessage): void {
    hub.publish(playersChannel(roomId), message);
    hub.publish(hostsChannel(roomId), message);
  }

  function announce(change: RoomChange, event: GameEvent): void {
    const { content, game, at } = change;
    const roomId = content.id;
    const question =
      'questionId' in event ? content.questions.find(({ id }) => id === event.questionId) : undefined;
    switch (event.type) {
      case 'shown':
        if (question) toAll(roomId, questionChanged(content, game, question));
        return;
      case 'started':
        if (question) toAll(roomId, questionStarted(content, game, question, at));
        return;
      case 'ended': {
        const counts = change.counts.get(event.questionId) ?? {};
        if (!question) return;
        hub.publish(playersChannel(roomId), questionEnded(content, question, counts, 'players'));
        hub.publish(hostsChannel(roomId), questionEnded(content, question, counts, 'host'));
        hint(roomId, { type: 'scored', questionId: event.questionId, gameNumber: game.gameNumber });
        return;
      }
      case 'paused':
        toAll(roomId, questionPaused(content, game, event.questionId));
        return;
      case 'resumed':
      case 'extended':
        toAll(roomId, questionRetimed(`game:question:${event.type}`, content, game, event.questionId, at));
        return;
      case 'finished':
        void announceEnd(roomId, game.gameNumber);
        return;
      case 'restarted':
        toAll(roomId, { type: 'game:room:reset', roomId, gameNumber: game.gameNumber });
        return;
      case 'locked':
        toAll(roomId, { type: 'game:room:locked', roomId, locked: event.isLocked });
        return;
    }
  }

  /** Where the ranking can't be read, the clients ask for it. */
  async function announceEnd(roomId: string, gameNumber: number): Promise<void> {
    const board = await leaderboards.find(roomId).catch(() => undefined);
    // They play again already.
    if (board && board.gameNumber !== gameNumber) return;
    toAll(roomId, { type: 'game:finished', roomId, gameNumber, rankings: board ? topAnd(board) : [] });
  }

  function hint(roomId: string, hint: RoomHint): void {
    if (hint.type === 'scored' || hint.type === 'kicked' || hint.type === 'closed') {
      hub.publish(nodesChannel(roomId), hint);
      return;
    }
    // Of what happens by the hundred, one hint for all that happens meanwhile.
    const key = `${roomId}:${hint.type}`;
    if (pending.has(key)) return;
    pending.set(key, { roomId, hint, timer: setTimeout(() => publishPending(key), GATHER_MS) });
  }

  function publishPending(key: string): void {
    const gathered = pending.get(key);
    pending.delete(key);
    if (gathered) hub.publish(nodesChannel(gathered.roomId), gathered.hint);
  }

  return {
    hint,
    tell(change: RoomChange): void {
      for (const event of change.events) announce(change, event);
    },
    roomClosed: (roomId: string): void => hint(roomId, { type: 'closed' }),
    /** The other nodes still hear what is known here. */
    close(): void {
      for (const [key, { timer }] of pending) {
        clearTimeout(timer);
        publishPending(key);
      }
    },
  };
}

/** What a node was told, if it is something that it knows. */
export function readHint(message: HubMessage): RoomHint | { type: 'game:room:resync' } | undefined {
  const { type, questionId, gameNumber, playerId } = message;
  switch (type) {
    case 'answers':
    case 'participants':
    case 'audience':
    case 'closed':
    case 'game:room:resync':
      return { type };
    case 'scored':
      return typeof questionId === 'string' && typeof gameNumber === 'number'
        ? { type, questionId, gameNumber }
        : undefined;
    case 'kicked':
      return typeof playerId === 'string' ? { type, playerId } : undefined;
    default:
      return undefined;
  }
}
