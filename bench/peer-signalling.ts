// The peer of the signalling: a bare `ws` server that hands on what a member sends, as it is, to the one whom it names.
import { once } from 'node:events';
import { Type } from 'typebox';
import { type WebSocket, WebSocketServer } from 'ws';
import { answer, answerParent } from './child.ts';
import { answerUsage } from './usage.ts';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
await once(server, 'listening');
const address = server.address();
if (typeof address !== 'object' || !address) throw new Error('no port');
const url = `http://127.0.0.1:${address.port}`;

const members = new Map<string, WebSocket>();
server.on('connection', (socket, request) => {
  const userId = request.url?.split('/').at(-1) ?? '';
  members.set(userId, socket);
  socket.on('message', (data) => {
    const text = String(data);
    members.get(JSON.parse(text).target_id)?.send(text);
  });
  socket.send(JSON.stringify({ type: 'session_state' }));
});

answerParent([answer('where', Type.Object({}), () => ({ url })), answerUsage]);
