import * as events from '#protocol/night-events.ts';
import {
  NightClientMessages,
  NightServerMessages,
  PublicNightClientMessages,
  PublicNightServerMessages,
} from '#protocol/night-socket.ts';
import type { SocketDescription } from '#server/platform/asyncapi.ts';

/** What a night's followers are told of it. */
const nightEvents = {
  'session.ended': events.SessionEnded,
  'session.updated': events.SessionUpdated,
  'game.added': events.GameAdded,
  'vote.received': events.VoteReceived,
  'session-game.updated': events.SessionGameUpdated,
  'player-count.updated': events.PlayerCountUpdated,
  'game.status': events.GameStatus,
  'room.connected': events.RoomConnected,
  'room.disconnected': events.RoomDisconnected,
};

export const nightsSocket: SocketDescription = {
  name: 'nights',
  path: '/api/sessions/live',
  description:
    'What happens on game nights, as it happens. Open to connect; a client sends `auth` with a token, then ' +
    '`subscribe` for each night. Sixty seconds without a frame or a pong close the connection.',
  clientMessages: NightClientMessages,
  serverMessages: { ...NightServerMessages, 'session.started': events.SessionStarted, ...nightEvents },
};

export const publicNightsSocket: SocketDescription = {
  name: 'nights-public',
  path: '/api/nights/live',
  description:
    'The same for pages that anybody may open, without a token: with `?sessionId=5` what happens on that night, ' +
    'without it the start and end of any (`session.started`, `session.ended`). Frames of at most 1 KiB, 60 messages ' +
    'a minute. Sixty seconds without a frame or a pong close the connection.',
  clientMessages: PublicNightClientMessages,
  serverMessages: {
    ...PublicNightServerMessages,
    'session.started': events.SessionStarted,
    ...nightEvents,
  },
};
