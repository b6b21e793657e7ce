import {
  type NamedOccurrence,
  NamedOccurrenceList,
  OccurrenceAnswer,
  OccurrenceChange,
  OccurrenceList,
  OccurrenceQuery,
  SessionAnswer,
  SessionConflict,
  SessionOccurrenceQuery,
  SessionSplit,
} from '#protocol/sessions.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { readInstant } from './instants.ts';
import type { ListedSession } from './occurrence-cache.ts';
import type { OccurrenceService, SessionOccurrence } from './occurrences-service.ts';
import { toChanges, toOccurrence, toSession } from './sessions-wire.ts';
import {
  common,
  OccurrenceParams,
  paged,
  readId,
  readStart,
  refused,
  refusedOn,
  SessionParams,
  single,
} from './wire.ts';

type Dependencies = { access: Access; occurrences: OccurrenceService };

const tags = ['schedule'];
const MISSING = 'Session not found';
const MAX_TAKE = 1_000;

export function addOccurrenceRoutes(server: HttpServer, { access, occurrences }: Dependencies): void {
  const reading = access.requireCaller('read');
  const writing = access.requireCaller('schedule:write');

  server.get(
    '/occurrences',
    {
      ...common,
      onRequest: reading,
      schema: {
        tags,
        summary: 'What takes place on your timelines, in order',
        description:
          'Of those of which you are a member; to administrators, of any that they name. With more than 100,000 ' +
          'occurrences within it, a window is a 400.',
        querystring: OccurrenceQuery,
        response: { 200: NamedOccurrenceList, ...refused },
      },
    },
    async (request) => {
      const { skip = 0, take = MAX_TAKE, timelineId } = request.query;
      const window = { ...readWindow(request.query), timelineId: timelineId?.toLowerCase() };
      const { rows, count } = await occurrences.list(access.callerOf(request), window, { skip, take });
      return paged(rows.map(toNamedOccurrence), count, { skip, take });
    },
  );

  server.get(
    '/sessions/:id/occurrences',
    {
      ...common,
      onRequest: reading,
      schema: {
        tags,
        summary: 'When a session takes place, in order',
        description: 'Occurrences that were called off are left out.',
        params: SessionParams,
        querystring: SessionOccurrenceQuery,
        response: { 200: OccurrenceList, ...refusedOn },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      const { skip = 0, take = MAX_TAKE } = request.query;
      const window = readWindow(request.query);
      const { rows, count } = await occurrences.listOf(access.callerOf(request), id, window, { skip, take });
      return paged(rows.map(toOccurrence), count, { skip, take });
    },
  );

  server.patch(
    '/sessions/:id/occurrences/:originalStart',
    {
      ...common,
      onRequest: writing,
      schema: {
        tags,
        summary: 'Move one occurrence, or have it say something else',
        description: 'It stays called by its original start. A session has at most 1,000 such.',
        params: OccurrenceParams,
        body: OccurrenceChange,
        response: { 200: OccurrenceAnswer, ...refusedOn, 409: SessionConflict },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      const { startDateTime: start, endDateTime: end, name, description } = request.body;
      const changes = {
        startMs: start === undefined ? undefined : readInstant('startDateTime', start),
        endMs: end === undefined ? undefined : readInstant('endDateTime', end),
        name,
        description,
      };
      const originalStartMs = readStart(request.params.originalStart);
      const caller = access.callerOf(request);
      return single(toOccurrence(await occurrences.change(caller, id, originalStartMs, changes)));
    },
  );

  server.delete(
    '/sessions/:id/occurrences/:originalStart',
    {
      ...common,
      onRequest: writing,
      schema: {
        tags,
        summary: 'Call one occurrence off',
        description: 'The answer is the occurrence as it was. Its time is free again.',
        params: OccurrenceParams,
        response: { 200: OccurrenceAnswer, ...refusedOn },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      const originalStartMs = readStart(request.params.originalStart);
      const caller = access.callerOf(request);
      return single(toOccurrence(await occurrences.cancel(caller, id, originalStartMs)));
    },
  );

  server.post(
    '/sessions/:id/split',
    {
      ...common,
      onRequest: writing,
      schema: {
        tags,
        summary: 'Have a series go on otherwise from one occurrence on',
        description:
          'The series ends before that occurrence; the answer is the new one that goes on from there, with the ' +
          'changes. Without changes the two together are what the one was.',
        params: SessionParams,
        body: SessionSplit,
        response: { 200: SessionAnswer, ...refusedOn, 409: SessionConflict },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      const originalStartMs = readInstant('originalStart', request.body.originalStart);
      const changes = toChanges(request.body.changes ?? {});
      const caller = access.callerOf(request);
      return single(toSession(await occurrences.split(caller, id, originalStartMs, changes)));
    },
  );
}

const readWindow = ({ from, to }: { from: string; to: string }) => ({
  fromMs: readInstant('from', from),
  toMs: readInstant('to', to),
});

function toNamedOccurrence(found: SessionOccurrence<ListedSession>): NamedOccurrence {
  const { timelineId, hostId, name, type, timeZone, activity } = found.session;
  const session = { timelineId, type, timeZone, hostId, ...(activity && { activity }) };
  return { name, ...toOccurrence(found), ...session };
}
