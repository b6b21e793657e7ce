// The peer of the hub: a bare `ws` server that sends each event to its clients in a loop.
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Type } from 'typebox';
import { WebSocketServer } from 'ws';
import { answer, answerParent } from './child.ts';
import { makeVoteEvent, Publish } from './night.ts';
import { answerUsage } from './usage.ts';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
await once(server, 'listening');
const address = server.address();
if (typeof address !== 'object' || !address) throw new Error('no port');
const url = `http://127.0.0.1:${address.port}`;

answerParent([
  answer('where', Type.Object({}), () => ({ url })),
  answer('publish', Publish, async ({ nightId, events, burst }) => {
    for (let n = 1; n <= events; n++) {
      const text = JSON.stringify(makeVoteEvent(nightId, n));
      for (const client of server.clients) client.send(text);
      if (n % burst === 0) await nextTurn();
    }
  }),
  answerUsage,
]);
