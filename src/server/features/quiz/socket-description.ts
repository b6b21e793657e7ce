import { clientEvents } from '#protocol/quiz-live.ts';
import { serverEvents } from '#protocol/quiz-live-messages.ts';
import type { SocketDescription } from '#server/platform/asyncapi.ts';

export const quizSocket: SocketDescription = {
  name: 'quiz',
  path: '/socket.io/',
  description:
    'Live quizzes, by Socket.IO 4, over WebSocket or polling. The handshake’s `auth` may have `token` (an access token ' +
    'or an API key with `quiz:write`: to host), `deviceId`, and `playerToken` (of a player who comes back). Guests join ' +
    'and answer. Every client event may carry an acknowledgement callback, which gets the answer or the error; without ' +
    'one these are emitted, an error under `error`. Frames of at most 16 KiB, 64 KiB for who has joined or signed in.',
  clientMessages: clientEvents,
  serverMessages: serverEvents,
};
