import { Value } from 'typebox/value';
import { PublicNightClientMessages, type PublicNightServerMessage } from '#protocol/night-socket.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Connection } from '#server/realtime/connection.ts';
import { publicLimits } from '#server/realtime/endpoint.ts';
import type { Hub } from '#server/realtime/hub.ts';
import type { WebSocketTransport } from '#server/realtime/websocket.ts';
import { NIGHT_LIST_CHANNEL, nightChannel } from './events.ts';
import { parseId } from './wire.ts';

type Dependencies = {
  websockets: WebSocketTransport;
  hub: Hub;
  nightExists: (id: number) => Promise<boolean>;
};

/** What it follows, for as long as it is there. */
type Client = Connection<{ channel: string }>;

const send = (client: Client, message: PublicNightServerMessage) => client.send(message);
const fail = (client: Client, message: string) => send(client, { type: 'error', message });

/** The public socket: anybody follows one night or, without an id, the start and end of any. */
export function servePublicNightChannel({ websockets, hub, nightExists }: Dependencies): void {
  // Those of the nights' own channels are announced by the nights' socket.
  hub.onGap(NIGHT_LIST_CHANNEL, () => ({ type: 'gap', sessionId: null }));

  websockets.endpoint<Client['state']>({
    name: 'nights-public',
    path: '/api/nights/live',
    limits: publicLimits,
    async authorize({ query }) {
      const sessionId = query.get('sessionId');
      if (sessionId === null) return { channel: NIGHT_LIST_CHANNEL };
      const id = parseId(sessionId);
      if (id === undefined || !(await nightExists(id))) throw notFound('Session not found');
      return { channel: nightChannel(id) };
    },
    async open(client) {
      await hub.subscribe(client.state.channel, client);
      send(client, { type: 'following' });
    },
    message(client, message) {
      if (Value.Check(PublicNightClientMessages.ping, message)) send(client, { type: 'pong' });
      else fail(client, 'The only message here is a ping');
    },
    malformed: (client) => fail(client, 'Invalid message format'),
    rateLimited: (client) => fail(client, 'Too many messages, please slow down'),
    failed: (client, error) => fail(client, error.message),
  });
}
