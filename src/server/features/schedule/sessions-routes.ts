import {
  NewSession,
  SessionAnswer,
  SessionChange,
  SessionConflict,
  SessionList,
  SessionQuery,
} from '#protocol/sessions.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { readInstant } from './instants.ts';
import type { SessionService } from './sessions-service.ts';
import { toChanges, toFields, toSession } from './sessions-wire.ts';
import { common, paged, readId, refused, refusedOn, SessionParams, single } from './wire.ts';

type Dependencies = { access: Access; sessions: SessionService };

const tags = ['schedule'];
const MISSING = 'Session not found';

export function addSessionRoutes(server: HttpServer, { access, sessions }: Dependencies): void {
  const reading = access.requireCaller('read');
  const writing = access.requireCaller('schedule:write');

  server.get(
    '/sessions',
    {
      ...common,
      onRequest: reading,
      schema: {
        tags,
        summary: 'Sessions on your timelines, by their start',
        description: 'On those of which you are a member; to administrators, on any that they name.',
        querystring: SessionQuery,
        response: { 200: SessionList, ...refused },
      },
    },
    async (request) => {
      const { skip = 0, take = 10, timelineId, startDateTimeFrom: from, startDateTimeTo: to } = request.query;
      const filter = {
        timelineId: timelineId?.toLowerCase(),
        order: request.query.startDateTimeSortOrder?.toLowerCase() === 'asc' ? 'asc' : 'desc',
        fromMs: from === undefined ? undefined : readInstant('startDateTimeFrom', from),
        toMs: to === undefined ? undefined : readInstant('startDateTimeTo', to),
      } as const;
      const { rows, count } = await sessions.list(access.callerOf(request), filter, { skip, take });
      return paged(rows.map(toSession), count, { skip, take });
    },
  );

  server.post(
    '/sessions',
    {
      ...common,
      onRequest: writing,
      schema: {
        tags,
        summary: 'Create a session',
        description:
          'For owners and editors of the timeline; you are its host. It may not take place at the same time as ' +
          'another of its timeline, or of yours elsewhere, in the next 24 months. A timeline has at most 5,000.',
        body: NewSession,
        response: { 200: SessionAnswer, ...refused, 409: SessionConflict },
      },
    },
    async (request) => {
      const { body } = request;
      const timelineId = body.timelineId.toLowerCase();
      return single(toSession(await sessions.create(access.callerOf(request), timelineId, toFields(body))));
    },
  );

  server.get(
    '/sessions/:id',
    {
      ...common,
      onRequest: reading,
      schema: {
        tags,
        summary: 'One session',
        params: SessionParams,
        response: { 200: SessionAnswer, ...refusedOn },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      return single(toSession(await sessions.find(access.callerOf(request), id)));
    },
  );

  server.patch(
    '/sessions/:id',
    {
      ...common,
      onRequest: writing,
      schema: {
        tags,
        summary: 'Change a session',
        description:
          'A series is changed as a whole; occurrences that were moved or called off stay so where it still has them.',
        params: SessionParams,
        body: SessionChange,
        response: { 200: SessionAnswer, ...refusedOn, 409: SessionConflict },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      const changes = { ...toChanges(request.body), timelineId: request.body.timelineId?.toLowerCase() };
      return single(toSession(await sessions.change(access.callerOf(request), id, changes)));
    },
  );

  server.delete(
    '/sessions/:id',
    {
      ...common,
      onRequest: writing,
      schema: {
        tags,
        summary: 'Delete a session',
        description: 'All of a series. Its times are free again.',
        params: SessionParams,
        response: { 200: SessionAnswer, ...refusedOn },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      return single(toSession(await sessions.remove(access.callerOf(request), id)));
    },
  );
}
