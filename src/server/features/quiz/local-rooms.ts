import type { Logger } from 'pino';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { type EncodedMessage, encodeMessage, type HubMessage } from '#server/realtime/connection.ts';
import type { Hub } from '#server/realtime/hub.ts';
import type { Client } from './channel.ts';
import { createCoalescer } from './coalescer.ts';
import type { Leaderboards } from './leaderboard.ts';
import {
  hostsChannel,
  nodesChannel,
  playersChannel,
  ROOM_CHANNEL_PREFIX,
  readHint,
} from './room-channels.ts';
import { currentQuestion } from './room-messages.ts';
import { findState } from './room-repository.ts';
import { presentMessages } from './room-snapshot.ts';
import type { RoomContent, RoomState } from './room-types.ts';
import { type Audience, connectionsOf, createRoomUpdates, sendTo } from './room-updates.ts';
import { createSharedRuns } from './shared-runs.ts';

type Dependencies = {
  database: Database;
  hub: Hub;
  leaderboards: Leaderboards;
  clock: Clock;
  logger: Logger;
  /** The nodes whose sockets are really there. */
  aliveNodes: () => Promise<readonly string[]>;
};

type Coalescer = ReturnType<typeof createCoalescer>;

/** Of a room, what is on this node. */
type LocalRoom = Audience & {
  /** Goes up with all that the room is told: what was read of it before may be old by then. */
  heard: number;
  isListening: Promise<readonly (() => void)[]>;
  counts: Coalescer;
  hostList: Coalescer;
  playerList: Coalescer;
  resync: Coalescer;
};

/** A room as it was when so much had been heard of it. */
export type Snapshot = {
  heard: number;
  state: RoomState | undefined;
  messages: { host: readonly EncodedMessage[]; players: readonly EncodedMessage[] };
};

/** Of a room that is there and not closed. */
export type OpenSnapshot = Snapshot & { state: RoomState };

export const isOpen = (snapshot: Snapshot): snapshot is OpenSnapshot =>
  snapshot.state !== undefined && snapshot.state.closedAt === null;

export type LocalRooms = ReturnType<typeof createLocalRooms>;

/** No one gets a kind of update more often than four times a second, even where some come late. */
const PACE_MS = 300;
/** Long lists and large audiences at longer intervals: what they cost a second stays the same. */
const LIST_MS_PER_HOST_ENTRY = 1;
const LIST_MS_PER_AUDIENCE = 4;
const COUNTS_MS_PER_AUDIENCE = 0.2;
const RESYNC_MS = 1_000;
/** A room of which something new is heard each time that it is looked at isn't one where that matters. */
const MAX_LOOKS = 5;

/**
 * The sockets of each room that this node has. News of a room is shared by the hub; what has to be looked up for it,
 * each node looks up once for all of its sockets.
 */
