import { type Static, Type } from 'typebox';
import { Instant, Nullable } from './common.ts';
import { NightGameStatus } from './nights.ts';
import { VoteType } from './votes.ts';

/** The names of the events that a night gives off to sockets and webhooks alike. */
export const NIGHT_EVENT_NAMES = [
  'session.started',
  'session.ended',
  'game.added',
  'game.status',
  'vote.received',
  'player-count.updated',
  'room.connected',
  'room.disconnected',
] as const;

const event = <N extends string, T extends Type.TSchema>(name: N, data: T) =>
  Type.Object({ type: Type.Literal(name), timestamp: Instant(), data });

export const SessionStarted = event(
  'session.started',
  Type.Object({
    session: Type.Object({
      id: Type.Integer(),
      is_active: Type.Literal(1),
      created_at: Instant(),
      notes: Nullable(Type.String()),
    }),
  }),
);

export const SessionEnded = event(
  'session.ended',
  Type.Object({
    session: Type.Object({ id: Type.Integer(), is_active: Type.Literal(0), games_played: Type.Integer() }),
  }),
);

/** To sockets only, as is what is told of a session game: no bot acts on a name. */
export const SessionUpdated = event(
  'session.updated',
  Type.Object({ session: Type.Object({ id: Type.Integer(), notes: Nullable(Type.String()) }) }),
);

export const GameAdded = event(
  'game.added',
  Type.Object({
    session: Type.Object({ id: Type.Integer(), is_active: Type.Boolean(), games_played: Type.Integer() }),
    game: Type.Object({
      id: Type.Integer(),
      title: Type.String(),
      pack_name: Type.String(),
      min_players: Type.Integer(),
      max_players: Type.Integer(),
      manually_added: Type.Boolean(),
      room_code: Nullable(Type.String()),
    }),
  }),
);

export const VoteReceived = event(
  'vote.received',
  Type.Object({
    sessionId: Type.Integer(),
    game: Type.Object({ id: Type.Integer(), title: Type.String(), pack_name: Type.String() }),
    vote: Type.Object({ username: Type.String(), type: VoteType, timestamp: Type.String() }),
    totals: Type.Object({
      upvotes: Type.Integer(),
      downvotes: Type.Integer(),
      popularity_score: Type.Integer(),
    }),
  }),
);

export type VoteReceived = Static<typeof VoteReceived>;

/** To sockets only: a page that shows the night needs it, while a bot is told of what it acts on by the others. */
export const SessionGameUpdated = event(
  'session-game.updated',
  Type.Object({
    sessionId: Type.Integer(),
    game: Type.Object({
      id: Type.Integer({ description: 'The session game, not the game of the catalogue.' }),
      removed: Type.Boolean({ description: 'It is no longer on the night; the rest is as it last was.' }),
      status: NightGameStatus,
      room_code: Nullable(Type.String()),
      player_count: Nullable(Type.Integer()),
    }),
  }),
);

const roomFields = {
  sessionId: Type.Integer(),
  gameId: Type.Integer({ description: 'The session game.' }),
  roomCode: Type.String(),
};

export const PlayerCountUpdated = event(
  'player-count.updated',
  Type.Object({
    sessionId: Type.Integer(),
    gameId: Type.Integer({ description: 'The session game.' }),
    playerCount: Type.Integer(),
    status: Type.String(),
  }),
);

/** Why a monitor has ended. */
const MONITOR_ENDS = ['not_found', 'closed', 'failed', 'stopped', 'completed'] as const;

const MonitorStatus = Type.Enum(['monitoring', 'unreachable', ...MONITOR_ENDS], {
  description:
    'monitoring: it looks; unreachable: it keeps trying; ended: not_found: there is no such room, closed: the room ' +
    'is gone, failed: unreachable for too long, stopped: by the host, completed: the host gave the count.',
});
export type MonitorStatus = Static<typeof MonitorStatus>;

/** The room as the monitor last saw it. */
export const GameStatus = event(
  'game.status',
  Type.Object({
    ...roomFields,
    status: MonitorStatus,
    playerCount: Nullable(Type.Integer()),
    maxPlayers: Nullable(Type.Integer()),
    isLocked: Nullable(Type.Boolean()),
    isFull: Nullable(Type.Boolean()),
    appTag: Nullable(Type.String()),
  }),
);

export const RoomConnected = event(
  'room.connected',
  Type.Object({ ...roomFields, playerCount: Type.Integer() }),
);
export const RoomDisconnected = event(
  'room.disconnected',
  Type.Object({
    ...roomFields,
    reason: Type.Enum([...MONITOR_ENDS, 'moved'], {
      description: 'How the monitor ended; moved: it follows another room code now.',
    }),
  }),
);

export const NightEvent = Type.Union([
  SessionStarted,
  SessionEnded,
  SessionUpdated,
  GameAdded,
  VoteReceived,
  SessionGameUpdated,
  PlayerCountUpdated,
  GameStatus,
  RoomConnected,
  RoomDisconnected,
]);
export type NightEvent = Static<typeof NightEvent>;
