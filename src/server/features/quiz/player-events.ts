import type { Registry } from 'prom-client';
import type { ClientEvent } from '#protocol/quiz-live.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { createGroupCommit } from '#server/platform/group-commit.ts';
import { readName } from '#server/platform/names.ts';
import type { RateLimiter } from '#server/platform/rate-limit.ts';
import type { EventReply } from '#server/realtime/socketio-endpoint.ts';
import { chooseAnswers } from './answer-choice.ts';
import type { createAnswering } from './answering.ts';
import type { Client } from './channel.ts';
import type { createJoining, Joined } from './joining.ts';
import { type Leaderboards, topAnd } from './leaderboard.ts';
import type { createLeaving } from './leaving.ts';
import { isOpen, type LocalRooms, type OpenSnapshot } from './local-rooms.ts';
import { findPlayers, findPresent, unseatPlayers } from './player-repository.ts';
import { findResponse } from './response-repository.ts';
import type { RoomAnnouncer } from './room-channels.ts';
import type { RoomContents } from './room-contents.ts';
import { currentQuestion, type GivenAnswer, playerResult } from './room-messages.ts';
import { findRoomIdByCode } from './room-repository.ts';
import { mayHost } from './room-service.ts';
import type { RoomContent } from './room-types.ts';

type Dependencies = {
  database: Database;
  clock: Clock;
  registry: Registry;
  nodeId: string;
  joining: ReturnType<typeof createJoining>;
  leaving: ReturnType<typeof createLeaving>;
  answering: ReturnType<typeof createAnswering>;
  contents: RoomContents;
  locals: LocalRooms;
  announcer: RoomAnnouncer;
  leaderboards: Leaderboards;
  /** Of codes that no room has, by address. */
  wrongCodes: RateLimiter;
};

export type PlayerEvents = ReturnType<typeof createPlayerEvents>;

type Seat = { roomId: string; playerId: string };

/** A player in a room, and the room as it was then. */
type Seated = { joined: Joined; snapshot: OpenSnapshot; response: GivenAnswer | undefined };

