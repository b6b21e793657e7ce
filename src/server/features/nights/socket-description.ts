import * as protocol from '#protocol/nights.ts';
import type { SocketDescription } from '#server/platform/asyncapi.ts';

export const nightsSocket: SocketDescription = {
  name: 'nights',
  path: '/api/sessions/live',
  description:
    'What happens on game nights, as it happens. Open to connect; a client sends `auth` with a token, then ' +
    '`subscribe` for each night. Sixty seconds without a frame or a pong close the connection.',
  clientMessages: protocol.NightClientMessages,
  serverMessages: {
    ...protocol.NightServerMessages,
    'session.started': protocol.SessionStarted,
    'session.ended': protocol.SessionEnded,
    'game.added': protocol.GameAdded,
    'vote.received': protocol.VoteReceived,
    'player-count.updated': protocol.PlayerCountUpdated,
    'game.status': protocol.GameStatus,
    'room.connected': protocol.RoomConnected,
    'room.disconnected': protocol.RoomDisconnected,
  },
};
