import { Type } from 'typebox';
import { NightError } from '#protocol/common.ts';
import {
  MonitorAnswer,
  NewNightGame,
  NightGame,
  NightGameRemoved,
  NightGameStatusChange,
  NightGameStatusChanged,
  PlayerCountChange,
  PlayerCountChanged,
  RoomCodeChange,
} from '#protocol/nights.ts';
import type { Access } from '#server/platform/access.ts';
import { notFound } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { NightGameKey, NightGameService } from './night-game-service.ts';
import { isAbsent, isWrong, NightParams, parseId, refuseWith, requireNightId, toNightGame } from './wire.ts';

type Dependencies = { access: Access; nightGames: NightGameService };

const NightGameParams = Type.Object({
  sessionId: Type.String({ examples: ['5'] }),
  sessionGameId: Type.String({
    description: 'The session game, not the game of the catalogue.',
    examples: ['14'],
  }),
});

const BAD_ROOM_CODE = 'room_code must be exactly 4 alphanumeric characters (A-Z, 0-9)';
const REFUSALS = { 401: NightError, 403: NightError, 404: NightError };

function requireKey(params: { sessionId: string; sessionGameId: string }): NightGameKey {
  const nightId = parseId(params.sessionId);
  const id = parseId(params.sessionGameId);
  if (nightId === undefined || id === undefined) throw notFound('Session game not found');
  return { nightId, id };
}

export function addNightGameRoutes(server: HttpServer, { access, nightGames }: Dependencies): void {
  const path = '/api/sessions/:sessionId/games/:sessionGameId';

  server.get(
    '/api/sessions/:id/games',
    {
      schema: {
        tags: ['nights'],
        summary: 'The games of a night, in the order of play',
        security: [],
        params: NightParams,
        response: { 200: Type.Array(NightGame), 404: NightError },
      },
    },
    async (request) => (await nightGames.list(requireNightId(request.params.id))).map(toNightGame),
  );

  server.post(
    '/api/sessions/:id/games',
    {
      onRequest: access.requireCaller('nights:write'),
      schema: {
        tags: ['nights'],
        summary: 'Play a game: add it to the night',
        description:
          'The game that was playing becomes played. With a room code its monitor starts. Sends `game.added`.',
        params: NightParams,
        body: NewNightGame,
        response: { 201: NightGame, 400: NightError, ...REFUSALS },
      },
      schemaErrorFormatter: refuseWith(
        [isAbsent('game_id'), 'game_id is required'],
        // The contract knows no other word for a game that can't be.
        [isWrong('game_id'), () => notFound('Game not found')],
        [isWrong('room_code'), BAD_ROOM_CODE],
        [isWrong('manually_added'), 'manually_added must be a boolean'],
      ),
    },
    async (request, reply) => {
      const { game_id, manually_added, room_code } = request.body;
      const game = await nightGames.add(access.callerOf(request), requireNightId(request.params.id), {
        gameId: game_id,
        manuallyAdded: manually_added === true || manually_added === 1,
        roomCode: room_code ?? null,
      });
      return reply.code(201).send(toNightGame(game));
    },
  );

  server.patch(
    `${path}/status`,
    {
      onRequest: access.requireCaller('nights:write'),
      schema: {
        tags: ['nights'],
        summary: 'Set the status of a session game',
        description: 'From any status to any, on a closed night too. The other playing one becomes played.',
        params: NightGameParams,
        body: NightGameStatusChange,
        response: { 200: NightGameStatusChanged, 400: NightError, ...REFUSALS },
      },
      schemaErrorFormatter: refuseWith([() => true, 'Invalid status. Must be playing, played, or skipped']),
    },
    async (request) => {
      const { status } = request.body;
      await nightGames.setStatus(access.callerOf(request), requireKey(request.params), status);
      return { message: 'Status updated successfully', status };
    },
  );

  server.delete(
    path,
    {
      onRequest: access.requireCaller('nights:write'),
      schema: {
        tags: ['nights'],
        summary: 'Remove a game from a night',
        description: 'Its monitor stops.',
        params: NightGameParams,
        response: { 200: NightGameRemoved, ...REFUSALS },
      },
    },
    async (request) => {
      await nightGames.remove(access.callerOf(request), requireKey(request.params));
      return { message: 'Game removed from session successfully' };
    },
  );

  server.patch(
    `${path}/room-code`,
    {
      onRequest: access.requireCaller('nights:write'),
      schema: {
        tags: ['nights'],
        summary: 'Set the room code of a session game',
        description: 'A monitor that runs follows to the new room.',
        params: NightGameParams,
        body: RoomCodeChange,
        response: { 200: NightGame, 400: NightError, ...REFUSALS },
      },
      schemaErrorFormatter: refuseWith(
        [isAbsent('room_code'), 'room_code is required'],
        [isWrong('room_code'), BAD_ROOM_CODE],
      ),
    },
    async (request) => {
      const key = requireKey(request.params);
      return toNightGame(await nightGames.setRoomCode(access.callerOf(request), key, request.body.room_code));
    },
  );

  server.patch(
    `${path}/player-count`,
    {
      onRequest: access.requireCaller('nights:write'),
      schema: {
        tags: ['nights'],
        summary: 'Set the player count of a session game by hand',
        description: 'Its monitor ends as completed. Sends `player-count.updated`.',
        params: NightGameParams,
        body: PlayerCountChange,
        response: { 200: PlayerCountChanged, 400: NightError, ...REFUSALS },
      },
      schemaErrorFormatter: refuseWith(
        [isAbsent('player_count'), 'player_count is required'],
        [isWrong('player_count'), 'player_count must be a positive number'],
      ),
    },
    async (request) => {
      const player_count = Number(request.body.player_count);
      await nightGames.setPlayerCount(access.callerOf(request), requireKey(request.params), player_count);
      return { message: 'Player count updated successfully', player_count };
    },
  );

  server.post(
    `${path}/start-player-check`,
    {
      onRequest: access.requireCaller('nights:write'),
      schema: {
        tags: ['nights'],
        summary: 'Start watching the room of a session game',
        params: NightGameParams,
        response: { 200: MonitorAnswer, 400: NightError, ...REFUSALS },
      },
    },
    async (request) => {
      await nightGames.startMonitor(access.callerOf(request), requireKey(request.params));
      return { message: 'Room monitor started', status: 'monitoring' };
    },
  );

  server.post(
    `${path}/stop-player-check`,
    {
      onRequest: access.requireCaller('nights:write'),
      schema: {
        tags: ['nights'],
        summary: 'Stop watching the room of a session game',
        description: 'Stopping one that is not watched changes nothing.',
        params: NightGameParams,
        response: { 200: MonitorAnswer, ...REFUSALS },
      },
    },
    async (request) => {
      await nightGames.stopMonitor(access.callerOf(request), requireKey(request.params));
      return { message: 'Room monitor and player count check stopped', status: 'stopped' };
    },
  );
}
