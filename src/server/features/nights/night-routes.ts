import { Type } from 'typebox';
import { NightError } from '#protocol/common.ts';
import {
  Night,
  NightCreated,
  NightNotes,
  NightNotesChange,
  NightsQuery,
  NoActiveNight,
} from '#protocol/nights.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { NightService } from './night-service.ts';
import {
  clamp,
  isAbsent,
  isWrong,
  MAX_ID,
  NightParams,
  refuseWith,
  requireNightId,
  toNight,
  toNightCreated,
} from './wire.ts';

type Dependencies = { access: Access; nights: NightService };

const MAX_LIMIT = 100;

const WRONG_NOTES = 'notes must be a text of at most 10000 characters';
const onBadNotes = refuseWith([isWrong('notes'), WRONG_NOTES]);

export function addNightRoutes(server: HttpServer, { access, nights }: Dependencies): void {
  server.get(
    '/api/sessions',
    {
      schema: {
        tags: ['nights'],
        summary: 'All nights, the newest first, or some',
        security: [],
        querystring: NightsQuery,
        response: { 200: Type.Array(Night), 400: NightError },
      },
    },
    async ({ query: { host, active, limit, before } }) => {
      const found = await nights.list({
        host,
        isActive: active,
        limit: limit === undefined ? undefined : clamp(limit, MAX_LIMIT),
        before: before === undefined ? undefined : clamp(before, MAX_ID),
      });
      return found.map(toNight);
    },
  );

  server.get(
    '/api/sessions/active',
    {
      schema: {
        tags: ['nights'],
        summary: 'The newest active night, of all hosts or of one',
        security: [],
        querystring: Type.Object({
          host: Type.Optional(Type.String({ description: "A host's username.", maxLength: 100 })),
        }),
        response: { 200: Type.Union([Night, NoActiveNight]) },
      },
    },
    async (request) => {
      const night = await nights.findActive(request.query.host);
      return night ? toNight(night) : { session: null, message: 'No active session' };
    },
  );

  server.get(
    '/api/sessions/:id',
    {
      schema: {
        tags: ['nights'],
        summary: 'One night',
        security: [],
        params: NightParams,
        response: { 200: Night, 404: NightError },
      },
    },
    async (request) => toNight(await nights.find(requireNightId(request.params.id))),
  );

  server.post(
    '/api/sessions',
    {
      onRequest: access.requireCaller('nights:write'),
      schema: {
        tags: ['nights'],
        summary: 'Open a night',
        description: 'One at a time for each host. Sends `session.started` to every authenticated client.',
        body: NightNotes,
        response: { 201: NightCreated, 400: NightError, 401: NightError, 403: NightError },
      },
      schemaErrorFormatter: onBadNotes,
    },
    async (request, reply) => {
      const night = await nights.open(access.callerOf(request), request.body.notes ?? null);
      return reply.code(201).send(toNightCreated(night));
    },
  );

  server.patch(
    '/api/sessions/:id',
    {
      onRequest: access.requireCaller('nights:write'),
      schema: {
        tags: ['nights'],
        summary: "Change a night's notes, closed or not",
        description: 'Sends `session.updated` to its subscribers.',
        params: NightParams,
        body: NightNotesChange,
        response: { 200: Night, 400: NightError, 401: NightError, 403: NightError, 404: NightError },
      },
      schemaErrorFormatter: refuseWith(
        [isWrong('notes'), WRONG_NOTES],
        [isAbsent('notes'), 'notes is required'],
      ),
    },
    async (request) => {
      const id = requireNightId(request.params.id);
      return toNight(await nights.setNotes(access.callerOf(request), id, request.body.notes));
    },
  );

  server.post(
    '/api/sessions/:id/close',
    {
      onRequest: access.requireCaller('nights:write'),
      schema: {
        tags: ['nights'],
        summary: 'Close a night',
        description:
          'The playing game becomes played, monitors stop. Sends `session.ended` to its subscribers.',
        params: NightParams,
        body: NightNotes,
        response: { 200: Night, 400: NightError, 401: NightError, 403: NightError, 404: NightError },
      },
      schemaErrorFormatter: onBadNotes,
    },
    async (request) => {
      const id = requireNightId(request.params.id);
      return toNight(await nights.close(access.callerOf(request), id, request.body.notes ?? undefined));
    },
  );

  server.delete(
    '/api/sessions/:id',
    {
      onRequest: access.requireCaller('nights:write'),
      schema: {
        tags: ['nights'],
        summary: 'Delete a closed night with its games, votes and chat',
        description: "The games' own totals and play counts stay.",
        params: NightParams,
        response: {
          200: Type.Object(
            { message: Type.String(), sessionId: Type.Integer() },
            { examples: [{ message: 'Session deleted successfully', sessionId: 5 }] },
          ),
          400: NightError,
          401: NightError,
          403: NightError,
          404: NightError,
        },
      },
    },
    async (request) => {
      const sessionId = requireNightId(request.params.id);
      await nights.remove(access.callerOf(request), sessionId);
      return { message: 'Session deleted successfully', sessionId };
    },
  );
}
