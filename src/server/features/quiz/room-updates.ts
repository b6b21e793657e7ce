import type { Database } from '#server/platform/database.ts';
import { encodeMessage, type HubMessage } from '#server/realtime/connection.ts';
import type { Client } from './channel.ts';
import type { Leaderboards } from './leaderboard.ts';
import { listParticipants, type Participant } from './player-repository.ts';
import { countAnswers, countResponses, listResponses } from './response-repository.ts';
import { currentQuestion, playerResult } from './room-messages.ts';
import { findState } from './room-repository.ts';
import type { RoomContent } from './room-types.ts';

type Dependencies = {
  database: Database;
  leaderboards: Leaderboards;
  /** The nodes whose sockets are really there. */
  aliveNodes: () => Promise<readonly string[]>;
};

/** Who is in a room on this node. */
export type Audience = {
  readonly content: RoomContent;
  readonly players: Map<string, Set<Client>>;
  readonly hosts: Set<Client>;
};

const PLAYER_LIST = 100;
/** A longer list would put its reader out as too slow; names that fill it are nobody's. */
const MAX_LIST_BYTES = 900_000;

export const connectionsOf = ({ players }: Audience): Client[] =>
  [...players.values()].flatMap((connections) => [...connections]);

export function sendTo(connections: Iterable<Client>, message: HubMessage): void {
  const encoded = encodeMessage(message);
  for (const connection of connections) connection.sendEncoded(encoded);
}

/** What has to be looked up before it is sent: once for all who are in a room on this node. */
export function createRoomUpdates({ database, leaderboards, aliveNodes }: Dependencies) {
  return {
    async sendCounts(room: Audience): Promise<void> {
      const { content, hosts } = room;
      const isForAll = content.settings.show_live_counts;
      if (hosts.size === 0 && !isForAll) return;
      const state = await findState(database.db, content.id);
      const question = state && currentQuestion(content, state.game);
      if (!state || !question || (state.game.phase !== 'open' && state.game.phase !== 'paused')) return;
      const key = { roomId: content.id, gameNumber: state.game.gameNumber, questionId: question.id };
      const [counts, answered] = await Promise.all([
        countAnswers(database.db, key),
        countResponses(database.db, key),
      ]);
      sendTo(isForAll ? [...hosts, ...connectionsOf(room)] : hosts, {
        type: 'game:answer:stats:update',
        roomId: content.id,
        questionId: question.id,
        counts: Object.fromEntries(question.answers.map(({ id }) => [id, counts[id] ?? 0])),
        answered,
      });
    },

    /** @returns how many are in the room */
    async sendHostList({ content, hosts }: Audience): Promise<number> {
      if (hosts.size === 0) return 0;
      const participants = await listParticipants(database.db, content.id, {
        aliveNodes: await aliveNodes(),
      });
      sendTo(hosts, {
        type: 'game:room:participants:update',
        roomId: content.id,
        participants: fitting(participants),
        total: participants.length,
      });
      return participants.length;
    },

    async sendPlayerList(room: Audience): Promise<void> {
      const { content, players } = room;
      if (players.size === 0) return;
      const [participants, state] = await Promise.all([
        listParticipants(database.db, content.id, { aliveNodes: await aliveNodes(), limit: PLAYER_LIST }),
        findState(database.db, content.id),
      ]);
      sendTo(connectionsOf(room), {
        type: 'game:room:participants:update',
        roomId: content.id,
        participants,
        total: state?.playerCount ?? participants.length,
      });
    },

    /** To each player here, what a question's end gave them. */
    async sendResults({ content, players }: Audience, questionId: string, gameNumber: number): Promise<void> {
      if (players.size === 0) return;
      const { id: roomId } = content;
      const [board, responses] = await Promise.all([
        leaderboards.find(roomId),
        listResponses(database.db, { roomId, gameNumber, questionId }),
      ]);
      // They play again already.
      if (board.gameNumber !== gameNumber) return;
      const given = new Map(responses.map((response) => [response.playerId, response]));
      for (const [playerId, connections] of players) {
        const result = playerResult(roomId, questionId, board, playerId, given.get(playerId));
        if (result) sendTo(connections, result);
      }
    },
  };
}

/** As many of the first as one message can carry. */
function fitting(participants: readonly Participant[]): readonly Participant[] {
  let bytes = 0;
  const end = participants.findIndex((participant) => {
    bytes += Buffer.byteLength(JSON.stringify(participant)) + 1;
    return bytes > MAX_LIST_BYTES;
  });
  return end < 0 ? participants : participants.slice(0, end);
}