export function createLocalRooms(deps: Dependencies) {
  const { database, hub, leaderboards, clock, logger } = deps;
  const updates = createRoomUpdates(deps);
  const rooms = new Map<string, LocalRoom>();
  const read = createSharedRuns(readSnapshot);

  const stopHearingGaps = hub.onGap(ROOM_CHANNEL_PREFIX, (channel) => ({
    type: 'game:room:resync',
    roomId: channel.split(':')[1],
  }));

  function open(content: RoomContent): LocalRoom {
    const existing = rooms.get(content.id);
    if (existing) return existing;
    let size = 0;
    const pace = (work: () => Promise<unknown>, interval = () => PACE_MS) =>
      createCoalescer(async () => {
        try {
          await work();
        } catch (error) {
          logger.warn({ err: error, roomId: content.id }, 'an update of a quiz room could not be sent');
        }
      }, interval);
    const room: LocalRoom = {
      content,
      players: new Map(),
      hosts: new Set(),
      heard: 0,
      isListening: Promise.all([
        hub.listen(nodesChannel(content.id), (message) => hear(room, message)),
        hub.listen(playersChannel(content.id), ({ type }) => {
          room.heard++;
          if (type === 'game:room:resync') room.resync.ask();
        }),
      ]),
      counts: pace(
        () => updates.sendCounts(room),
        () =>
          Math.max(
            PACE_MS,
            content.settings.show_live_counts ? room.players.size * COUNTS_MS_PER_AUDIENCE : 0,
          ),
      ),
      hostList: pace(
        async () => {
          size = await updates.sendHostList(room);
        },
        () => Math.max(PACE_MS, size * LIST_MS_PER_HOST_ENTRY),
      ),
      playerList: pace(
        () => updates.sendPlayerList(room),
        () => Math.max(PACE_MS, room.players.size * LIST_MS_PER_AUDIENCE),
      ),
      resync: pace(
        () => resync(room),
        () => RESYNC_MS,
      ),
    };
    rooms.set(content.id, room);
    return room;
  }

  async function closeIfEmpty(room: LocalRoom): Promise<void> {
    if (room.players.size > 0 || room.hosts.size > 0 || rooms.get(room.content.id) !== room) return;
    rooms.delete(room.content.id);
    for (const coalescer of [room.counts, room.hostList, room.playerList, room.resync]) coalescer.close();
    for (const stop of await room.isListening) stop();
  }

  async function readSnapshot(roomId: string): Promise<Snapshot> {
    const room = rooms.get(roomId);
    const heard = room?.heard ?? 0;
    const state = await findState(database.db, roomId);
    if (!state || state.closedAt || !room) return { heard, state, messages: { host: [], players: [] } };
    const [host, players] = await presentMessages(
      { database, leaderboards },
      room.content,
      state,
      clock.now(),
    );
    return { heard, state, messages: { host: host.map(encodeMessage), players: players.map(encodeMessage) } };
  }

  /** Tells where the room is; what was read is read again where something else has been heard of since. */
  async function present(
    roomId: string,
    to: 'host' | 'players',
    connections: () => Iterable<Client>,
    snapshot: Snapshot,
  ): Promise<void> {
    let latest = snapshot;
    for (let looks = 0; looks < MAX_LOOKS; looks++) {
      const room = rooms.get(roomId);
      if (!room || room.heard === latest.heard) break;
      latest = await read(roomId);
    }
    for (const message of latest.messages[to])
      for (const connection of connections()) connection.sendEncoded(message);
  }

  function kick(room: LocalRoom, playerId: string): void {
    const connections = [...(room.players.get(playerId) ?? [])];
    sendTo(connections, { type: 'game:player:kicked', roomId: room.content.id });
    for (const connection of connections) {
      delete connection.state.seat;
      leavePlayer(room.content.id, playerId, connection);
    }
  }

  /** Nothing more happens there; those who stay connected are let go of. */
  function drop(room: LocalRoom): void {
    const roomId = room.content.id;
    const players = connectionsOf(room);
    sendTo(new Set([...room.hosts, ...players]), { type: 'game:room:closed', roomId });
    for (const connection of players) hub.unsubscribe(playersChannel(roomId), connection);
    for (const connection of room.hosts) hub.unsubscribe(hostsChannel(roomId), connection);
    room.players.clear();
    room.hosts.clear();
    void closeIfEmpty(room);
  }

  /** After a gap, everybody gets what they may have missed. Where the store is away, later. */
  async function resync(room: LocalRoom): Promise<void> {
    const { content } = room;
    try {
      const snapshot = await read(content.id);
      const { state } = snapshot;
      if (!state || state.closedAt) return drop(room);
      await present(content.id, 'host', () => room.hosts, snapshot);
      await present(content.id, 'players', () => connectionsOf(room), snapshot);
      const question = currentQuestion(content, state.game);
      if (question && state.game.phase === 'ended')
        await updates.sendResults(room, question.id, state.game.gameNumber);
      room.hostList.ask();
      room.playerList.ask();
    } catch (error) {
      room.resync.ask();
      throw error;
    }
  }

  async function hear(room: LocalRoom, message: HubMessage): Promise<void> {
    const hint = readHint(message);
    switch (hint?.type) {
      case 'answers':
        return room.counts.ask();
      case 'participants':
        return room.hostList.ask();
      case 'audience':
        room.hostList.ask();
        return room.playerList.ask();
      case 'scored':
        return updates.sendResults(room, hint.questionId, hint.gameNumber);
      case 'kicked':
        return kick(room, hint.playerId);
      case 'closed':
        return drop(room);
      case 'game:room:resync':
        return room.resync.ask();
    }
  }

  function leavePlayer(roomId: string, playerId: string, connection: Client): void {
    const room = rooms.get(roomId);
    const connections = room?.players.get(playerId);
    if (!room || !connections?.delete(connection)) return;
    if (connections.size === 0) room.players.delete(playerId);
    hub.unsubscribe(playersChannel(roomId), connection);
    void closeIfEmpty(room);
  }

  return {
    leavePlayer,

    leaveHost(roomId: string, connection: Client): void {
      const room = rooms.get(roomId);
      if (!room?.hosts.delete(connection)) return;
      hub.unsubscribe(hostsChannel(roomId), connection);
      void closeIfEmpty(room);
    },

    /** From now on it hears what players hear. What is read of the room afterwards, with that, misses nothing. */
    async addPlayer(content: RoomContent, playerId: string, connection: Client): Promise<void> {
      const room = open(content);
      const connections = room.players.get(playerId) ?? new Set();
      connections.add(connection);
      room.players.set(playerId, connections);
      await Promise.all([room.isListening, hub.subscribe(playersChannel(content.id), connection)]);
    },

    async addHost(content: RoomContent, connection: Client): Promise<void> {
      const room = open(content);
      room.hosts.add(connection);
      await Promise.all([room.isListening, hub.subscribe(hostsChannel(content.id), connection)]);
    },

    /** Tells the hosts here who plays, and how many have answered. */
    tellHosts(roomId: string): void {
      const room = rooms.get(roomId);
      room?.hostList.ask();
      room?.counts.ask();
    },

    /** A room that somebody here is in. */
    contentOf: (roomId: string): RoomContent | undefined => rooms.get(roomId)?.content,

    /** The room as it is, read once for all who come at the same time. */
    look: (roomId: string): Promise<Snapshot> => read(roomId),

    /** Tells one who has just come where the room is. Where it can't be read, the next event does. */
    async catchUp(client: Client, roomId: string, to: 'host' | 'players', snapshot: Snapshot): Promise<void> {
      await present(roomId, to, () => [client], snapshot).catch((error: unknown) =>
        logger.warn({ err: error, roomId }, 'somebody could not be told where a quiz room is'),
      );
    },

    async close(): Promise<void> {
      stopHearingGaps();
      for (const room of rooms.values()) {
        room.players.clear();
        room.hosts.clear();
        await closeIfEmpty(room);
      }
    },
  };
}
