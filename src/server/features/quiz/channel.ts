import type { Logger } from 'pino';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { closeCodes } from '#protocol/close-codes.ts';
import { type ClientEvent, type ClientEventName, clientEvents } from '#protocol/quiz-live.ts';
import { type Auth, type Caller, hasScope } from '#server/platform/auth.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import type { Connection } from '#server/realtime/connection.ts';
import type { EventEndpoint, EventReply, SocketIoHandshake } from '#server/realtime/socketio-endpoint.ts';
import { toEventError } from './event-errors.ts';
import type { HostEvents } from './host-events.ts';
import type { PlayerEvents } from './player-events.ts';

/** Who is behind a socket, and where. */
export type ClientState = {
  /** Absent: a guest. */
  caller?: Caller;
  deviceId: string | null;
  /** From the handshake: proves who a player was. */
  playerToken: string | undefined;
  /** The player that this socket plays as. */
  seat?: { roomId: string; playerId: string };
  /** The rooms that it hosts. */
  hosting: Set<string>;
  letGo?: () => void;
};

export type Client = Connection<ClientState>;

type Dependencies = {
  auth: Auth;
  now: () => number;
  logger: Logger;
  hosts: HostEvents;
  players: PlayerEvents;
};

/** Anything else counts as none. */
const DeviceId = Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\0\\p{Cs}]*$' });
const PlayerToken = Type.String({ minLength: 1, maxLength: 128 });

/** Ids are the same in any case; the store has them in lower case. */
const IDS = ['roomId', 'questionId', 'nextQuestionId', 'answer'];

const lower = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

function lowerIds(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return payload;
  return Object.fromEntries(
    Object.entries(payload).map(([key, value]: [string, unknown]) => {
      if (!IDS.includes(key)) return [key, value];
      return [key, Array.isArray(value) ? value.map(lower) : lower(value)];
    }),
  );
}

const NOTHING: EventReply = { payload: {} };

/** Who leads a game, or prepares to; a guest can't, whatever they send. */
function requireHost(client: Client): Caller {
  const { caller } = client.state;
  if (!caller) throw new AppError('unauthorized', 'Sign in to host');
  if (!hasScope(caller, 'quiz:write'))
    throw new AppError('forbidden', 'This API key lacks the scope quiz:write');
  return caller;
}

type Handler<Name extends ClientEventName> = (
  client: Client,
  payload: ClientEvent<Name>,
) => EventReply | Promise<EventReply>;

/** The live rooms' sockets: what each event is, and who answers it. */
export function describeQuizSockets({
  auth,
  now,
  logger,
  hosts,
  players,
}: Dependencies): EventEndpoint<ClientState> {
  async function authorize({ auth: said }: SocketIoHandshake): Promise<ClientState> {
    const { token, deviceId, playerToken } = said;
    const state: ClientState = {
      deviceId: Value.Check(DeviceId, deviceId) ? deviceId : null,
      playerToken: Value.Check(PlayerToken, playerToken) ? playerToken : undefined,
      hosting: new Set(),
    };
    if (token === undefined || token === null || token === '') return state;
    const caller = typeof token === 'string' ? await auth.verify(token) : undefined;
    if (!caller) throw new AppError('unauthorized', 'Invalid or expired token');
    return { ...state, caller };
  }

  const handlers: { [Name in ClientEventName]: Handler<Name> } = {
    'client:hello': () => NOTHING,
    'connection:heartbeat': () => ({ event: 'connection:heartbeat:ack', payload: { timestamp: now() } }),
    'connection:reconnect': async (client, payload) => {
      if (payload.roomId && client.state.caller) await hosts.attachIfHost(client, payload.roomId);
      if (payload.roomId && payload.playerId)
        await players.comeBack(client, { roomId: payload.roomId, playerId: payload.playerId });
      return NOTHING;
    },
    'game:host:create': async (client, payload) => hosts.create(client, requireHost(client), payload),
    'game:host:join': async (client, { roomId }) => hosts.join(client, requireHost(client), roomId),
    'game:room:lock': (client, { roomId, locked }) =>
      lead(client, roomId, { type: 'lock', isLocked: locked }),
    'game:room:close': async (client, { roomId }) => {
      await hosts.close(requireHost(client), roomId);
      return NOTHING;
    },
    'game:player:kick': async (client, { roomId, playerId }) => {
      await hosts.kick(requireHost(client), roomId, playerId);
      return NOTHING;
    },
    'game:flow:start': (client, { roomId, questionId, startsAt, endsAt }) =>
      lead(client, roomId, {
        type: 'start',
        ...(questionId !== undefined && { questionId }),
        ...(endsAt !== undefined && { durationMs: endsAt - (startsAt ?? now()) }),
      }),
    'game:flow:next': (client, { roomId, nextQuestionId }) =>
      lead(client, roomId, {
        type: 'show',
        ...(nextQuestionId !== undefined && { questionId: nextQuestionId }),
      }),
    'game:flow:end': (client, { roomId }) => lead(client, roomId, { type: 'end' }),
    'game:flow:pause': (client, { roomId }) => lead(client, roomId, { type: 'pause' }),
    'game:flow:resume': (client, { roomId }) => lead(client, roomId, { type: 'resume' }),
    'game:flow:extend': (client, { roomId, seconds = 10 }) =>
      lead(client, roomId, { type: 'extend', ms: seconds * 1_000 }),
    'game:flow:finish': (client, { roomId }) => lead(client, roomId, { type: 'finish' }),
    'game:flow:restart': (client, { roomId }) => lead(client, roomId, { type: 'restart' }),
    'game:room:join': (client, payload) => players.join(client, payload),
    'game:room:leave': async (client, payload) => {
      await players.leave(client, payload);
      return NOTHING;
    },
    'game:answer:submit': (client, payload) => players.answer(client, payload),
    'game:leaderboard:request': (client, { roomId }) => players.leaderboard(client, roomId),
  };

  async function lead(
    client: Client,
    roomId: string,
    command: Parameters<HostEvents['command']>[3],
  ): Promise<EventReply> {
    await hosts.command(client, requireHost(client), roomId, command);
    return NOTHING;
  }

  const isKnown = (name: string): name is ClientEventName => Object.hasOwn(clientEvents, name);

  function handle<Name extends ClientEventName>(client: Client, name: Name, payload: unknown) {
    const schema = clientEvents[name];
    const given = lowerIds(payload ?? {});
    if (!Value.Check(schema, given)) {
      const [first] = Value.Errors(schema, given);
      throw invalid(
        `${first?.instancePath.slice(1).replaceAll('/', '.') || 'payload'} ${first?.message ?? 'is not valid'}`,
      );
    }
    return handlers[name](client, given);
  }

  return {
    name: 'quiz',
    authorize,
    open(client) {
      const { caller } = client.state;
      if (caller) {
        client.authenticated(caller.accountId);
        client.state.letGo = auth.whenRevoked(caller, () => client.close(closeCodes.signedOut, 'Signed out'));
      }
      client.send({ type: 'server:hello', serverTime: now(), socketId: client.id });
    },
    async event(client, name, payload) {
      try {
        if (!isKnown(name)) throw invalid(`Unknown event: ${name}`);
        return await handle(client, name, payload);
      } catch (thrown) {
        throw toEventError(thrown, name, logger);
      }
    },
    close(client) {
      client.state.letGo?.();
      hosts.forget(client);
      return players.forget(client);
    },
  };
}
