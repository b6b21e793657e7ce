import * as events from '#protocol/night-events.ts';
import { NightClientMessages, NightServerMessages } from '#protocol/night-socket.ts';
import type { SocketDescription } from '#server/platform/asyncapi.ts';

export const nightsSocket: SocketDescription = {
  name: 'nights',
  path: '/api/sessions/live',
  description:
    'What happens on game nights, as it happens. Open to connect; a client sends `auth` with a token, then ' +
    '`subscribe` for each night. Sixty seconds without a frame or a pong close the connection.',
  clientMessages: NightClientMessages,
  serverMessages: {
    ...NightServerMessages,
    'session.started': events.SessionStarted,
    'session.ended': events.SessionEnded,
    'game.added': events.GameAdded,
    'vote.received': events.VoteReceived,
    'player-count.updated': events.PlayerCountUpdated,
    'game.status': events.GameStatus,
    'room.connected': events.RoomConnected,
    'room.disconnected': events.RoomDisconnected,
  },
};
