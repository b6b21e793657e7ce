import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { PlaySettings } from '#protocol/quiz.ts';
import type { ClientEvent } from '#protocol/quiz-live.ts';
import type { Caller } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { readName } from '#server/platform/names.ts';
import type { RateLimiter } from '#server/platform/rate-limit.ts';
import type { EventReply } from '#server/realtime/socketio-endpoint.ts';
import type { Client } from './channel.ts';
import type { GameCommand } from './game-types.ts';
import { isOpen, type LocalRooms, type OpenSnapshot, type Snapshot } from './local-rooms.ts';
import { markKicked, markLeft } from './player-repository.ts';
import type { RoomAnnouncer } from './room-channels.ts';
import type { RoomContents } from './room-contents.ts';
import { toPublicQuestion } from './room-messages.ts';
import { addPlayers, lockState } from './room-repository.ts';
import { mayHost, type RoomService } from './room-service.ts';
import type { RoomContent } from './room-types.ts';

type Dependencies = {
  database: Database;
  clock: Clock;
  rooms: RoomService;
  contents: RoomContents;
  locals: LocalRooms;
  announcer: RoomAnnouncer;
  /** Of rooms, by account. */
  newRooms: RateLimiter;
  /** Where players go to. */
  joinUrl: (code: string) => string;
};

const MAX_TITLE = 100;

const PartialSettings = Type.Partial(PlaySettings);

export type HostEvents = ReturnType<typeof createHostEvents>;

/** What hosts do by socket. Any socket of the host's will do, and hears the room from its first word on. */
export function createHostEvents(deps: Dependencies) {
  const { database, clock, rooms, contents, locals, announcer, newRooms, joinUrl } = deps;

  /** A room that is closed is left again: there is nothing to hear of it. */
  async function attach(client: Client, content: RoomContent): Promise<OpenSnapshot> {
    client.state.hosting.add(content.id);
    await locals.addHost(content, client);
    const snapshot = await locals.look(content.id);
    if (isOpen(snapshot)) {
      // After the answer that is on its way: who doesn't know the room yet has no use for its players.
      setImmediate(() => locals.tellHosts(content.id));
      return snapshot;
    }
    client.state.hosting.delete(content.id);
    locals.leaveHost(content.id, client);
    throw notFound('There is no such room');
  }

  /** After the answer that is on its way, so that the client knows the room when it hears of its question. */
  function catchUp(client: Client, { id }: RoomContent, snapshot: Snapshot): void {
    setImmediate(() => locals.catchUp(client, id, 'host', snapshot));
  }

  return {
    async create(
      client: Client,
      caller: Caller,
      { hostId, title, settings }: ClientEvent<'game:host:create'>,
    ): Promise<EventReply> {
      if (hostId.toLowerCase() !== caller.accountId) throw invalid('hostId must be the account of the token');
      const { quizId, ...rest } = settings;
      const wanted = {
        quizId,
        title: readName('title', title, MAX_TITLE),
        overrides: readOverrides(rest),
      };
      const { isAllowed } = await newRooms.consume(caller.accountId);
      if (!isAllowed) throw new AppError('rate_limited', 'Too many rooms, try again later');
      const content = await rooms.create(caller.accountId, wanted);
      await attach(client, content);
      return {
        event: 'game:room:created',
        payload: { roomId: content.id, code: content.code, joinUrl: joinUrl(content.code) },
      };
    },

    async join(client: Client, caller: Caller, roomId: string): Promise<EventReply> {
      const content = await rooms.requireHosted(caller, roomId);
      const snapshot = await attach(client, content);
      catchUp(client, content, snapshot);
      const { game } = snapshot.state;
      return {
        event: 'game:host:joined',
        payload: {
          roomId,
          code: content.code,
          joinUrl: joinUrl(content.code),
          title: content.title,
          quizId: content.quizId,
          settings: content.settings,
          phase: game.phase,
          gameNumber: game.gameNumber,
          locked: game.isLocked,
          index: game.questionIndex,
          total: content.questions.length,
          endedQuestionIds: game.endedQuestionIds,
          questions: content.questions.map(toPublicQuestion),
          serverTime: clock.now(),
        },
      };
    },

    async command(client: Client, caller: Caller, roomId: string, command: GameCommand): Promise<void> {
      const content = await rooms.requireHosted(caller, roomId);
      if (!client.state.hosting.has(roomId)) await attach(client, content);
      await rooms.command(caller, roomId, command);
    },

    /** Who is kicked is out at once, and neither that player nor that device comes back. */
    async kick(caller: Caller, roomId: string, playerId: string): Promise<void> {
      await rooms.requireHosted(caller, roomId);
      await database.transaction(async (tx) => {
        const state = await lockState(tx, roomId);
        if (!state || state.closedAt) throw notFound('There is no such room');
        const at = new Date(clock.now());
        const left = await markLeft(tx, [{ roomId, playerId }], at);
        if (left.length > 0) await addPlayers(tx, roomId, -1);
        if (!(await markKicked(tx, { roomId, playerId }, at))) throw notFound('There is no such player');
      });
      announcer.hint(roomId, { type: 'kicked', playerId });
      announcer.hint(roomId, { type: 'audience' });
    },

    async close(caller: Caller, roomId: string): Promise<void> {
      if (await rooms.close(caller, roomId)) announcer.roomClosed(roomId);
    },

    /** A socket that comes back may be the host's. */
    async attachIfHost(client: Client, roomId: string): Promise<void> {
      const content = await contents.find(roomId);
      if (!content || !client.state.caller || !mayHost(client.state.caller, content)) return;
      catchUp(client, content, await attach(client, content));
    },

    forget(client: Client): void {
      for (const roomId of client.state.hosting) locals.leaveHost(roomId, client);
    },
  };
}

/** Of what else the settings have, that which is a setting: others are of older or newer clients. */
function readOverrides(settings: Record<string, unknown>): Partial<PlaySettings> {
  const known = Object.fromEntries(
    Object.entries(settings).filter(([key]) => Object.hasOwn(PlaySettings.properties, key)),
  );
  if (Value.Check(PartialSettings, known)) return known;
  const [first] = Value.Errors(PartialSettings, known);
  throw invalid(`settings.${first?.instancePath.slice(1) ?? ''} ${first?.message ?? 'is not valid'}`);
}
