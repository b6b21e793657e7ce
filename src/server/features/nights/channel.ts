import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { closeCodes } from '#protocol/close-codes.ts';
import { NightClientMessages, type NightServerMessage } from '#protocol/night-socket.ts';
import { type Auth, hasScope } from '#server/platform/auth.ts';
import type { Connection } from '#server/realtime/connection.ts';
import type { Hub } from '#server/realtime/hub.ts';
import type { WebSocketTransport } from '#server/realtime/websocket.ts';
import { ALL_NIGHTS_CHANNEL, NIGHT_CHANNEL_PREFIX, nightChannel } from './events.ts';
import { parseId } from './wire.ts';

type Dependencies = {
  websockets: WebSocketTransport;
  hub: Hub;
  auth: Auth;
  nightExists: (id: number) => Promise<boolean>;
};

type Client = Connection<{
  isAuthenticated: boolean;
  nights: Set<number>;
  /** Stops waiting for the login or key to be revoked. */
  letGo?: () => void;
}>;

/** Nobody follows more evenings than this at once; each costs the server a subscription. */
const MAX_SUBSCRIPTIONS = 100;

const Envelope = Type.Object({ type: Type.String() });

const send = (client: Client, message: NightServerMessage) => client.send(message);
const fail = (client: Client, message: string) => send(client, { type: 'error', message });

/** The nights' socket: a client authenticates, then subscribes to the nights that it wants to follow. */
export function serveNightChannel({ websockets, hub, auth, nightExists }: Dependencies): void {
  const authenticate = async (client: Client, { token }: Static<typeof NightClientMessages.auth>) => {
    const caller = await auth.verify(token);
    if (!caller || !hasScope(caller, 'read', 'nights:write', 'votes:write'))
      return send(client, { type: 'auth_error', message: 'Invalid or expired token' });
    client.state.letGo?.();
    client.state.letGo = auth.whenRevoked(caller, () => client.close(closeCodes.signedOut, 'Signed out'));
    client.state.isAuthenticated = true;
    client.authenticated(caller.accountId);
    await hub.subscribe(ALL_NIGHTS_CHANNEL, client);
    send(client, { type: 'auth_success', message: 'Authenticated successfully' });
  };

  const subscribe = async (client: Client, message: Static<typeof NightClientMessages.subscribe>) => {
    if (!client.state.isAuthenticated) return fail(client, 'Not authenticated');
    const sessionId = parseId(String(message.sessionId));
    if (sessionId === undefined || !(await nightExists(sessionId))) return fail(client, 'Session not found');
    const { nights } = client.state;
    if (nights.size >= MAX_SUBSCRIPTIONS && !nights.has(sessionId))
      return fail(client, `At most ${MAX_SUBSCRIPTIONS} sessions can be followed on one connection`);
    nights.add(sessionId);
    await hub.subscribe(nightChannel(sessionId), client);
    send(client, { type: 'subscribed', sessionId });
  };

  const unsubscribe = (client: Client, message: Static<typeof NightClientMessages.unsubscribe>) => {
    if (!client.state.isAuthenticated) return fail(client, 'Not authenticated');
    const sessionId = Number(message.sessionId);
    client.state.nights.delete(sessionId);
    hub.unsubscribe(nightChannel(sessionId), client);
    send(client, { type: 'unsubscribed', sessionId });
  };

  /** By type: the schema of a message beside what is done with it. */
  const handlers = new Map<string, (client: Client, message: unknown) => unknown>([
    handler(NightClientMessages.auth, authenticate, (client) =>
      send(client, { type: 'auth_error', message: 'Token required' }),
    ),
    handler(NightClientMessages.subscribe, subscribe, (client) =>
      fail(client, 'sessionId must be a session'),
    ),
    handler(NightClientMessages.unsubscribe, unsubscribe, (client) =>
      fail(client, 'sessionId must be a session'),
    ),
    handler(
      NightClientMessages.ping,
      (client) => send(client, { type: 'pong' }),
      (client) => fail(client, 'Bad ping'),
    ),
  ]);

  hub.onGap(NIGHT_CHANNEL_PREFIX, (channel) => ({
    type: 'gap',
    sessionId: Number(channel.slice(NIGHT_CHANNEL_PREFIX.length)),
  }));
  hub.onGap(ALL_NIGHTS_CHANNEL, () => ({ type: 'gap', sessionId: null }));

  websockets.endpoint<Client['state']>({
    name: 'nights',
    path: '/api/sessions/live',
    authorize: () => ({ isAuthenticated: false, nights: new Set() }),
    message(client, message) {
      if (!Value.Check(Envelope, message)) return fail(client, 'A message is an object with a type');
      const handle = handlers.get(message.type);
      return handle
        ? handle(client, message)
        : fail(client, `Unknown message type: ${message.type.slice(0, 100)}`);
    },
    malformed: (client) => fail(client, 'Invalid message format'),
    rateLimited: (client) => fail(client, 'Too many messages, please slow down'),
    failed: (client, error) => fail(client, error.message),
    close: (client) => client.state.letGo?.(),
  });
}

/** An entry of the table; what doesn't fit the schema is refused. */
function handler<S extends Type.TObject<{ type: Type.TLiteral<string> }>>(
  schema: S,
  handle: (client: Client, message: Static<S>) => unknown,
  refuse: (client: Client) => unknown,
): [string, (client: Client, message: unknown) => unknown] {
  const type = schema.properties.type.const;
  return [
    type,
    (client, message) => (Value.Check(schema, message) ? handle(client, message) : refuse(client)),
  ];
}
