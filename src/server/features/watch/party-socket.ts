import type { Logger } from 'pino';
import { closeCodes } from '#protocol/close-codes.ts';
import { WATCH_FRAME_BYTES } from '#protocol/watch-socket.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { AppError } from '#server/platform/errors.ts';
import { defaultLimits, type Endpoint, type Heartbeat, type Limits } from '#server/realtime/endpoint.ts';
import { reportFailure } from '#server/realtime/failure.ts';
import type { Hub } from '#server/realtime/hub.ts';
import { createTaskQueue } from '#server/realtime/task-queue.ts';
import { createBudgets, MESSAGES_PER_MINUTE, SIGNALS_PER_MINUTE, SYNC_PINGS_PER_MINUTE } from './budgets.ts';
import { type Handler, typeOf } from './channel.ts';
import { type Client, type ClientState, refuse, tell } from './client.ts';
import { createGate } from './gate.ts';
import { KICKED, type LocalParties, PARTY_OVER } from './local-parties.ts';
import { allChannel, userChannel, viewersChannel } from './party-channels.ts';
import type { PartyService } from './party-service.ts';
import type { Presence } from './presence.ts';

type Dependencies = {
  hub: Hub;
  clock: Clock;
  logger: Logger;
  parties: PartyService;
  presence: Presence;
  locals: LocalParties;
  handlers: ReadonlyMap<string, Handler>;
  maxParticipants: number;
};

const NAME = 'watch';
const PATH = /^\/ws\/([^/]+)\/?$/;

/** Two pings that nobody answers, and the next one would be due. */
const HEARTBEAT: Heartbeat = { pingMs: 30_000, silenceMs: 85_000 };

/** Of what one client has sent; not so few that a question for the time has to wait for ordinary messages. */
const MAX_WAITING = MESSAGES_PER_MINUTE;

/** The budgets by type are the narrower ones. */
function limitsFor(maxParticipants: number): Limits {
  const frames = {
    frameBytes: WATCH_FRAME_BYTES,
    messagesPerMinute: MESSAGES_PER_MINUTE + SYNC_PINGS_PER_MINUTE + maxParticipants * SIGNALS_PER_MINUTE,
  };
  return {
    ...defaultLimits,
    // A minute of what others may signal to somebody behind a slow link, who else would be out for their sake.
    bufferedBytes: SIGNALS_PER_MINUTE * WATCH_FRAME_BYTES,
    unauthenticated: { ...defaultLimits.unauthenticated, ...frames },
    authenticated: frames,
  };
}

/** The socket of a party: `GET /ws/:sessionId?token=`. */
export function describePartySocket(deps: Dependencies): Endpoint<ClientState> {
  const { hub, clock, logger, parties, presence, locals, handlers, maxParticipants } = deps;

  const slowDown = (client: Client, type?: string) =>
    refuse(client, clock.now(), 'rate_limited', 'Too many messages, please slow down', type);

  function fail(client: Client, { code, message }: AppError): void {
    const known = code === 'unavailable' || code === 'server_error' ? code : 'invalid_payload';
    refuse(client, clock.now(), known, message);
  }

  /** Subscribes it by way of a gate, and lets it hear what comes after the state that it is told. */
  async function comeIn(client: Client): Promise<void> {
    const { partyId, userId, hostId } = client.state;
    const party = await locals.add(client, hostId);
    const gate = createGate(client);
    client.state.leaveChannels = () => hub.detach(gate.connection);
    const channels = [allChannel(partyId), userChannel(partyId, userId)];
    if (userId !== hostId) channels.push(viewersChannel(partyId));
    await Promise.all(channels.map((channel) => hub.subscribe(channel, gate.connection)));
    if ((await presence.seat(client)) === 'kicked') return client.close(closeCodes.kicked, KICKED);
    const present = await presence.readState(partyId);
    if (!present) return client.close(closeCodes.partyOver, PARTY_OVER);
    client.state.party = party;
    tell(client, { type: 'session_state', userId, payload: present.state }, present.state.server_time);
    const known = new Set(present.state.chat.map(({ id }) => id));
    gate.open(({ message: { type, payload } }) => {
      const isChat = type === 'chat' && typeof payload === 'object' && payload !== null && 'id' in payload;
      return isChat && typeof payload.id === 'string' && known.has(payload.id);
    });
  }

  async function goOut(client: Client): Promise<void> {
    client.state.leaveChannels?.();
    await locals.remove(client);
    await presence.unseat(client);
  }

  /** In the order of the messages. */
  function enqueue({ state }: Client, task: () => unknown): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    state.waiting += 1;
    state.tasks?.push(async () => {
      try {
        await task();
      } finally {
        state.waiting -= 1;
        resolve();
      }
    });
    if (!state.tasks) resolve();
    return promise;
  }

  return {
    name: NAME,
    path: PATH,
    limits: limitsFor(maxParticipants),
    heartbeat: HEARTBEAT,

    async authorize({ path, query }) {
      const id = PATH.exec(path)?.[1] ?? '';
      const { party, member } = await parties.requireMember(id, query.get('token') ?? undefined);
      return {
        partyId: party.id,
        hostId: party.hostId,
        userId: member.userId,
        username: member.username,
        budgets: createBudgets(clock),
        waiting: 0,
      };
    },

    open(client) {
      // The token has told who it is.
      client.authenticated();
      client.state.tasks = createTaskQueue({
        limit: MAX_WAITING,
        // Who sends so much is made to wait where it is read.
        onFull: () => {},
        onSpace: () => {},
        onError: (error) => fail(client, reportFailure(error, NAME, logger)),
      });
      return comeIn(client);
    },

    message(client, message) {
      const type = typeOf(message);
      const handler = type === undefined ? undefined : handlers.get(type);
      const { budgets } = client.state;
      // Those of signals are by target.
      const standing =
        handler?.budget === 'signals'
          ? 'ok'
          : handler?.budget === 'syncPings'
            ? budgets.takeSyncPing()
            : budgets.takeMessage();
      if (standing === 'flood') return client.close(closeCodes.policyViolation, 'Too many messages');
      if (standing === 'over') return slowDown(client, type);
      if (!handler)
        return type === undefined
          ? refuse(client, clock.now(), 'invalid_payload', 'A message is an object with a type')
          : refuse(client, clock.now(), 'unknown_type', 'Clients send no such message', type);
      // Who asks for the time is answered at once; a signal comes after what was sent before it, such as to take the share.
      if (handler.budget === 'syncPings' || (handler.budget === 'signals' && client.state.waiting === 0))
        return handler.handle(client, message);
      const done = enqueue(client, () => handler.handle(client, message));
      // Signals alone can be more than that: nothing more is read until they are on their way.
      return client.state.waiting > MAX_WAITING ? done : undefined;
    },

    malformed(client, reason) {
      const standing = client.state.budgets.takeMessage();
      if (standing === 'ok') refuse(client, clock.now(), 'invalid_payload', reason);
      else if (standing === 'over') slowDown(client);
      else client.close(closeCodes.policyViolation, 'Too many messages');
    },
    rateLimited: (client) => slowDown(client),
    failed: fail,
    close: (client) => enqueue(client, () => goOut(client)),
  };
}
