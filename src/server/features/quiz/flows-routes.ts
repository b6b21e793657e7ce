import { Type } from 'typebox';
import { GeneralError, Uuid } from '#protocol/common.ts';
import {
  GameFlow,
  GameFlowAnswer,
  GameFlowChanges,
  GameFlowDeleted,
  GameFlowList,
  GameFlowQuery,
} from '#protocol/game-flows.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { Flows } from './flows-service.ts';

type Dependencies = { access: Access; flows: Flows };

const tags = ['games'];
const DEFAULT_LIMIT = 20;

const Params = Type.Object({ game_id: Uuid('The room.') });
const refused = { 400: GeneralError, 401: GeneralError, 403: GeneralError };
const refusedOne = { ...refused, 404: GeneralError };

/** The second door to the live rooms, beside their sockets. */
export function addFlowRoutes(server: HttpServer, { access, flows }: Dependencies): void {
  server.get(
    '/game-flows',
    {
      onRequest: access.requireCaller('read'),
      schema: {
        tags,
        summary: 'Your games, the newest first',
        description: 'Those that you host; to administrators, all.',
        querystring: GameFlowQuery,
        response: { 200: GameFlowList, ...refused },
      },
    },
    (request) => {
      const { quiz_set_id: quizId, limit = DEFAULT_LIMIT, offset = 0 } = request.query;
      return flows.list(access.callerOf(request), { quizId, limit, offset });
    },
  );

  server.get(
    '/game-flows/:game_id/flow',
    {
      onRequest: access.requireCaller('read'),
      schema: {
        tags,
        summary: 'How far a game is',
        params: Params,
        response: { 200: GameFlow, ...refusedOne },
      },
    },
    (request) => flows.find(access.callerOf(request), request.params.game_id),
  );

  server.post(
    '/game-flows/:game_id/advance',
    {
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Show the next question',
        description: 'As `game:flow:next` does by socket. A question that is open ends.',
        params: Params,
        response: { 200: GameFlowAnswer, ...refusedOne, 409: GeneralError },
      },
    },
    async (request) => ({
      message: 'Advanced to next question',
      flow: await flows.show(access.callerOf(request), request.params.game_id, { type: 'show' }),
    }),
  );

  server.patch(
    '/game-flows/:game_id',
    {
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'Change how far a game is',
        description: 'Another question than the present one is shown; its time of start may be set.',
        params: Params,
        body: GameFlowChanges,
        response: { 200: GameFlowAnswer, ...refusedOne, 409: GeneralError },
      },
    },
    async (request) => ({
      message: 'Game flow updated successfully',
      flow: await flows.change(access.callerOf(request), request.params.game_id, request.body),
    }),
  );

  server.delete(
    '/game-flows/:game_id',
    {
      onRequest: access.requireCaller('quiz:write'),
      schema: {
        tags,
        summary: 'End a game, and forget it',
        description: 'Its room closes.',
        params: Params,
        response: { 200: GameFlowDeleted, ...refusedOne },
      },
    },
    async (request) => {
      await flows.remove(access.callerOf(request), request.params.game_id);
      return { message: 'Game flow deleted successfully' };
    },
  );
}
