import { watchClientMessages } from '#protocol/watch-socket.ts';
import { watchServerMessages } from '#protocol/watch-socket-messages.ts';
import type { SocketDescription } from '#server/platform/asyncapi.ts';

export const watchSocket: SocketDescription = {
  name: 'watch',
  path: '/ws/{sessionId}',
  description:
    'A watch party, by the token that making or joining it gave: `?token=`. First comes `session_state`, then what ' +
    'happens. Frames of at most 64 KiB; 100 messages a minute, signals 100 a minute for each target, `sync_ping` 600. ' +
    'Two pings without a pong close the connection.',
  clientMessages: watchClientMessages,
  serverMessages: watchServerMessages,
};
