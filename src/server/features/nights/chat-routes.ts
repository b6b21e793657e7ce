import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import pLimit from 'p-limit';
import { Type } from 'typebox';
import { ChatImport, ChatImported, NightExport } from '#protocol/chat.ts';
import { NightError } from '#protocol/common.ts';
import type { Access } from '#server/platform/access.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { ChatImporter } from './chat-import.ts';
import { listChatMessages } from './chat-repository.ts';
import { renderJson, renderText } from './export.ts';
import { listNightGames } from './night-game-repository.ts';
import { findNight } from './night-repository.ts';
import { requireOwnNight } from './night-rights.ts';
import { NightParams, refuseWith, requireNightId } from './wire.ts';

type Dependencies = { access: Access; chat: ChatImporter; database: Database };

/** Four hours of a busy chat, 120,000 messages, are some 16 MB. */
const IMPORT_LIMIT_BYTES = 24 * 1024 * 1024;

export function addChatRoutes(server: HttpServer, { access, chat, database }: Dependencies): void {
  // In a scope of its own, for the way in which its body is read.
  server.register(async (instance) => {
    const scope = instance.withTypeProvider<TypeBoxTypeProvider>();
    parseInTurn(scope);

    scope.post(
      '/api/sessions/:id/chat-import',
      {
        onRequest: access.requireCaller('nights:write'),
        bodyLimit: IMPORT_LIMIT_BYTES,
        schema: {
          tags: ['nights'],
          summary: "Import a night's chat log and count its votes",
          description:
            '`thisgame++` and `thisgame--` are votes for the game that was played at the time. A message that was ' +
            'imported before is skipped. All is imported, or nothing. Up to 24 MB.',
          params: NightParams,
          body: ChatImport,
          response: {
            200: ChatImported,
            400: NightError,
            401: NightError,
            403: NightError,
            404: NightError,
            413: NightError,
          },
        },
        schemaErrorFormatter: refuseWith([() => true, 'chatData must be an array']),
      },
      async (request) => {
        const nightId = requireNightId(request.params.id);
        const { timeline, voteMatches, ...counts } = await chat.import(
          access.callerOf(request),
          nightId,
          request.body.chatData,
        );
        return {
          message: 'Chat log imported and processed successfully',
          ...counts,
          debug: {
            sessionGamesTimeline: timeline.map(({ title, playedAt, playedAtMs }) => ({
              title,
              played_at: playedAt.toISOString(),
              played_at_ms: playedAtMs,
            })),
            voteMatches,
          },
        };
      },
    );
  });

  server.get(
    '/api/sessions/:id/export',
    {
      onRequest: access.requireCaller('read'),
      schema: {
        tags: ['nights'],
        summary: 'A night as a file, for people or as data',
        params: NightParams,
        querystring: Type.Object({
          format: Type.Optional(Type.String({ description: '`json`, or text for anything else.' })),
        }),
        response: {
          200: {
            description: 'The file.',
            content: {
              'application/json': { schema: NightExport },
              'text/plain': { schema: Type.String({ examples: ['GAME NIGHT 5\n…'] }) },
            },
          },
          401: NightError,
          403: NightError,
          404: NightError,
        },
      },
    },
    async (request, reply) => {
      const found = await findNight(database.db, requireNightId(request.params.id));
      const night = requireOwnNight(found, access.callerOf(request));
      const evening = {
        night,
        games: await listNightGames(database.db, night.id),
        chat: await listChatMessages(database.db, night.id),
      };
      const isJson = request.query.format === 'json';
      const [type, extension] = isJson ? ['application/json', 'json'] : ['text/plain', 'txt'];
      reply
        .type(`${type}; charset=utf-8`)
        .header('content-disposition', `attachment; filename="session-${night.id}.${extension}"`);
      return reply.send(isJson ? JSON.stringify(renderJson(evening), null, 2) : renderText(evening));
    },
  );
}

/**
 * Of the logs that have arrived, one at a time becomes objects, until its answer is out: as objects a log may take
 * twenty times the memory that it takes as text.
 */
function parseInTurn(
  scope: Pick<
    HttpServer,
    'addHook' | 'addContentTypeParser' | 'getDefaultJsonParser' | 'removeAllContentTypeParsers'
  >,
): void {
  const oneAtATime = pLimit(1);
  const answered = new WeakMap<FastifyRequest, Promise<void>>();
  const parse = scope.getDefaultJsonParser('error', 'ignore');

  scope.addHook('onRequest', async (request, reply) => {
    // Also where the client has gone before its turn came.
    answered.set(request, new Promise((resolve) => reply.raw.once('close', resolve)));
  });

  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) return done(null, {});
    void oneAtATime(() => {
      parse(request, body.toString(), done);
      return answered.get(request);
    });
  });
}
