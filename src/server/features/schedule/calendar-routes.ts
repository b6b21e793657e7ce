import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ScheduleError } from '#protocol/schedule-fields.ts';
import {
  CalendarTokenAnswer,
  CalendarTokenRevoked,
  ImportAnswer,
  OwnCalendarTokenAnswer,
} from '#protocol/timelines.ts';
import type { Access } from '#server/platform/access.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { matchesEtag } from '#server/platform/etags.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { addUploadForms, MAX_FILE_BYTES, readUpload } from '#server/platform/uploads.ts';
import type { Feed, FeedService } from './feeds-service.ts';
import type { ImportService } from './import-service.ts';
import { common, readId, refused, refusedOn, single, TimelineParams } from './wire.ts';

type Dependencies = { access: Access; feeds: FeedService; imports: ImportService };

const tags = ['timelines'];
const MISSING = 'Timeline not found';
const NO_CALENDAR = 'Calendar not found';
const FIELD = 'file';

const Calendar = Type.String({
  description: 'iCalendar (RFC 5545).',
  examples: ['BEGIN:VCALENDAR\r\nVERSION:2.0\r\n…\r\nEND:VCALENDAR\r\n'],
});
const Upload = Type.Object(
  { [FIELD]: Type.Unsafe<Uint8Array>(Type.String({ format: 'binary' })) },
  { examples: [{ [FIELD]: 'calendar.ics' }] },
);

const FeedQuery = Type.Object({
  token: Type.Optional(Type.String({ maxLength: 200, examples: ['cal_4k9…'] })),
});

const feedResponses = {
  200: { description: 'The calendar.', content: { 'text/calendar': { schema: Calendar } } },
  304: Type.Null({ description: 'As it was when it had the ETag of `If-None-Match`.' }),
  400: ScheduleError,
  404: ScheduleError,
};

async function sendFeed(request: FastifyRequest, reply: FastifyReply, { etag, write }: Feed) {
  reply.headers({ etag, 'cache-control': 'private, no-cache' });
  if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send(null);
  return reply
    .type('text/calendar; charset=utf-8')
    .header('content-disposition', 'inline; filename="calendar.ics"')
    .send(await write());
}

/** What other calendar programs subscribe to, and what they gave away. */
export function addCalendarRoutes(server: HttpServer, { access, feeds, imports }: Dependencies): void {
  server.get(
    '/timelines/calendar.ics',
    {
      ...common,
      schema: {
        tags,
        summary: 'All timelines of a person as one calendar to subscribe to',
        description:
          'Of which they are a member at the time, by a token of theirs; a bad one is 404. Each event has its ' +
          'timeline’s name as its category. Of more than 10,000 sessions it has those that start last.',
        security: [],
        querystring: FeedQuery,
        response: feedResponses,
      },
    },
    async (request, reply) => {
      const { token } = request.query;
      if (!token) throw notFound(NO_CALENDAR);
      return sendFeed(request, reply, await feeds.findOwn(token));
    },
  );

  server.post(
    '/timelines/calendar-token',
    {
      ...common,
      onRequest: access.requireAccount(),
      schema: {
        tags,
        summary: 'Make the address of your own feed of all your timelines',
        description: 'The token is shown but here. It replaces your last one, whose feed ends.',
        response: { 200: OwnCalendarTokenAnswer, ...refused },
      },
    },
    async (request) => single(await feeds.makeOwnToken(access.callerOf(request))),
  );

  server.delete(
    '/timelines/calendar-token',
    {
      ...common,
      onRequest: access.requireAccount(),
      schema: {
        tags,
        summary: 'End your own feed of all your timelines',
        response: { 200: CalendarTokenRevoked, ...refusedOn },
      },
    },
    async (request) => {
      await feeds.revokeOwnToken(access.callerOf(request));
      return single({ revoked: true as const });
    },
  );

  server.get(
    '/timelines/:id/calendar.ics',
    {
      ...common,
      schema: {
        tags,
        summary: 'A timeline as a calendar to subscribe to',
        description: 'By the token of one of its members; a bad one is 404.',
        security: [],
        params: TimelineParams,
        querystring: FeedQuery,
        response: feedResponses,
      },
    },
    async (request, reply) => {
      const id = readId(request.params.id, NO_CALENDAR);
      const { token } = request.query;
      if (!token) throw notFound(NO_CALENDAR);
      return sendFeed(request, reply, await feeds.find(id, token));
    },
  );

  server.post(
    '/timelines/:id/calendar-token',
    {
      ...common,
      onRequest: access.requireAccount(),
      schema: {
        tags,
        summary: 'Make the address of your own feed of a timeline',
        description: 'The token is shown but here. It replaces your last one, whose feed ends.',
        params: TimelineParams,
        response: { 200: CalendarTokenAnswer, ...refusedOn },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      return single(await feeds.makeToken(access.callerOf(request), id));
    },
  );

  server.delete(
    '/timelines/:id/calendar-token',
    {
      ...common,
      onRequest: access.requireAccount(),
      schema: {
        tags,
        summary: 'End your own feed of a timeline',
        params: TimelineParams,
        response: { 200: CalendarTokenRevoked, ...refusedOn },
      },
    },
    async (request) => {
      const id = readId(request.params.id, MISSING);
      await feeds.revokeToken(access.callerOf(request), id);
      return single({ revoked: true as const });
    },
  );

  addUploadForms(server, (scope) => {
    scope.addContentTypeParser('text/calendar', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });

    scope.post(
      '/timelines/:id/import',
      {
        ...common,
        bodyLimit: MAX_FILE_BYTES,
        onRequest: access.requireCaller('schedule:write'),
        schema: {
          tags,
          summary: 'Import a calendar',
          description:
            'For owners and editors. A session with a UID that is there already is updated; what clashes, or can’t ' +
            'be kept, is skipped, with its reason (the first 1,000 are told). You are the host of what is new. ' +
            'Up to 5 MB.',
          params: TimelineParams,
          body: {
            content: { 'text/calendar': { schema: Calendar }, 'multipart/form-data': { schema: Upload } },
          },
          response: { 200: ImportAnswer, ...refusedOn },
        },
      },
      async (request) => {
        const id = readId(request.params.id, MISSING);
        const bytes = request.isMultipart()
          ? await readUpload(request, { field: FIELD, missing, tooLarge: 'The calendar is larger than 5 MB' })
          : request.body;
        if (!(bytes instanceof Uint8Array)) throw missing();
        const text = new TextDecoder().decode(bytes);
        return single(await imports.import(access.callerOf(request), id, text));
      },
    );
  });
}

const missing = () => invalid(`No calendar provided: send text/calendar, or a form with the field ${FIELD}`);