/** What players do by socket. */
export function createPlayerEvents(deps: Dependencies) {
  const { database, clock, registry, nodeId, joining, leaving, answering } = deps;
  const { contents, locals, announcer, leaderboards, wrongCodes } = deps;

  /** Sockets close by the hundred when a game is over, or a network gone. */
  const unseating = createGroupCommit<Seat & { socketId: string }, undefined>({
    name: 'quiz-unseated',
    maxBatch: 1_000,
    maxQueued: 20_000,
    registry,
    async run(seats) {
      await unseatPlayers(database.db, seats);
      for (const roomId of new Set(seats.map((seat) => seat.roomId)))
        announcer.hint(roomId, { type: 'participants' });
      return seats.map(() => ({ ok: true, value: undefined }));
    },
  });

  async function findRoom(code: string, address: string): Promise<string> {
    const roomId = await findRoomIdByCode(database.db, Number(code));
    if (roomId) return roomId;
    const { isAllowed } = await wrongCodes.consume(address);
    if (!isAllowed) throw new AppError('rate_limited', 'Too many wrong codes, try again in a minute');
    throw notFound('There is no room with this code');
  }

  function requireSeat(client: Client, { roomId, playerId }: { roomId: string; playerId?: string }): Seat {
    const { seat } = client.state;
    if (seat?.roomId !== roomId) throw new AppError('not_joined', 'Join the room first');
    if (playerId !== undefined && playerId !== seat.playerId)
      throw new AppError('forbidden', 'This player is somebody else');
    return seat;
  }

  function leaveSeat(client: Client): Seat | undefined {
    const { seat } = client.state;
    if (!seat) return undefined;
    delete client.state.seat;
    locals.leavePlayer(seat.roomId, seat.playerId, client);
    return seat;
  }

  /** The socket is no longer that player's. */
  async function unseat(client: Client): Promise<void> {
    const seat = leaveSeat(client);
    // Where the store is away, the player seems to be there until the node's lease ends.
    if (seat) await unseating.submit({ ...seat, socketId: client.id }).catch(() => undefined);
  }

  async function sit(
    client: Client,
    content: RoomContent,
    request: { playerId: string; displayName: string; playerToken: string | undefined },
  ): Promise<Seated> {
    const joined = await joining.join({
      ...request,
      roomId: content.id,
      maxPlayers: content.settings.max_players,
      accountId: client.state.caller?.accountId ?? null,
      deviceId: client.state.deviceId,
      nodeId,
      socketId: client.id,
    });
    const { seat } = client.state;
    if (seat && (seat.roomId !== content.id || seat.playerId !== joined.playerId)) await unseat(client);
    client.state.seat = { roomId: content.id, playerId: joined.playerId };
    client.state.playerToken = joined.playerToken;
    client.authenticated();
    await locals.addPlayer(content, joined.playerId, client);
    announcer.hint(content.id, { type: 'audience' });
    return { joined, ...(await lookAround(client, content, joined.playerId)) };
  }

  /** As the room is now that the socket hears of it: that it was closed, or the player kicked, before is told here. */
  async function lookAround(client: Client, content: RoomContent, playerId: string) {
    const seat = { roomId: content.id, playerId };
    const [snapshot, present] = await Promise.all([
      locals.look(content.id),
      findPresent(database.db, [seat]),
    ]);
    if (!isOpen(snapshot) || present.size === 0) leaveSeat(client);
    if (!isOpen(snapshot)) throw notFound('There is no such room');
    if (present.size === 0) throw new AppError('forbidden', 'You are no longer in this room');
    const { game } = snapshot.state;
    const question = currentQuestion(content, game);
    const key = question && { roomId: content.id, gameNumber: game.gameNumber, questionId: question.id };
    return { snapshot, response: key && (await findResponse(database.db, key, playerId)) };
  }

  /** After the answer that is on its way, so that the client knows the room when it hears of its question. */
  function catchUp(client: Client, content: RoomContent, { joined, snapshot, response }: Seated): void {
    const { game } = snapshot.state;
    const question = currentQuestion(content, game);
    setImmediate(async () => {
      await locals.catchUp(client, content.id, 'players', snapshot);
      if (game.phase !== 'ended' || !question) return;
      // Without it the player asks for the ranking.
      const board = await leaderboards.find(content.id).catch(() => undefined);
      if (board?.gameNumber !== game.gameNumber) return;
      const result = playerResult(content.id, question.id, board, joined.playerId, response);
      if (result) client.send(result);
    });
  }

  /** Where the room is, and what the player has said to the present question. */
  function describe(content: RoomContent, { snapshot, response }: Seated) {
    const { game } = snapshot.state;
    return {
      title: content.title,
      phase: game.phase,
      gameNumber: game.gameNumber,
      index: game.questionIndex,
      total: content.questions.length,
      answerIds: response?.answerIds ?? null,
      serverTime: clock.now(),
    };
  }

  /** A host sees the ranking from any socket. */
  async function isHost(client: Client, roomId: string): Promise<boolean> {
    const { caller, hosting } = client.state;
    if (hosting.has(roomId)) return true;
    if (!caller) return false;
    const content = await contents.find(roomId);
    return content !== undefined && mayHost(caller, content);
  }

  return {
    async join(client: Client, payload: ClientEvent<'game:room:join'>): Promise<EventReply> {
      const displayName = readName('displayName', payload.displayName);
      const roomId = await findRoom(String(payload.roomCode), client.address);
      const content = await contents.find(roomId);
      if (!content) throw notFound('There is no room with this code');
      const seated = await sit(client, content, {
        playerId: payload.playerId,
        displayName,
        playerToken: client.state.playerToken,
      });
      catchUp(client, content, seated);
      const { playerId, playerToken } = seated.joined;
      return {
        event: 'game:room:joined',
        payload: {
          roomId,
          player: { playerId, displayName: seated.joined.displayName, connected: true },
          playerToken,
          ...describe(content, seated),
        },
      };
    },

    /** A player whose token came with the handshake sits down again. */
    async comeBack(client: Client, { roomId, playerId }: Seat): Promise<void> {
      const content = await contents.find(roomId);
      const [player] = await findPlayers(database.db, [{ roomId, playerId }]);
      if (!content || !player) throw notFound('There is no such player');
      const { displayName } = player;
      const { playerToken } = client.state;
      catchUp(client, content, await sit(client, content, { playerId, displayName, playerToken }));
    },

    async leave(client: Client, payload: Seat): Promise<void> {
      const seat = requireSeat(client, payload);
      await leaving.leave(seat);
      leaveSeat(client);
      announcer.hint(seat.roomId, { type: 'audience' });
    },

    async answer(client: Client, payload: ClientEvent<'game:answer:submit'>): Promise<EventReply> {
      const atMs = clock.now();
      const { roomId, playerId } = requireSeat(client, payload);
      const content = locals.contentOf(roomId) ?? (await contents.find(roomId));
      const question = content?.questions.find(({ id }) => id === payload.questionId);
      if (!content || !question) throw notFound('There is no such question');
      await answering.submit({
        roomId,
        questions: content.questions,
        playerId,
        questionId: question.id,
        answerIds: chooseAnswers(payload.answer, question),
        atMs,
      });
      announcer.hint(roomId, { type: 'answers' });
      return {
        event: 'game:answer:accepted',
        payload: { roomId, playerId, questionId: question.id, submittedAt: atMs },
      };
    },

    async leaderboard(client: Client, roomId: string): Promise<EventReply> {
      const { seat } = client.state;
      const playerId = seat?.roomId === roomId ? seat.playerId : undefined;
      if (playerId === undefined && !(await isHost(client, roomId))) requireSeat(client, { roomId });
      const rankings = topAnd(await leaderboards.find(roomId), playerId);
      return { event: 'game:leaderboard:update', payload: { roomId, rankings } };
    },

    forget: unseat,

    close: () => unseating.close(),
  };
}
